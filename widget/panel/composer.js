// Where a citizen writes: a field that grows, a count when it gets long, a question before a number of theirs leaves.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";
import { find, masked } from "../personal/find.js";
import { warning } from "../personal/warning.js";
import { Draft } from "./draft.js";

const LONGEST = 1000;
/** From here the room that is left is shown; it is said at every fifty characters. */
const LONG = 900;

export class Composer {
  /**
   * @param {string} server whose draft this is
   * @param {import("./tray.js").Tray} tray
   * @param {import("./owner.js").Owner} owner
   */
  constructor(server, tray, owner) {
    this.tray = tray;
    this.step = 0;
    this.owner = owner;
    this.draft = new Draft(server);
    const manner = { rows: 1, autocomplete: "off", enterkeyhint: "send", "aria-describedby": "hint" };
    this.field = el("textarea", { id: "text", part: "field", ...manner, oninput: () => this.typed() });
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.value = this.draft.read();
    this.grow = el("div", { class: "grow" }, this.field);
    this.count = el("p", { class: "count", hidden: true });
    this.form = this.build();
    this.measure();
  }

  build() {
    const line = el("div", { class: "line" }, this.grow, el("button", { type: "submit", part: "send" }, texts.send));
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.submit();
    };
    const label = el("label", { for: "text" }, texts.question);
    return el("form", { onsubmit }, label, line, this.count, el("p", { id: "hint", class: "hint" }, texts.hint));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    this.submit();
  }

  typed() {
    this.draft.write(this.field.value);
    this.measure();
    this.owner.typed(this.field.value);
  }

  /** The field grows with a copy of its words behind it: no style attribute is needed. The room left is shown. */
  measure() {
    this.grow.dataset.text = this.field.value;
    const length = Array.from(this.field.value.trim()).length;
    const left = LONGEST - length;
    const words = length < LONG ? "" : left < 0 ? texts.tooLong(-left) : texts.panel.left(left);
    this.count.hidden = !words;
    this.count.textContent = words;
    this.field.setAttribute("aria-invalid", String(left < 0));
    const step = words ? Math.floor(left / 50) : 0;
    if (words && step !== this.step) this.owner.announce(words);
    this.step = step;
  }

  submit() {
    const text = this.field.value.trim();
    if (!text) return;
    if (Array.from(text).length > LONGEST) return this.owner.announce(texts.tooLong(Array.from(text).length - LONGEST));
    const findings = find(text);
    if (!findings.length) return this.send(text);
    this.tray.show(warning(text, findings, {
      mask: () => this.send(masked(text, findings, texts.personal.labels)),
      edit: () => this.field.focus(),
      send: () => this.send(text),
    }));
  }

  /** @param {string} text */
  send(text) {
    this.clear();
    this.owner.send(text);
  }

  clear() {
    this.field.value = "";
    this.draft.write("");
    this.measure();
  }
}
