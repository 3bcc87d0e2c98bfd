// Building elements. Text only ever enters the page as text nodes, never as HTML.

import { typeset } from "./typography.js";

/** @typedef {Node|string|null|undefined|false|0} Leaf */
/** @typedef {Leaf|Child[]} Child what stands in an element; nothing, where it is empty */

/** Letters written from right to left, and the signs that turn a line around. */
const TURNING = /[\p{Bidi_C}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/**
 * @template {string} Tag
 * @param {Tag} tag
 * @param {Object<string, any>} [attributes] `on…` adds a listener; null, undefined and false are left out
 * @param {...Child} children
 * @returns {Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const space = /^(svg|path)$/.test(tag) ? "2000/svg" : "1999/xhtml";
  const element = /** @type {HTMLElement} */ (document.createElementNS(`http://www.w3.org/${space}`, tag));
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if ((value ?? false) !== false) element.setAttribute(name, value);
  }
  for (const child of /** @type {any[]} */ (children).flat(Infinity)) {
    if (child) element.append(child instanceof Node ? child : words(element, String(child)));
  }
  return /** @type {any} */ (element);
}

/**
 * A text as it is shown; one that turns the line around can't turn what stands beside it.
 * @param {HTMLElement} element @param {string} text
 */
function words({ dir }, text) {
  return dir || !TURNING.test(text) ? typeset(text) : el("bdi", { dir: "auto" }, text);
}

/** An element with a class at most: `make("p.about", words)`. @param {string} name @param {...Child} children */
export function make(name, ...children) {
  const [tag, style] = name.split(".");
  return el(tag, { class: style }, ...children);
}

/**
 * A list, told as one by its role: Safari forgets lists without bullets. Nothing, where there is no item.
 * @param {string} style @param {Child[]} items @param {string} [label]
 */
export function list(style, items, label) {
  const attributes = { class: style, role: "list", "aria-label": label };
  return items.length > 0 && el("ul", attributes, items.map((item) => make("li", item)));
}

/** Words for screen readers only. @param {string} text */
export function spoken(text) {
  return make("span.spoken", text);
}

/** @param {Child} label @param {() => void} onclick @param {string} [style] @param {Object<string, any>} [more] */
export function button(label, onclick, style = "quiet", more = {}) {
  return el("button", { type: "button", class: style, onclick: () => onclick(), ...more }, label);
}
