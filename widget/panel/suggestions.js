// Procedures whose name begins like what is being typed, above the field. Enter always sends the words as they are.

import { button, el, list, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

const PAUSE = 200;
const SHORTEST = 3;
const LONGEST = 60;
const MOST = 5;

/** @type {Record<string, number|undefined>} how far a key goes, in the circle of the field and what is proposed */
const BY = { ArrowDown: 1, ArrowUp: -1, Escape: 0 };

/** @typedef {{id: string, title: string}} Found */

/**
 * @param {HTMLTextAreaElement} field
 * @param {(words: string, signal: AbortSignal) => Promise<Found[]>} search
 * @param {(found: Found) => void} choose
 * @param {(words: string) => void} announce
 */
export function suggestions(field, search, choose, announce) {
  const element = el("div", { class: "suggestions", part: "suggestions", hidden: true, onkeydown: onKey });
  let asked = new AbortController();
  field.addEventListener("keydown", onKey);

  /** @param {string} text */
  async function typed(text) {
    asked.abort();
    const { signal } = (asked = new AbortController());
    const words = text.trim();
    if (self.quiet || words.length < SHORTEST || words.length > LONGEST) return show([]);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const found = signal.aborted ? [] : await search(words, signal).catch(() => []);
    if (!signal.aborted) show(found.slice(0, MOST));
  }

  /** Said when they appear, not at every letter. @param {Found[]} found */
  function show(found) {
    const label = texts.panelSuggestions;
    const items = found.map((one) => button(one.title, () => (hide(), choose(one)), "item"));
    element.replaceChildren(make("p", label), list("", items, label) || "");
    if (element.hidden && found.length) announce(texts.panelSuggested(found.length));
    element.hidden = !found.length;
  }

  function hide() {
    typed("");
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const by = BY[event.key];
    if (element.hidden || by === undefined) return;
    event.preventDefault();
    const stops = [field, ...element.querySelectorAll("button")];
    const now = stops.findIndex((stop) => stop === event.target);
    (by ? stops.at((now + by) % stops.length) : field)?.focus();
    if (!by) hide();
  }

  const self = {
    element,
    typed,
    hide,
    /** While an answer is awaited to a question that is no procedure. */
    quiet: false,
  };
  return self;
}
