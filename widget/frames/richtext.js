// A text with marks over stretches of it, as nodes.

import { make } from "./dom.js";
import { link } from "./links.js";
import { typeset } from "./typography.js";

/** @typedef {import("./shapes.js").Mark} Mark */
/** @typedef {Node|string} Words */

/** @type {Object<string, string>} */
const TAGS = { strong: "strong", value: "strong", term: "dfn", quote: "q", sup: "sup", sub: "sub" };

/**
 * @param {import("./shapes.js").RichText|undefined} content marks count characters, not UTF-16 units
 * @returns {Words[]}
 */
export function rich({ text, marks = [] } = { text: "" }) {
  // Typeset as a whole: a mark may part a number from its sign.
  const characters = Array.from(typeset(text));
  const cuts = [...new Set([0, ...marks.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.map((start, i) => {
    const over = marks.filter((mark) => mark.start <= start && start < mark.end);
    return over.reduce(dressed, characters.slice(start, cuts[i + 1]).join(""));
  });
}

/** @param {Words} words @param {Mark} mark @returns {Words} */
function dressed(words, { kind, target }) {
  if (kind === "link") return link(target, words);
  return TAGS[kind] ? make(TAGS[kind], words) : words;
}
