// Where a link may lead: an address of a safe scheme, or a page of Service-Public by its id.

import { texts } from "../locale/fr.js";
import { el, spoken } from "./dom.js";

const SHEETS = "https://www.service-public.gouv.fr/particuliers/vosdroits/";
const SAFE = new Set(["https:", "tel:", "sms:", "mailto:"]);
const WRITTEN = /https:\/\/[^\s<>"«»()]*[^\s<>"«»().,;:!?]/g;

/**
 * @param {unknown} target an address, or the id of a sheet, resource or theme (`F1344`)
 * @returns {string|null} an address that is safe to follow, else null
 */
export function address(target) {
  if (typeof target !== "string") return null;
  if (/^[FRN]\d{1,6}$/.test(target)) return SHEETS + target;
  try {
    const url = new URL(target);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * A link, or the bare words when the target is not safe.
 * @param {unknown} target
 * @param {(Node|string)[]} words
 * @param {string} [style] the link's class
 * @returns {HTMLElement}
 */
export function link(target, words, style) {
  const href = address(target);
  if (!href) return el("span", {}, ...words);
  if (!href.startsWith("https:")) return el("a", { href, class: style }, ...words);
  const opened = { target: "_blank", rel: "noopener noreferrer" };
  return el("a", { href, class: style, ...opened }, ...words, spoken(texts.newWindow));
}

/**
 * A plain text with the addresses in it as links.
 * @param {string} text
 * @returns {(Node|string)[]}
 */
export function linked(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(WRITTEN)) {
    nodes.push(text.slice(end, found.index), link(found[0], [found[0]]));
    end = found.index + found[0].length;
  }
  return [...nodes, text.slice(end)];
}

/** The address that dials a number as it is written, "01 23 45 67 89". @param {string} number */
export function dial(number) {
  return `tel:${String(number).replace(/[^\d+*#]/g, "")}`;
}
