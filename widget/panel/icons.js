// The few drawings of the window, as SVG nodes: nothing to download, and they take the colour of the words beside them.

const SVG = "http://www.w3.org/2000/svg";

/** Each a path in a square of 24, drawn with a pen. */
const SHAPES = {
  counter: "M4 19v-7a8 8 0 0 1 16 0v7M2 19h20M9 19a3 3 0 0 1 6 0M12 12v.01",
  options: "M4 7h9m5 0h2M4 17h2m5 0h9M13 4.5v5M6 14.5v5",
  close: "M6 6l12 12M18 6L6 18",
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
