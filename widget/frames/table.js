// A table: side by side where there is room; row under row on a narrow panel when its headings can go with each cell;
// else it scrolls by itself. The roles are written out, as a browser forgets them once a table is laid out otherwise.

import { texts } from "../locale/fr.js";
import { array, el } from "./dom.js";
import { typeset } from "./typography.js";

/** Columns that still fit on a narrow panel. */
const FEW = 2;

/** @typedef {import("./shapes.js").Block} Block */
/** @typedef {import("./shapes.js").Cell} Cell */
/** @typedef {import("./shapes.js").Row} Row */

/**
 * @param {Block} block
 * @param {(blocks: Block[]) => Node[]} render what a cell holds
 */
export function table(block, render) {
  const rows = array(block.rows);
  const first = rows.findIndex((row) => !row.header);
  const head = rows.slice(0, first < 0 ? 0 : first);
  const body = rows.slice(head.length);
  const labels = labelsOf(head, body, render);
  const rest = body.map((row) => line(row, render, labels));
  const parts = [
    block.title ? el("caption", {}, block.title) : null,
    head.length ? el("thead", { role: "rowgroup" }, ...head.map((row) => line(row, render, null))) : null,
    el("tbody", { role: "rowgroup" }, ...rest),
  ];
  const shape = labels ? { class: `table reflow${labels.length > FEW ? " wide" : ""}` } : scrolling(block);
  return el("div", shape, el("table", { role: "table" }, ...parts));
}

/** Whoever has no mouse scrolls with the arrows: the frame takes the focus. @param {Block} block */
function scrolling(block) {
  return { class: "table scroll", tabindex: 0, role: "region", "aria-label": block.title || texts.tableLabel };
}

/**
 * The heading of each column, when there is one line of them and no cell is wider or taller than another.
 * @param {Row[]} head @param {Row[]} body @param {(blocks: Block[]) => Node[]} render
 * @returns {string[]|null}
 */
function labelsOf(head, body, render) {
  if (head.length !== 1) return null;
  const labels = array(head[0].cells).map((cell) => render(cell.blocks).map((node) => node.textContent).join(" "));
  const plain = (/** @type {Cell} */ cell) => !(Number(cell.colspan) > 1) && !(Number(cell.rowspan) > 1);
  const even = [...head, ...body].every(({ cells }) => array(cells).length === labels.length && cells.every(plain));
  return even ? labels : null;
}

/** @param {Row} row @param {(blocks: Block[]) => Node[]} render @param {string[]|null} labels */
function line(row, render, labels) {
  const cells = array(row.cells).map((cell, i) => {
    const [tag, role, scope] = row.header ? ["th", "columnheader", "col"] : ["td", "cell", null];
    const label = labels && typeset(labels[i]);
    const spans = { colspan: span(cell.colspan), rowspan: span(cell.rowspan) };
    return el(String(tag), { role, scope, ...spans, "data-label": label }, el("div", {}, ...render(cell.blocks)));
  });
  return el("tr", { role: "row" }, ...cells);
}

/** @param {number|undefined} count */
function span(count) {
  return Number(count) > 1 ? count : null;
}
