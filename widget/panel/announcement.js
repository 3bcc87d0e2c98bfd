// What is said aloud of an event when it comes: enough to know what has been shown, never three screens of it.

import * as texts from "../locale/fr.js";
import { speaker } from "./entry.js";

/** What is said whole, in characters; of more, the sentences that fit. */
const SHORT = 240;

/** What tells the most of a card, in its order: title, first words, options, documents, places. */
const TELLING = "h3, .words, .fact, .number, .label, .papers label, .office-card h4, .content > p:not([class])";

/** @param {import("../frames/shapes.js").Event} event @param {HTMLElement} entry where it is shown @returns {string} */
export function announcement(event, entry) {
  const words = [...entry.querySelectorAll(TELLING)].map((node) => stop(read(node))).join(" ");
  const said = words.length > SHORT ? `${beginning(words)} ${texts.logMore}` : words;
  return event.author === "bot" ? said : `${event.agent || speaker(event)} : ${said}`;
}

/** Whole sentences, or whole words where the first sentence is too long. @param {string} words */
function beginning(words) {
  const cut = words.slice(0, SHORT);
  return /^.+[.!?…](?=\s)/su.exec(cut)?.[0] ?? `${cut.replace(/\s\S*$/u, "")}…`;
}

/** @param {Element} node */
function read({ textContent }) {
  return String(textContent).replaceAll(texts.newWindow, "").trim();
}

/** Words that end: a voice pauses there. @param {string} words */
function stop(words) {
  return words.replace(/[^.!?…:]$/u, "$&.");
}
