// A text with marks over stretches of it, as nodes.

import { el } from "./dom.js";
import { link } from "./links.js";

/** @typedef {{start: number, end: number, kind: string, target?: string}} Mark */
/** @typedef {{text: string, marks?: Mark[]}} RichText */

const TAGS = { strong: "strong", value: "strong", term: "dfn", quote: "q", sup: "sup", sub: "sub" };

/**
 * @param {RichText} content marks count characters, not UTF-16 units
 * @returns {(Node|string)[]}
 */
export function rich(content) {
  const characters = Array.from(content?.text ?? "");
  const marks = (content?.marks ?? []).filter((mark) => mark.start < mark.end);
  const cuts = new Set([0, characters.length]);
  for (const mark of marks) cuts.add(clamp(mark.start, characters)).add(clamp(mark.end, characters));
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, i) => {
    const words = characters.slice(start, places[i + 1]).join("");
    return dressed(words, marks.filter((mark) => mark.start <= start && start < mark.end));
  });
}

function clamp(place, characters) {
  return Math.max(0, Math.min(characters.length, Number(place) || 0));
}

/** @param {string} words @param {Mark[]} marks */
function dressed(words, marks) {
  return marks.reduce((inner, mark) => {
    if (mark.kind === "link") return link(mark.target, [inner]);
    const tag = TAGS[mark.kind];
    return tag ? el(tag, {}, inner) : inner;
  }, words);
}
