// The blocks of an official sheet as nodes: one function per kind. Which blocks to show is the engine's choice.

import { texts } from "../locale/fr.js";
import { el } from "./dom.js";
import { link } from "./links.js";
import { rich } from "./richtext.js";

/** Characters that are read in one go; of more, chapters show their titles first. */
const LONG = 1500;
/** Branches that fit side by side; of more, each folds under its label. */
const SIDES = 4;

/** @typedef {{kind: string, [field: string]: any}} Block */

const RENDERERS = {
  paragraph: (block) => el("p", {}, ...rich(block.content)),
  heading: (block, level) => heading(level, block.title),
  list: (block, level) =>
    el(block.ordered ? "ol" : "ul", {}, ...array(block.items).map((item) => el("li", {}, ...render(item, level)))),
  table,
  callout: (block, level) =>
    el(
      "div",
      { class: `callout callout-${block.level}`, role: "note" },
      el("p", { class: "callout-title" }, block.title || texts.callouts[block.level] || ""),
      ...render(block.blocks, level),
    ),
  chapter: (block, level) =>
    el("section", { class: "chapter" }, heading(level, block.title), ...render(block.blocks, level + 1)),
  choice,
  fragment: (block, level) => el("div", {}, ...render(block.blocks, level)),
  service,
  office: (block, level) =>
    el("div", { class: "office" }, el("p", {}, link(block.url, [block.title])), ...render(block.blocks, level)),
  media: (block, level) =>
    el("div", { class: "media" }, block.title ? el("p", {}, link(block.url, [block.title])) : null, ...render(block.blocks, level)),
  reference: (block) =>
    el("p", { class: "reference" }, link(block.target, [block.title]), block.note ? ` ${block.note}` : null),
};

/**
 * @param {Block[]|undefined} blocks
 * @param {number} [level] of the headings inside
 * @returns {Node[]}
 */
export function render(blocks, level = 4) {
  return array(blocks).map((block) => {
    const renderer = Object.hasOwn(RENDERERS, block?.kind) ? RENDERERS[block.kind] : RENDERERS.fragment;
    return renderer(block, level);
  });
}

/**
 * What is read only on demand: all of it when it is short, else its chapters by their titles.
 * @param {Block[]|undefined} blocks
 * @returns {Node[]}
 */
export function renderRest(blocks) {
  if (JSON.stringify(array(blocks)).length / 2 < LONG) return render(blocks);
  return array(blocks).flatMap((block) => (block.kind === "chapter" ? [folded(block.title, render(block.blocks, 5))] : render([block])));
}

function folded(title, nodes) {
  return el("details", { class: "fold" }, el("summary", {}, title), ...nodes);
}

function heading(level, title) {
  return el(`h${Math.min(6, level)}`, {}, title ?? "");
}

function table(block, level) {
  const rows = array(block.rows).map((row) =>
    el("tr", {}, ...array(row.cells).map((cell) => tableCell(cell, row.header, level))),
  );
  const caption = block.title ? el("caption", {}, block.title) : null;
  const frame = { class: "table", tabindex: 0, role: "region", "aria-label": block.title || texts.tableLabel };
  return el("div", frame, el("table", {}, caption, el("tbody", {}, ...rows)));
}

function tableCell(cell, header, level) {
  const span = (count) => (count > 1 ? count : null);
  const spans = { colspan: span(cell.colspan), rowspan: span(cell.rowspan), scope: header ? "col" : null };
  return el(header ? "th" : "td", spans, ...render(cell.blocks, level));
}

function choice(block, level) {
  const options = array(block.options);
  const title = el("p", { class: "cases-title" }, block.question || texts.byCase);
  if (options.length > SIDES) {
    return el("div", { class: "cases" }, title, ...options.map((option) => folded(option.label, render(option.blocks, level + 1))));
  }
  const sides = options.map((option) =>
    el("section", { class: "side" }, heading(level, option.label), ...render(option.blocks, level + 1)),
  );
  return el("div", { class: "cases" }, title, el("div", { class: "sides" }, ...sides));
}

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

/** @param {unknown} value @returns {any[]} the value, or nothing where it is no list */
export function array(value) {
  return Array.isArray(value) ? value : [];
}
