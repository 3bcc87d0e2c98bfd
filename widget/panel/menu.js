// « Options »: a button that unfolds a list of buttons. What they do is their owner's.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";
import { focused } from "./focus.js";
import { icon } from "./icons.js";

export class Menu {
  /** @param {HTMLElement[]} entries */
  constructor(entries) {
    const attributes = { type: "button", class: "quiet", "aria-expanded": "false", "aria-controls": "menu" };
    const words = texts.panel.options;
    this.button = el("button", { ...attributes, onclick: () => this.toggle() }, icon("options"), el("span", {}, words));
    const list = el("ul", {}, ...entries.map((entry) => el("li", {}, entry)));
    const group = { class: "menu", part: "menu", role: "group", "aria-label": words, hidden: true };
    this.element = el("div", { id: "menu", ...group }, list);
    this.element.addEventListener("focusout", (event) => this.left(event));
  }

  /** @param {boolean} [open] */
  toggle(open = Boolean(this.element.hidden)) {
    const inside = this.element.contains(focused());
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (!open && inside) this.button.focus();
  }

  isOpen() {
    return !this.element.hidden;
  }

  /** Whoever goes on to something else has done with it. @param {FocusEvent} event */
  left(event) {
    const next = /** @type {Node|null} */ (event.relatedTarget);
    if (next && next !== this.button && !this.element.contains(next)) this.toggle(false);
  }
}
