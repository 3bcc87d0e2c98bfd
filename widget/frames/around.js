// What stands around a procedure: a word explained, forms, letters and simulators, a step of life.
// The server sends it as a text with the same as data beside it; what the data shows is not said twice.

import { texts } from "../locale/fr.js";
import { render } from "./blocks.js";
import { credits } from "./credits.js";
import { array, el } from "./dom.js";
import { link, linked } from "./links.js";
import { listen } from "./speech.js";

/** @typedef {import("./shapes.js").Told} Told */
/** @typedef {import("./shapes.js").Pointer} Pointer */

/** @param {Told} event @returns {HTMLElement|null} nothing when the text has no data beside it */
export function around(event) {
  const pointers = [...array(event.forms), ...array(event.tools)].filter(({ url }) => url);
  const title = event.definition?.title;
  if (title) return card(event, texts.around.definition, title, paragraph(untitled(said(event, []), title)));
  if (pointers.length) return card(event, "", "", [...paragraph(said(event, pointers)), list(pointers)]);
  if (event.blocks?.length) return card(event, "", event.text.split("\n")[0], render(event.blocks));
  return null;
}

/** @param {Told} event @param {string} eyebrow @param {string} title @param {Node[]} content */
function card(event, eyebrow, title, content) {
  return el(
    "article",
    { class: "card", "aria-label": title || null },
    eyebrow ? el("p", { class: "eyebrow" }, eyebrow) : null,
    title ? el("h3", {}, title.slice(0, 1).toUpperCase() + title.slice(1)) : null,
    el("div", { class: "content" }, ...content),
    ...credits(event.source),
    el("div", { class: "card-tools" }, listen(event.text)),
  );
}

/**
 * The words without the lines that are shown otherwise: the pointers, and the source.
 * @param {Told} event @param {Pointer[]} pointers
 */
function said(event, pointers) {
  const elsewhere = [...pointers, event.source].map((pointer) => pointer?.url);
  const lines = event.text.split("\n").filter((line) => !elsewhere.some((url) => url && line.includes(url)));
  return lines.join("\n").trim();
}

/** « Tutelle » : is not said again under its title. @param {string} text @param {string} title */
function untitled(text, title) {
  const head = `« ${title} » : `;
  return text.toLowerCase().startsWith(head.toLowerCase()) ? text.slice(head.length) : text;
}

/** @param {string} text */
function paragraph(text) {
  return text ? [el("p", { class: "words" }, ...linked(text))] : [];
}

/** @param {Pointer[]} pointers */
function list(pointers) {
  const items = pointers.map(({ title, url, number }) =>
    el("li", {}, link(url, [title]), number && !title.includes(number) ? ` (${texts.cerfa(number)})` : null),
  );
  return el("ul", { class: "pointers" }, ...items);
}
