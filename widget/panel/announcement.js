// What is said aloud of an event when it comes: enough to know what has been shown, never three screens of it.

import { array } from "../frames/dom.js";
import { texts } from "../locale/fr.js";
import { speaker } from "./entry.js";

/** What is said whole, in characters; of more, its first sentence. */
const SHORT = 240;
/** So many options are said by name; of more, only their number. */
const FEW = 4;

/**
 * An event of any kind: each has some of the fields.
 * @typedef {import("../frames/shapes.js").Event & {agent?: string, prompt?: string, title?: string, say?: string,
 *   blocks?: Block[], options?: {label: string}[], offices?: {title: string}[]}} Event
 */
/** @typedef {import("../frames/shapes.js").Block} Block */

/** @param {Event} event @returns {string} nothing for a citizen's own words: they have just written them */
export function announcement(event) {
  if (event.author === "citizen") return "";
  const said = Object.hasOwn(KINDS, event.kind) ? KINDS[event.kind](event) : plain(event.text);
  return event.author === "bot" ? said : `${texts.said(speaker(event))} ${said}`;
}

/** @type {Object<string, (event: Event) => string>} */
const KINDS = {
  answer: ({ procedure, blocks, text }) =>
    join(stop(procedure?.title), first(opening(blocks) || text), texts.log.shown.answer),
  checklist: (event) => join(stop(texts.checklist.title(event.procedure?.title ?? "")), texts.log.shown.checklist),
  choices: (event) => {
    const labels = array(event.options).map((option) => option.label);
    const listed = labels.length > FEW ? "" : labels.map(stop).join(" ");
    return join(first(event.prompt || event.text), texts.log.options(labels.length), listed);
  },
  offices: (event) => {
    const names = array(event.offices).map((office) => office.title);
    return join(stop(names[0]), texts.log.shown.offices(names.length));
  },
  notice: (event) => join(stop(event.title), plain(event.say || event.text)),
};

/** @param {string} text */
function plain(text) {
  const words = text.trim().replace(/\s+/g, " ");
  return words.length > SHORT ? join(first(words), texts.log.shown.text) : words;
}

/** The first sentence, or its beginning. @param {string|undefined} text */
function first(text) {
  const words = String(text ?? "").split("\n").filter((line) => line.trim())[0]?.trim() ?? "";
  const sentence = /^.{15,}?[.!?…](?=\s|$)/u.exec(words)?.[0] ?? words;
  return sentence.length > SHORT ? `${sentence.slice(0, SHORT).replace(/\s\S*$/u, "")}…` : sentence;
}

/** The words that an answer begins with. @param {Block[]|undefined} blocks @returns {string} */
function opening(blocks) {
  for (const block of array(blocks)) {
    const words = block.kind === "paragraph" ? block.content?.text : opening(block.blocks);
    if (words) return words;
  }
  return "";
}

/** Words that end: a voice pauses there. @param {string|undefined} words */
function stop(words) {
  return words && !/[.!?…:]$/u.test(words) ? `${words}.` : (words ?? "");
}

/** @param {...string} parts */
function join(...parts) {
  return parts.filter(Boolean).join(" ");
}
