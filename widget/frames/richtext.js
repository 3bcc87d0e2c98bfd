// A text with marks over stretches of it, as nodes.

import { array, el } from "./dom.js";
import { link } from "./links.js";
import { typeset } from "./typography.js";

/** @typedef {import("./shapes.js").Mark} Mark */

/** @type {Object<string, string>} */
const TAGS = { strong: "strong", value: "strong", term: "dfn", quote: "q", sup: "sup", sub: "sub" };

/**
 * @param {import("./shapes.js").RichText|undefined} content marks count characters, not UTF-16 units
 * @returns {(Node|string)[]}
 */
export function rich(content) {
  // Typeset as a whole: a mark may part a number from its sign.
  const characters = Array.from(typeset(content?.text ?? ""));
  const marks = array(content?.marks).filter((mark) => mark.start < mark.end);
  const cuts = new Set([0, characters.length]);
  for (const mark of marks) cuts.add(clamp(mark.start, characters)).add(clamp(mark.end, characters));
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, i) => {
    const words = characters.slice(start, places[i + 1]).join("");
    return dressed(words, marks.filter((mark) => mark.start <= start && start < mark.end));
  });
}

/** @param {number} place @param {string[]} characters */
function clamp(place, characters) {
  return Math.max(0, Math.min(characters.length, Number(place) || 0));
}

/** @param {string} words @param {Mark[]} marks @returns {Node|string} */
function dressed(words, marks) {
  return marks.reduce((/** @type {Node|string} */ inner, mark) => {
    if (mark.kind === "link") return link(mark.target, [inner]);
    return Object.hasOwn(TAGS, mark.kind) ? el(TAGS[mark.kind], {}, inner) : inner;
  }, words);
}
