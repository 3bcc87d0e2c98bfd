// The blocks of an official sheet as nodes: one function per kind. Which blocks to show is the engine's choice.

import { texts } from "../locale/fr.js";
import { array, el } from "./dom.js";
import { link } from "./links.js";
import { rich } from "./richtext.js";
import { table } from "./table.js";

/** Characters that are read in one go; of more, chapters show their titles first. */
const LONG = 1500;
/** Branches that fit side by side; of more, each folds under its label. */
const SIDES = 4;

/** @typedef {import("./shapes.js").Block} Block */

/** @type {Object<string, (block: Block, level: number) => HTMLElement>} */
const RENDERERS = {
  paragraph: (block) => el("p", {}, ...rich(block.content)),
  heading: (block, level) => heading(level, block.title),
  list,
  table: (block, level) => table(block, (blocks) => render(blocks, level)),
  callout,
  chapter: (block, level) =>
    el("section", { class: "chapter" }, heading(level, block.title), ...render(block.blocks, level + 1)),
  choice,
  fragment: (block, level) => el("div", {}, ...render(block.blocks, level)),
  service,
  office: (block, level) => pointer("office", block, level),
  media: (block, level) => pointer("media", block, level),
  reference: (block) =>
    el("p", { class: "reference" }, link(block.target, [block.title]), block.note ? ` ${block.note}` : null),
};

/**
 * @param {Block[]|undefined} blocks
 * @param {number} [level] of the headings inside
 * @returns {HTMLElement[]}
 */
export function render(blocks, level = 4) {
  return array(blocks).map((block) => {
    const renderer = Object.hasOwn(RENDERERS, block?.kind) ? RENDERERS[block.kind] : RENDERERS.fragment;
    return renderer(block ?? {}, level);
  });
}

/**
 * What is read only on demand: all of it when it is short, else its chapters by their titles.
 * @param {Block[]|undefined} blocks
 * @returns {HTMLElement[]}
 */
export function renderRest(blocks) {
  if (JSON.stringify(array(blocks)).length / 2 < LONG) return render(blocks);
  return array(blocks).flatMap((block) => {
    return block.kind === "chapter" ? [folded(block.title, render(block.blocks, 5))] : render([block]);
  });
}

/** @param {string|undefined} title @param {Node[]} nodes */
export function folded(title, nodes) {
  return el("details", { class: "fold" }, el("summary", {}, title), ...nodes);
}

/** @param {number} level @param {string|undefined} title */
function heading(level, title) {
  return el(`h${Math.min(6, level)}`, {}, title);
}

/** @param {Block} block @param {number} level */
function list(block, level) {
  const items = array(block.items).map((item) => el("li", {}, ...render(item, level)));
  return el(block.ordered ? "ol" : "ul", {}, ...items);
}

/** @param {Block} block @param {number} level */
function callout(block, level) {
  const name = String(block.level);
  /** @type {Object<string, string>} */
  const titles = texts.callouts;
  const title = block.title || (Object.hasOwn(titles, name) ? titles[name] : "");
  const kind = `callout callout-${name.replace(/\W/g, "")}`;
  const heading = el("p", { class: "callout-title" }, title);
  return el("div", { class: kind, role: "note" }, heading, ...render(block.blocks, level));
}

/** @param {Block} block @param {number} level */
function choice(block, level) {
  const options = array(block.options);
  const title = el("p", { class: "cases-title" }, block.question || texts.byCase);
  if (options.length > SIDES) {
    return el("div", { class: "cases" }, title, ...options.map((o) => folded(o.label, render(o.blocks, level + 1))));
  }
  const sides = options.map(({ label, blocks }) =>
    el("section", { class: "side" }, heading(level, label), ...render(blocks, level + 1)),
  );
  return el("div", { class: "cases" }, title, el("div", { class: "sides" }, ...sides));
}

/** @param {string} style @param {Block} block @param {number} level */
function pointer(style, block, level) {
  const title = block.title ? el("p", {}, link(block.url, [block.title])) : null;
  return el("div", { class: style }, title, ...render(block.blocks, level));
}

/** @param {Block} block @param {number} level */
function service(block, level) {
  const about = [block.type, block.cerfa ? texts.cerfa(block.cerfa) : "", block.provider].filter(Boolean).join(" · ");
  const more = [...array(block.annexes), ...array(block.notices)];
  return el(
    "div",
    { class: "service" },
    link(block.url || block.id, [block.title], "button"),
    about ? el("p", { class: "about" }, about) : null,
    ...render(block.blocks, level),
    more.length ? el("ul", {}, ...more.map((item) => el("li", {}, link(item.url, [item.title])))) : null,
  );
}
