// What stands under every official statement: where it comes from, and of when it is.

import { texts } from "../locale/fr.js";
import { el } from "./dom.js";
import { link } from "./links.js";

const DATE = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

/** @param {import("./shapes.js").Source|null|undefined} given @returns {HTMLElement[]} */
export function credits(given) {
  if (!given) return [];
  const date = day(given.date);
  const details = [given.producer ? ` — ${given.producer}` : null, date ? ` · ${texts.updated(date)}` : null];
  const source = el("p", { class: "source" }, texts.source, link(given.url, [given.title]), ...details);
  return given.feed ? [source, feed(given.feed)] : [source];
}

/** The archive that an official sheet was read from, as its licence asks. @param {import("./shapes.js").Feed} given */
function feed(given) {
  const name = [given.file, day(given.date)].filter(Boolean).join(", ");
  return el("p", { class: "credit" }, texts.feed, `${given.producer}, `, given.url ? link(given.url, [name]) : name);
}

/** @param {string} iso "2024-02-02", possibly with a time @returns {string | null} */
function day(iso) {
  const date = new Date(`${String(iso).slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.valueOf()) ? null : DATE.format(date).replace(/^1 /, "1er ");
}
