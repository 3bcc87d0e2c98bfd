// The blocks of an official sheet as nodes: one function per kind. Which blocks to show is the engine's choice.

import * as texts from "../locale/fr.js";
import { el, make } from "./dom.js";
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
  paragraph: (block) => make("p", rich(block.content)),
  heading: (block, level) => heading(level, block.title),
  list: ({ ordered, items = [] }, level) =>
    make(ordered ? "ol" : "ul", items.map((item) => make("li", render(item, level)))),
  table: (block, level) => table(block, (blocks) => render(blocks, level)),
  callout,
  chapter: (block, level) => section("chapter", block, level),
  choice,
  fragment: (block, level) => make("div", render(block.blocks, level)),
  service,
  office: pointer,
  media: pointer,
  reference: ({ target, title, note }) => make("p.reference", link(target, title), note && ` ${note}`),
};

/**
 * @param {Block[]|undefined} blocks
 * @param {number} [level] of the headings inside
 * @returns {HTMLElement[]}
 */
export function render(blocks = [], level = 4) {
  return blocks.map((block) => (RENDERERS[block.kind] ?? RENDERERS.fragment)(block, level));
}

/**
 * What is read only on demand: all of it when it is short, else its chapters by their titles.
 * @param {Block[]} blocks
 * @returns {HTMLElement[]}
 */
export function renderRest(blocks) {
  if (JSON.stringify(blocks).length / 2 < LONG) return render(blocks);
  return blocks.flatMap((block) =>
    block.kind === "chapter" ? folded(block.title, render(block.blocks, 5)) : render([block]),
  );
}

/** @param {string|undefined} title @param {import("./dom.js").Child} content */
export function folded(title, content) {
  return el("details", { class: "fold" }, make("summary", title), content);
}

/** @param {number} level @param {string|undefined} title */
function heading(level, title) {
  return make(`h${Math.min(6, level)}`, title);
}

/** @param {string} style @param {{title?: string, blocks?: Block[]}} block @param {number} level */
function section(style, { title, blocks }, level) {
  return make(`section.${style}`, heading(level, title), render(blocks, level + 1));
}

/** @param {Block} block @param {number} level */
function callout(block, level) {
  const name = String(block.level);
  /** @type {Object<string, string>} */
  const titles = texts.callouts;
  const attributes = { class: `callout callout-${name}`, role: "note" };
  return el("div", attributes, make("p.callout-title", block.title || titles[name]), render(block.blocks, level));
}

/** @param {Block} block @param {number} level */
function choice({ question, options = [] }, level) {
  const branches =
    options.length > SIDES
      ? options.map(({ label, blocks }) => folded(label, render(blocks, level + 1)))
      : make("div.sides", options.map(({ label, blocks }) => section("side", { title: label, blocks }, level)));
  return make("div.cases", make("p.cases-title", question || texts.byCase), branches);
}

/** @param {Block} block @param {number} level */
function pointer({ kind, title, url, blocks }, level) {
  return make(`div.${kind}`, title && make("p", link(url, title)), render(blocks, level));
}

/** @param {Block} block @param {number} level */
function service({ id, url, title, type, cerfa, provider, blocks, annexes = [], notices = [] }, level) {
  const about = [type, cerfa && texts.cerfa(cerfa), provider].filter(Boolean).join(" · ");
  const more = [...annexes, ...notices].map((item) => make("li", link(item.url, item.title)));
  return make(
    "div.service",
    link(url || id, title, "button"),
    about && make("p.about", about),
    render(blocks, level),
    more.length > 0 && make("ul", more),
  );
}
