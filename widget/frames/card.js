// What cards have in common: a title above, and below where it comes from, of when it is, and reading it aloud.

import * as texts from "../locale/fr.js";
import { el, make } from "./dom.js";
import { link } from "./links.js";
import { listen } from "./speech.js";

/** @typedef {import("./dom.js").Child} Child */

/**
 * A card with its title and the case as the citizen told it.
 * @param {import("./shapes.js").Event & {case?: string[]}} event
 * @param {string} title
 * @param {Child} content
 * @param {string} [eyebrow] what sort of card it is; by default who answers for it
 */
export function card(event, title, content, eyebrow = event.source?.feed ? texts.answer : texts.answerEditor) {
  const told = event.case?.join(" › ");
  return el(
    "article",
    { class: "card", "aria-label": title || null },
    eyebrow && make("p.eyebrow", eyebrow),
    title && make("h3", title),
    told && make("p.case", texts.yourCase, make("strong", told)),
    content,
  );
}

/**
 * What stands under everything that the bot says: its source, then what one can do with it.
 * @param {import("./shapes.js").Event} event
 * @param {...Child} tools
 * @returns {Child[]}
 */
export function ending({ source, text }, ...tools) {
  return [source && credits(source), make("div.card-tools", ...tools, listen(text))];
}

/** @param {import("./shapes.js").Source} source */
function credits({ title, url, producer, date, feed }) {
  const day = long(date);
  const details = [producer && ` — ${producer}`, day && ` · ${texts.updated(day)}`];
  return [make("p.source", texts.source, link(url, title), details), feed && archive(feed)];
}

/** The archive that an official sheet was read from, as its licence asks. @param {import("./shapes.js").Feed} feed */
function archive({ producer, url, file, date }) {
  return make("p.credit", texts.feed, `${producer}, `, link(url, [file, long(date)].filter(Boolean).join(", ")));
}

/** @param {string} iso "2024-02-02", possibly with a time @returns {string} nothing when it is no date */
function long(iso) {
  const day = new Date(iso);
  return +day ? day.toLocaleString("fr-FR", { dateStyle: "long", timeZone: "UTC" }).replace(/^1 /, "1er ") : "";
}
