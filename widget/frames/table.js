// A table: side by side where there is room; row under row on a narrow panel when its headings can go with each cell;
// else it scrolls by itself. The roles are written out, as a browser forgets them once a table is laid out otherwise.

import * as texts from "../locale/fr.js";
import { el, make } from "./dom.js";

/** Columns that still fit on a narrow panel. */
const FEW = 2;

/** @typedef {import("./shapes.js").Block} Block */
/** @typedef {import("./shapes.js").Row} Row */

/**
 * @param {Block} block
 * @param {(blocks: Block[]) => Node[]} render what a cell holds
 */
export function table({ title, rows = [] }, render) {
  const lines = rows.map((row) => line(row, render));
  const first = Math.max(0, rows.findIndex((row) => !row.header));
  const even = first === 1 && lines.every((row) => isEven(row, lines[0].cells.length));
  const parts = [
    title && make("caption", title),
    first > 0 && el("thead", { role: "rowgroup" }, lines.slice(0, first)),
    el("tbody", { role: "rowgroup" }, lines.slice(first)),
  ];
  return el("div", even ? reflowing(lines) : scrolling(title), el("table", { role: "table" }, parts));
}

/** No cell is wider or taller than another. @param {HTMLTableRowElement} row @param {number} columns */
function isEven({ cells }, columns) {
  return cells.length === columns && [...cells].every(({ colSpan, rowSpan }) => colSpan * rowSpan === 1);
}

/** Each cell is told the heading of its column. @param {HTMLTableRowElement[]} lines */
function reflowing([head, ...lines]) {
  const labels = [...head.cells].map(({ textContent }) => textContent);
  for (const { cells } of lines) labels.forEach((label, i) => cells[i].setAttribute("data-label", label));
  return { class: labels.length > FEW ? "table reflow wide" : "table reflow" };
}

/** Whoever has no mouse scrolls with the arrows: the frame takes the focus. @param {string|undefined} title */
function scrolling(title) {
  return { class: "table scroll", tabindex: 0, role: "region", "aria-label": title || texts.tableLabel };
}

/** @param {Row} row @param {(blocks: Block[]) => Node[]} render */
function line({ header, cells }, render) {
  const named = header ? { role: "columnheader", scope: "col" } : { role: "cell" };
  const made = cells.map(({ blocks, colspan, rowspan }) =>
    el(header ? "th" : "td", { ...named, colspan, rowspan }, make("div", render(blocks))),
  );
  return el("tr", { role: "row" }, made);
}
