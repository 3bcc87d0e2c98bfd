// What stands around a procedure: a word explained, forms, letters and simulators, a step of life.
// The server sends it as a text with the same as data beside it; what the data shows is not said twice.

import * as texts from "../locale/fr.js";
import { render } from "./blocks.js";
import { card, ending } from "./card.js";
import { list, make } from "./dom.js";
import { link, paragraph } from "./links.js";

/** @typedef {import("./shapes.js").Told} Told */
/** @typedef {import("./shapes.js").Pointer} Pointer */

/** @param {Told} event @returns {HTMLElement|null} nothing when the text has no data beside it */
export function around(event) {
  const pointers = [...(event.forms ?? []), ...(event.tools ?? [])].filter(({ url }) => url);
  const title = event.definition?.title;
  const words = said(event, pointers);
  if (title) return told(event, title, paragraph(untitled(words, title)), texts.aroundDefinition);
  if (pointers.length) return told(event, "", [words && paragraph(words), list("pointers", pointers.map(item))]);
  return event.blocks?.length ? told(event, event.text.split("\n")[0], render(event.blocks)) : null;
}

/** @param {Told} event @param {string} title @param {import("./dom.js").Child} content @param {string} [eyebrow] */
function told(event, title, content, eyebrow = "") {
  const named = title.slice(0, 1).toUpperCase() + title.slice(1);
  return card(event, named, [make("div.content", content), ending(event)], eyebrow);
}

/**
 * The words without the lines that are shown otherwise: the pointers, and the source.
 * @param {Told} event @param {Pointer[]} pointers
 */
function said({ text, source }, pointers) {
  const elsewhere = [...pointers, source].map((pointer) => pointer?.url);
  const lines = text.split("\n").filter((line) => !elsewhere.some((url) => url && line.includes(url)));
  return lines.join("\n").trim();
}

/** « Tutelle » : is not said again under its title. @param {string} text @param {string} title */
function untitled(text, title) {
  const head = `« ${title} » : `;
  return text.toLowerCase().startsWith(head.toLowerCase()) ? text.slice(head.length) : text;
}

/** @param {Pointer} pointer */
function item({ title, url, number }) {
  return [link(url, title), number && !title.includes(number) && ` (${texts.cerfa(number)})`];
}
