// Procedures whose name begins like what is being typed, above the field. Enter always sends the words as they are.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";

const PAUSE = 200;
const SHORTEST = 3;
const LONGEST = 60;
const MOST = 5;

/** @type {Record<string, number|undefined>} which one is reached from the field */
const FROM_FIELD = { ArrowDown: 0, ArrowUp: -1 };
/** @type {Record<string, number|undefined>} how far a key goes */
const BY = { ArrowDown: 1, ArrowUp: -1 };

/** @typedef {{id: string, title: string}} Found */

export class Suggestions {
  /**
   * @param {HTMLTextAreaElement} field
   * @param {import("./owner.js").Owner} owner
   */
  constructor(field, owner) {
    this.field = field;
    this.owner = owner;
    /** While an answer is awaited to a question that is no procedure. */
    this.quiet = false;
    this.abort = new AbortController();
    this.list = el("ul", { "aria-labelledby": "suggested" });
    const label = el("p", { id: "suggested" }, texts.panel.suggestions);
    this.element = el("div", { class: "suggestions", part: "suggestions", hidden: true }, label, this.list);
    field.addEventListener("keydown", (event) => this.fromField(event));
    this.element.addEventListener("keydown", (event) => this.inList(event));
  }

  /** @param {string} text */
  typed(text) {
    clearTimeout(this.timer);
    this.abort.abort();
    const words = text.trim();
    if (this.quiet || words.length < SHORTEST || words.length > LONGEST) return this.show([]);
    this.timer = setTimeout(() => this.search(words), PAUSE);
  }

  /** @param {string} words */
  async search(words) {
    this.abort = new AbortController();
    const { signal } = this.abort;
    const found = await this.owner.procedures(words, signal).catch(() => []);
    if (!signal.aborted) this.show(found.slice(0, MOST));
  }

  /** Said when they appear, not at every letter. @param {Found[]} found */
  show(found) {
    const news = this.element.hidden && found.length > 0;
    const items = found.map((one) => {
      const attributes = { type: "button", class: "item", onclick: () => this.choose(one) };
      return el("li", {}, el("button", attributes, one.title));
    });
    this.list.replaceChildren(...items);
    this.element.hidden = !found.length;
    if (news) this.owner.announce(texts.panel.suggested(found.length));
  }

  hide() {
    clearTimeout(this.timer);
    this.abort.abort();
    this.show([]);
  }

  /** @param {Found} found */
  choose(found) {
    this.hide();
    this.owner.choose(found);
  }

  buttons() {
    return [...this.list.querySelectorAll("button")];
  }

  /** @param {KeyboardEvent} event */
  fromField(event) {
    if (this.element.hidden) return;
    const way = FROM_FIELD[event.key];
    if (way !== undefined) this.buttons().at(way)?.focus();
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  inList(event) {
    const by = BY[event.key];
    if (event.key !== "Escape" && !by) return;
    event.preventDefault();
    if (!by) this.hide();
    const buttons = this.buttons();
    const now = buttons.findIndex((button) => button.matches(":focus"));
    (by ? buttons[now + by] ?? this.field : this.field).focus();
  }
}
