// What a citizen sees before a number of theirs leaves the device: what it seems to be, and what can be done.
// It sends nothing: its caller shows it, and does what was chosen.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";
import { pieces } from "./find.js";

/** @typedef {import("./find.js").Finding} Finding */
/** @typedef {{mask(): void, edit(): void, send(): void}} Actions */

/** Characters shown on each side of a number, in a long message. */
const AROUND = 25;

/**
 * A question to put above the field. Once in the page it takes the focus; it leaves the page before it calls an
 * action, which says where the focus goes next.
 * @param {string} text what was about to be sent
 * @param {Finding[]} findings as `find` gives them, at least one
 * @param {Actions} actions
 * @returns {HTMLElement}
 */
export function warning(text, findings, actions) {
  const words = texts.personal;
  /** @param {string} label @param {() => void} act @param {object} [more] */
  const button = (label, act, more = {}) =>
    el("button", { type: "button", class: "quiet", onclick: () => leave(act), ...more }, label);
  const first = button(words.mask, actions.mask, { class: null });
  const last = button(words.send, actions.send, { "aria-describedby": "personal-as-is" });
  const element = el(
    "div",
    { class: "personal", role: "alertdialog", "aria-labelledby": "personal-what", "aria-describedby": "personal-why" },
    el("p", { id: "personal-what", class: "personal-what" }, words.seems(named(findings))),
    el("div", { id: "personal-why" }, el("p", {}, words.useless), el("p", {}, words.preview), preview(text, findings)),
    el("div", { class: "ways" }, first, button(words.edit, actions.edit), last),
    el("p", { id: "personal-as-is", class: "hint" }, words.asIs),
  );
  /** @param {() => void} act */
  const leave = (act) => {
    element.remove();
    act();
  };
  element.addEventListener("keydown", (event) => onKey(event, () => leave(actions.edit)));
  queueMicrotask(() => first.focus());
  return element;
}

/** @param {KeyboardEvent} event @param {() => void} escape */
function onKey(event, escape) {
  // Enter sent the message and may still be held down: it must not answer the question as well.
  if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  escape();
}

/** @param {Finding[]} findings */
function named(findings) {
  const { kinds, and } = texts.personal;
  return [...new Set(findings.map(({ kind }) => kinds[kind]))].join(and);
}

/**
 * The message as it would be sent, what is masked in it standing out.
 * @param {string} text @param {Finding[]} findings
 */
function preview(text, findings) {
  const { labels } = texts.personal;
  const parts = pieces(text, findings);
  const shown = parts.flatMap(([words, kind]) => [shortened(words), kind && el("strong", {}, labels[kind])]);
  return el("blockquote", { class: "words" }, ...shown);
}

/** What is far from a number can be read in the field. @param {string} words */
function shortened(words) {
  const characters = Array.from(words);
  if (characters.length <= 2 * AROUND + 3) return words;
  return `${characters.slice(0, AROUND).join("")} … ${characters.slice(-AROUND).join("")}`;
}
