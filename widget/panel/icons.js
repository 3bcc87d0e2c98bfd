// The few drawings of the window, as SVG nodes: nothing to download, and they take the colour of the words beside them.

const SVG = "http://www.w3.org/2000/svg";

/** Each a path in a square of 24, drawn with a pen. */
export const SHAPES = {
  counter: "M4 19v-7a8 8 0 0 1 16 0v7M2 19h20M9 19a3 3 0 0 1 6 0M12 12v.01",
  options: "M4 7h9m5 0h2M4 17h2m5 0h9M13 4.500v5M6 14.500v5",
  close: "M6 6l12 12M18 6L6 18",
};

/** @param {keyof typeof SHAPES} shape */
export function icon(shape) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const attributes = { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  path.setAttribute("d", SHAPES[shape]);
  svg.append(path);
  return svg;
}
