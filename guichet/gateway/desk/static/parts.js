// Parts of the page that the server renders again: only what is different is replaced, and focus and open menus stay.

import { tickAll } from "./since.js";

/** The server's text of each part as it was last shown, without what ticks by itself and what is new in every form. */
const shown = new Map();
const STEADY = /(<time data-since=[^>]*>)[^<]*|(name="client_id" value=")[^"]*/g;

/** @param {Element} part */
const same = (part) => part.outerHTML.replace(STEADY, "$1$2");
/** @param {Element} part */
const nameOf = (part) => part.getAttribute("data-part") ?? "";

/** Remember the page as it came. */
export function keepParts() {
  for (const part of document.querySelectorAll("[data-part]")) shown.set(nameOf(part), same(part));
}

/** @param {string} html @returns {DocumentFragment} */
export function parse(html) {
  // A document without scripts: nothing of it is loaded or run before it is part of the page.
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...body.childNodes);
  return fragment;
}

/** @param {DocumentFragment} news @returns {string[]} the names of the parts that were replaced */
export function showParts(news) {
  const changed = [];
  for (const part of news.querySelectorAll("[data-part]")) {
    const [name, there] = [nameOf(part), document.querySelector(`[data-part="${nameOf(part)}"]`)];
    if (!there || shown.get(name) === same(part)) continue;
    shown.set(name, same(part));
    replace(there, part);
    changed.push(name);
  }
  tickAll(document);
  return changed;
}

/** @param {Element} there @param {Element} part */
function replace(there, part) {
  const find = place(there);
  for (const open of there.querySelectorAll("details[open][id]")) {
    const again = part.querySelector(`#${CSS.escape(open.id)}`);
    if (again instanceof HTMLDetailsElement) again.open = true;
  }
  keepChoices(there, part);
  there.replaceWith(part);
  find(part);
}

/**
 * Where the cursor is in a part, to be found again in the part that takes its place.
 * @param {Element} there
 * @returns {(part: Element) => void}
 */
export function place(there) {
  const active = there.contains(document.activeElement) ? document.activeElement : null;
  const mark = active && path(active, there);
  return (part) => {
    if (mark) /** @type {HTMLElement | null} */ (part.querySelector(mark) ?? nearest(part))?.focus();
  };
}

/** What the agent has chosen in a menu, and not sent yet. @param {Element} there @param {Element} part */
function keepChoices(there, part) {
  for (const field of there.querySelectorAll("select[id]")) {
    const again = part.querySelector(`#${CSS.escape(field.id)}`);
    if (field instanceof HTMLSelectElement && again instanceof HTMLSelectElement) again.value = field.value;
  }
}

/** How to find the same place in the new part. @param {Element} active @param {Element} root */
function path(active, root) {
  if (active.id) return `#${CSS.escape(active.id)}`;
  for (const name of ["href", "aria-describedby"]) {
    const value = active.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  const menu = active.matches("summary") && active.closest("details[id]");
  if (menu) return `#${CSS.escape(menu.id)} > summary`;
  const form = active.closest("form[action]");
  return form && root.contains(form) ? `form[action="${CSS.escape(form.getAttribute("action") ?? "")}"] button` : "none";
}

/** Where to go on when that place is no more. @param {Element} part */
function nearest(part) {
  const heading = part.querySelector("h1, h2, h3");
  heading?.setAttribute("tabindex", "-1");
  return heading;
}
