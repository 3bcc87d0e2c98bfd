// Where a link may lead: an address of a safe scheme that hides nothing, or a page of Service-Public by its id.

import { texts } from "../locale/fr.js";
import { el, spoken } from "./dom.js";

const SHEETS = "https://www.service-public.gouv.fr/particuliers/vosdroits/";
const SAFE = /^(?:https:\/\/[^\s/?#]+(?:[/?#]|$)|(?:tel|sms):\+?[\d .()-]{2,20}$|mailto:[^\s@<>"?&,]+@[^\s@<>"?&,]+$)/i;
/** What shows an address as another: controls, signs that can't be seen or that turn a line around, backslashes. */
const HIDING = /[\p{C}\p{Default_Ignorable_Code_Point}\\]|(?! )\p{Z}/u;
const WRITTEN = /https:\/\/[^\s<>"«»()]*[^\s<>"«»().,;:!?]/g;

/**
 * @param {unknown} target an address, or the id of a sheet, resource or theme (`F1344`)
 * @returns {string|null} an address that is safe to follow, else null
 */
export function address(target) {
  if (typeof target !== "string") return null;
  if (/^[FRN]\d{1,6}$/.test(target)) return SHEETS + target;
  if (!SAFE.test(target) || HIDING.test(target)) return null;
  try {
    const url = new URL(target);
    // « https://service-public.fr@ailleurs.example » leads elsewhere than it seems to.
    return url.username || url.password ? null : url.href;
  } catch {
    return null;
  }
}

/**
 * A link, or the bare words when the target is not safe.
 * @param {unknown} target
 * @param {import("./dom.js").Child[]} words
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
  return `tel:${String(number).replace(/[^\d+]/g, "")}`;
}
