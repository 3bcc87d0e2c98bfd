// What a citizen sees before a number of theirs leaves the device: what it seems to be, and what can be done.
// It sends nothing: its caller shows it, and does what was chosen.

import { button, el, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";
import { pieces } from "./find.js";

/** @typedef {import("./find.js").Finding} Finding */
/** @typedef {{mask(): void, edit(): void, send(): void}} Actions */

/**
 * A question to put above the field. Once in the page it takes the focus; it leaves the page before it calls an
 * action, which says where the focus goes next.
 * @param {string} text what was about to be sent
 * @param {Finding[]} findings as `find` gives them, at least one
 * @param {Actions} actions
 * @returns {HTMLElement}
 */
export function warning(text, findings, actions) {
  const { seems, and, kinds, useless, preview, ...words } = texts.personal;
  const found = [...new Set(findings.map(({ kind }) => kinds[kind]))].join(and);
  /** @param {"mask"|"edit"|"send"} choice */
  const leave = (choice) => {
    element.remove();
    actions[choice]();
  };
  const mask = button(words.mask, () => leave("mask"), "");
  const edit = button(words.edit, () => leave("edit"));
  const send = button(words.send, () => leave("send"), "quiet", { "aria-describedby": "as-is" });
  const attributes = { role: "alertdialog", "aria-labelledby": "found", "aria-describedby": "why" };
  // Enter sent the message and may still be held down: it must not answer the question as well.
  const onkeydown = (/** @type {KeyboardEvent} */ event) => event.repeat && /^(Enter| )$/.test(event.key) && event.preventDefault();
  const element = el(
    "div",
    { class: "ask", ...attributes, onkeydown },
    el("p", { id: "found", class: "what" }, seems(found)),
    el("div", { id: "why" }, make("p", useless), make("p", preview), masking(text, findings)),
    make("div.ways", mask, edit, send),
    el("p", { id: "as-is", class: "hint" }, words.asIs),
  );
  queueMicrotask(() => mask.focus());
  return element;
}

/**
 * The message as it would be sent, what is masked in it standing out.
 * @param {string} text @param {Finding[]} findings
 */
function masking(text, findings) {
  const { labels } = texts.personal;
  const shown = pieces(text, findings).map(([words, kind]) => [
    words,
    kind && make("strong", labels[kind]),
  ]);
  return make("div.bubble words", shown);
}
