// Where a link may lead: an address of a safe scheme that hides nothing, or a page of Service-Public by its id.

import * as texts from "../locale/fr.js";
import { el, spoken } from "./dom.js";

const SHEETS = "https://www.service-public.gouv.fr/particuliers/vosdroits/";
/** A site by its bare name: « https://service-public.fr@ailleurs.example » leads elsewhere than it seems to. */
const SAFE = /^(https:\/\/[\w\p{L}.-]+(:\d+)?([/?#]|$)|(tel|sms):\+?[\d .()-]{2,20}$|mailto:[^\s@<>"?&,]+@[^\s@<>"?&,]+$)/iu;
/** What shows an address as another: controls, signs that can't be seen (DI) or turn a line around, backslashes. */
const HIDING = /[\p{C}\p{DI}\\]|(?! )\p{Z}/u;
const WRITTEN = /(https:\/\/[^\s<>"«»()]*[^\s<>"«»().,;:!?])/;

/** @param {unknown} target @returns {string|false} an address that is safe to follow */
function address(target) {
  if (typeof target !== "string") return false;
  if (/^[FRN]\d{1,6}$/.test(target)) return SHEETS + target;
  return SAFE.test(target) && !HIDING.test(target) && target;
}

/**
 * A link, or the bare words when the target is not safe.
 * @param {unknown} target an address, or the id of a sheet, resource or theme (`F1344`)
 * @param {import("./dom.js").Child} words
 * @param {string} [style] the link's class
 * @returns {HTMLElement}
 */
export function link(target, words, style) {
  const href = address(target);
  if (!href) return el("span", {}, words);
  const opened = /^https/i.test(href) && { target: "_blank", rel: "noopener noreferrer" };
  return el("a", { href, class: style, ...opened }, words, opened && spoken(texts.newWindow));
}

/** A plain text, in whatever direction it is written, with the addresses in it as links. @param {string} text */
export function paragraph(text) {
  const linked = text.split(WRITTEN).map((part, i) => (i % 2 ? link(part, part) : part));
  return el("p", { class: "words", dir: "auto" }, linked);
}

/** The address that dials a number as it is written, "01 23 45 67 89". @param {string} number */
export function dial(number) {
  return `tel:${number.replace(/[^\d+]/g, "")}`;
}
