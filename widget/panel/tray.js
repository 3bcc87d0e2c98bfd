// What is asked above the field before going on: a warning, "erase all?", an opinion. One at a time.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";

export class Tray {
  /** @param {() => void} back gives the focus back to the field */
  constructor(back) {
    this.back = back;
    this.element = el("div", { class: "tray" });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    });
  }

  /** @param {HTMLElement} content */
  show(content) {
    this.element.replaceChildren(content);
  }

  close() {
    this.element.replaceChildren();
    this.back();
  }

  /**
   * A question with its two answers.
   * @param {string} question @param {string} yes @param {string} no @param {() => void} act
   */
  confirm(question, yes, no, act) {
    const sure = () => {
      this.close();
      act();
    };
    const first = el("button", { type: "button", class: "quiet", onclick: () => this.close() }, no);
    const ways = el("div", { class: "ways" }, el("button", { type: "button", onclick: sure }, yes), first);
    const words = el("p", { id: "asked" }, question);
    this.show(el("div", { class: "ask", role: "alertdialog", "aria-labelledby": "asked" }, words, ways));
    first.focus();
  }

  /** Something to fill in, which can be left. @param {HTMLElement} form */
  open(form) {
    const leave = el("button", { type: "button", class: "quiet", onclick: () => this.close() }, texts.close);
    const attributes = { class: "ask", tabindex: -1, role: "group", "aria-label": texts.panel.opinion };
    const box = el("div", attributes, form, leave);
    this.show(box);
    box.focus();
  }
}
