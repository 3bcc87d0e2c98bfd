// The frames of a conversation as nodes: one function per kind; a kind we don't know shows its plain text.

import { texts } from "../locale/fr.js";
import { array, render, renderRest } from "./blocks.js";
import { checklist, taken } from "./checklist.js";
import { credits, feedback } from "./credits.js";
import { el } from "./dom.js";
import { linked } from "./links.js";
import { notice } from "./notice.js";
import { offices } from "./offices.js";

/** @typedef {{seq: number, at: string, author: string, kind: string, text: string, [field: string]: any}} Event */
/**
 * What a frame may ask of the conversation.
 * @typedef {{choose: (choice: string, label: string) => void, retry: (seq: number) => void,
 *   rate: (seq: number, rating: string) => Promise<void>,
 *   ticks: (procedure: string) => import("./ticks.js").Ticks}} Actions
 */

const RENDERERS = { answer, checklist, choices, notice, offices };

/** @param {Event} event @param {Actions} actions @returns {HTMLElement} */
export function renderFrame(event, actions) {
  const renderer = Object.hasOwn(RENDERERS, event.kind) ? RENDERERS[event.kind] : plain;
  return renderer(event, actions) ?? plain(event);
}

/** @param {Event} event */
function plain(event) {
  const masked = event.masked?.length ? el("p", { class: "about" }, texts.masked) : null;
  const words = event.author === "citizen" ? [event.text] : linked(event.text);
  return el("div", { class: "bubble" }, el("p", { class: "words" }, ...words), masked);
}

/** @param {Event} event @param {Actions} actions */
function answer(event, actions) {
  const words = event.blocks?.length ? render(event.blocks) : [el("p", { class: "words" }, event.text)];
  return el(
    "article",
    { class: "card" },
    el("p", { class: "eyebrow" }, event.source?.feed ? texts.answer : texts.answerEditor),
    el("h3", {}, event.procedure?.title ?? ""),
    taken(event.case),
    el("div", { class: "content" }, ...words, event.more?.length ? rest(event.more) : null),
    ...credits(event.source),
    feedback(event, actions),
  );
}

/** What is read only on demand. Whoever opens it is led to its beginning; the live region does not read it again. */
function rest(blocks) {
  const content = el("div", { class: "rest", role: "group", "aria-label": texts.rest, tabindex: -1, "aria-live": "off" });
  content.append(...renderRest(blocks));
  let asked = false;
  const summary = el("summary", { onclick: () => (asked = true) }, texts.more);
  const opened = (event) => {
    if (asked && event.target.open) content.focus({ preventScroll: true });
    asked = false;
  };
  return el("details", { class: "more", ontoggle: opened }, summary, content);
}

/** @param {Event} event @param {Actions} actions */
function choices(event, actions) {
  const options = array(event.options).map((option) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "choice", "data-choice": option.choice, onclick: () => actions.choose(option.choice, option.label) },
        option.label,
      ),
    ),
  );
  const words = el("p", { class: "words" }, question(event));
  return el("div", { class: "bubble" }, words, el("ul", { class: "choices", "aria-label": texts.choicesLabel }, ...options));
}

/** The plain text repeats the options, one per line, for clients that can't show buttons: drop those lines. */
function question(event) {
  if (event.prompt) return event.prompt;
  const labels = (event.options ?? []).map((option) => option.label);
  const lines = event.text.split("\n").filter((line) => !labels.some((label) => line.replace(/^\s*(?:[-•*]|\d+[.)])\s*/, "") === label));
  return lines.join("\n").trim();
}
