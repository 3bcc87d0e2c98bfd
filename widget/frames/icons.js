// The few drawings, as SVG nodes: nothing to download, and they take the colour of the words beside them.

import { el } from "./dom.js";

/** Each a path in a square of 24, drawn with a pen. */
const SHAPES = {
  counter: "M4 19v-7a8 8 0 0 1 16 0v7M2 19h20M9 19a3 3 0 0 1 6 0M12 12v.01",
  options: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  thumb: "M7 20H4v-9h3l4-8q3 0 2 6h7l-2 11H7v-9",
};

/** @param {keyof typeof SHAPES} shape */
export function icon(shape) {
  return el("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": true }, el("path", { d: SHAPES[shape] }));
}
