// What stands under every official statement: where it comes from, of when it is, and whether it helped.

import { texts } from "../locale/fr.js";
import { el } from "./dom.js";
import { link } from "./links.js";

const DATE = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

/** @typedef {{title: string, url: string, date: string, producer?: string, feed?: any}} Source */

/** @param {Source|null|undefined} given @returns {HTMLElement[]} */
export function credits(given) {
  if (!given) return [];
  const date = day(given.date);
  const details = [given.producer ? ` — ${given.producer}` : null, date ? ` · ${texts.updated(date)}` : null];
  const source = el("p", { class: "source" }, texts.source, link(given.url, [given.title]), ...details);
  return given.feed ? [source, feed(given.feed)] : [source];
}

/** The archive that an official sheet was read from, as its licence asks. */
function feed(given) {
  const name = [given.file, day(given.date)].filter(Boolean).join(", ");
  return el("p", { class: "credit" }, texts.feed, `${given.producer}, `, given.url ? link(given.url, [name]) : name);
}

/** @param {string} iso "2024-02-02", possibly with a time @returns {string | null} */
function day(iso) {
  const date = new Date(`${String(iso).slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.valueOf()) ? null : DATE.format(date).replace(/^1 /, "1er ");
}

/** @param {import("./frames.js").Event} event @param {import("./frames.js").Actions} actions */
export function feedback(event, actions) {
  const line = el("div", { class: "feedback" }, el("span", {}, texts.helpful));
  const rate = async (rating) => {
    await actions.rate(event.seq, rating);
    line.replaceChildren(el("span", { role: "status", tabindex: -1 }, texts.thanks));
    line.firstElementChild.focus();
  };
  const button = (label, rating) => el("button", { type: "button", class: "quiet", onclick: () => rate(rating) }, label);
  line.append(button(texts.yes, "up"), button(texts.no, "down"));
  return line;
}
