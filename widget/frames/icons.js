// The few drawings, as SVG nodes: nothing to download, and they take the colour of the words beside them.

const SVG = "http://www.w3.org/2000/svg";

/** Each a path in a square of 24, drawn with a pen. */
const SHAPES = {
  counter: "M4 19v-7a8 8 0 0 1 16 0v7M2 19h20M9 19a3 3 0 0 1 6 0M12 12v.01",
  options: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  thumb: "M7 11v9H4v-9h3zm0 0l4-8a2 2 0 0 1 2 2v4h5a2 2 0 0 1 2 2.3l-1 7a2 2 0 0 1-2 1.7H7",
};

/** @param {keyof typeof SHAPES} shape */
export function icon(shape) {
  const path = node("path", { d: SHAPES[shape] });
  const svg = node("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(path);
  return svg;
}

/** @param {string} tag @param {Record<string, string>} attributes */
function node(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
