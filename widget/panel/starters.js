// A first question to pick, by theme: for whoever does not know what to write. Gone once someone has spoken.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";

/** @typedef {{label: string, procedure?: string, text?: string}} Starter */
/** @typedef {{id: string, title: string, starters: Starter[]}} Theme */

export class Starters {
  /** @param {import("./owner.js").Owner} owner */
  constructor(owner) {
    this.owner = owner;
    this.element = el("div", { class: "starters", part: "starters", hidden: true });
    this.wanted = false;
    /** @type {Theme[]|undefined} */
    this.themes = undefined;
  }

  /** Nothing is shown when the server has none, or does not answer. */
  async show() {
    this.wanted = true;
    this.themes ??= await this.owner.starters().catch(() => undefined);
    if (!this.wanted || !this.themes?.length) return;
    const themes = this.themes.map((theme, index) => this.theme(theme, `theme-${index}`));
    const label = el("p", { id: "starters" }, texts.panel.starters);
    this.element.replaceChildren(label, el("ul", { "aria-labelledby": "starters" }, ...themes));
    this.element.hidden = false;
  }

  hide() {
    this.wanted = false;
    this.element.hidden = true;
  }

  /** @param {Theme} theme @param {string} id */
  theme(theme, id) {
    const first = this.buttons(theme.starters);
    const list = el("ul", { id, hidden: true }, ...first);
    const unfold = () => {
      const open = list.hidden;
      this.fold();
      list.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      if (open) list.scrollIntoView({ block: "nearest" });
    };
    const attributes = { type: "button", class: "theme", "aria-expanded": "false", "aria-controls": id };
    const button = el("button", { ...attributes, onclick: unfold }, theme.title);
    return el("li", {}, button, list);
  }

  /** @param {Starter[]} starters */
  buttons(starters) {
    return starters.map((starter) => {
      const start = () => this.owner.start(starter);
      return el("li", {}, el("button", { type: "button", class: "item", onclick: start }, starter.label));
    });
  }

  /** One theme is open at a time: the list stays short. */
  fold() {
    for (const list of this.element.querySelectorAll("ul ul")) /** @type {HTMLElement} */ (list).hidden = true;
    for (const button of this.element.querySelectorAll(".theme")) button.setAttribute("aria-expanded", "false");
  }
}
