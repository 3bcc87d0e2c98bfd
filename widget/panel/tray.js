// What is asked above the field before going on: a warning, "erase all?", an opinion. One at a time.

import { button, el, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

/** @typedef {ReturnType<typeof tray>} Tray */

/** @param {() => void} back gives the focus back to the field */
export function tray(back) {
  const element = el("div", { class: "tray", onkeydown });

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  }

  /** @param {HTMLElement} content */
  function show(content) {
    element.replaceChildren(content);
  }

  function close() {
    element.replaceChildren();
    back();
  }

  return {
    element,
    show,

    /**
     * A question with its two answers.
     * @param {string} question @param {string} yes @param {string} no @param {() => void} act
     */
    confirm(question, yes, no, act) {
      const sure = button(yes, () => (close(), act()), "");
      const first = button(no, close);
      const words = el("p", { id: "asked", class: "what" }, question);
      const dialog = { class: "ask", role: "alertdialog", "aria-labelledby": "asked" };
      show(el("div", dialog, words, make("div.ways", sure, first)));
      first.focus();
    },

    /** Something to fill in, which can be left. @param {HTMLElement} form */
    open(form) {
      const group = { class: "ask", tabindex: -1, role: "group", "aria-label": texts.panelOpinion };
      const box = el("div", group, form, button(texts.close, close));
      show(box);
      box.focus();
    },
  };
}
