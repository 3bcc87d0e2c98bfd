// The frames of a conversation as nodes: one function per kind; a kind we don't know shows its plain text.

import { texts } from "../locale/fr.js";
import { renderFolded } from "./blocks.js";
import { el } from "./dom.js";
import { link } from "./links.js";

/** @typedef {{seq: number, at: string, author: string, kind: string, text: string, [field: string]: any}} Event */
/**
 * What a frame may ask of the conversation.
 * @typedef {{choose: (choice: string, label: string) => void, retry: (seq: number) => void,
 *   rate: (seq: number, rating: string) => Promise<void>}} Actions
 */

const DATE = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

const RENDERERS = { answer, choices, notice };

/** @param {Event} event @param {Actions} actions @returns {HTMLElement} */
export function renderFrame(event, actions) {
  const renderer = Object.hasOwn(RENDERERS, event.kind) ? RENDERERS[event.kind] : plain;
  return renderer(event, actions);
}

/** @param {Event} event */
function plain(event) {
  const masked = event.masked?.length ? el("p", { class: "about" }, texts.masked) : null;
  return el("div", { class: "bubble" }, el("p", { class: "words" }, event.text), masked);
}

/** @param {Event} event @param {Actions} actions */
function answer(event, actions) {
  const words = event.blocks?.length ? renderFolded(event.blocks) : [el("p", { class: "words" }, event.text)];
  const taken = event.case?.length ? el("p", { class: "case" }, texts.yourCase, el("strong", {}, event.case.join(" › "))) : null;
  return el(
    "article",
    { class: "card" },
    el("p", { class: "eyebrow" }, event.source?.feed ? texts.answer : texts.answerEditor),
    el("h3", {}, event.procedure?.title ?? ""),
    taken,
    el("div", { class: "content" }, ...words),
    event.source ? source(event.source) : null,
    event.source?.feed ? feed(event.source.feed) : null,
    feedback(event, actions),
  );
}

/** The archive that an official sheet was read from, as its licence asks. */
function feed(given) {
  const name = [given.file, day(given.date)].filter(Boolean).join(", ");
  return el("p", { class: "credit" }, texts.feed, `${given.producer}, `, given.url ? link(given.url, [name]) : name);
}

/** @param {string} iso "2024-02-02", possibly with a time @returns {string | null} */
function day(iso) {
  const date = new Date(`${String(iso).slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.valueOf()) ? null : DATE.format(date).replace(/^1 /, "1er ");
}

function source(given) {
  const date = day(given.date);
  const updated = date ? texts.updated(date) : null;
  const details = [given.producer ? ` — ${given.producer}` : null, updated ? ` · ${updated}` : null];
  return el("p", { class: "source" }, texts.source, link(given.url, [given.title]), ...details);
}

/** @param {Event} event @param {Actions} actions */
function feedback(event, actions) {
  const line = el("div", { class: "feedback" }, el("span", {}, texts.helpful));
  const rate = async (rating) => {
    await actions.rate(event.seq, rating);
    line.replaceChildren(el("span", { role: "status", tabindex: -1 }, texts.thanks));
    line.firstElementChild.focus();
  };
  const button = (label, rating) => el("button", { type: "button", class: "quiet", onclick: () => rate(rating) }, label);
  line.append(button(texts.yes, "up"), button(texts.no, "down"));
  return line;
}

/** @param {Event} event @param {Actions} actions */
function choices(event, actions) {
  const options = (event.options ?? []).map((option) =>
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

/** @param {Event} event @param {Actions} actions */
function notice(event, actions) {
  const links = (event.links ?? []).map((item) => el("li", {}, link(item.url, [item.label], "button outline")));
  const retry = event.retry
    ? el("li", {}, el("button", { type: "button", onclick: () => actions.retry(event.retry) }, texts.retry))
    : null;
  const ways = retry || links.length ? el("ul", { class: "ways" }, retry, ...links) : null;
  return el("div", { class: "bubble notice" }, el("p", { class: "words" }, event.text), ways);
}
