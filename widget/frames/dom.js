// Building elements. Text only ever enters the page as text nodes, never as HTML.

import { typeset } from "./typography.js";

/** @typedef {Node|string|null|undefined|false} Child */

/** Letters written from right to left, and the signs that turn a line around. */
const TURNING = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * @template {string} Tag
 * @param {Tag} tag
 * @param {Object<string, any>} [attributes] `on…` adds a listener; null, undefined and false are left out;
 *   true is an attribute that is there, or `"true"` where it is an `aria-…`
 * @param {...Child} children
 * @returns {Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child instanceof Node ? child : words(element, child));
  return /** @type {any} */ (element);
}

/**
 * A text as it is shown; one that turns the line around can't turn what stands beside it. A field keeps its words.
 * @param {Element} element @param {unknown} given
 */
function words(element, given) {
  if (element.localName === "textarea") return String(given);
  const text = typeset(String(given));
  if (element.hasAttribute("dir") || !TURNING.test(text)) return text;
  const isolated = document.createElement("bdi");
  isolated.append(text);
  return isolated;
}

/** Words for screen readers only. @param {string} text */
export function spoken(text) {
  return el("span", { class: "spoken" }, text);
}

/** @param {string} label @param {() => void} onclick @param {string} [style] */
export function button(label, onclick, style = "quiet") {
  return el("button", { type: "button", class: style, onclick: () => onclick() }, label);
}

/** @template T @param {T[]|null|undefined} value @returns {T[]} the value, or nothing where it is no list */
export function array(value) {
  return Array.isArray(value) ? value : [];
}
