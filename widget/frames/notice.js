// What comes before the rest: someone in danger and whom to call, or a word of the counter itself.

import * as texts from "../locale/fr.js";
import { ending } from "./card.js";
import { button, el, list, make } from "./dom.js";
import { link, paragraph } from "./links.js";

/** @typedef {import("./shapes.js").Notice} Notice */

/** @param {Notice} event @param {import("./shapes.js").Actions} actions */
export function notice(event, actions) {
  const danger = isDanger(event);
  const { title, calls = [], links = [], retry } = event;
  const ways = links.map(({ url, label }) => link(url, label, "button outline"));
  if (retry) ways.unshift(button(texts.retry, () => actions.retry(retry), ""));
  return make(
    danger ? "div.notice danger" : "div.bubble notice",
    danger && make("p.eyebrow", texts.danger),
    title && make("h3", title),
    paragraph(words(event)),
    list("calls", calls.map(callButton), texts.calls),
    list("ways", ways),
    ending(event),
  );
}

/** @param {Notice} event */
export function isDanger({ kind, level }) {
  return kind === "notice" && level === "danger";
}

/** The notice in the words that are read out at once. @param {Notice} event */
export function aloud(event) {
  const calls = event.calls?.map(({ number, label }) => [number, label].filter(Boolean).join(", ")) ?? [];
  return [event.title, words(event), ...calls].filter(Boolean).join(" ; ");
}

/** The words alone, where there is more than words. @param {Notice} event */
function words({ say, text }) {
  return say || text;
}

/** @param {import("./shapes.js").Call} call */
function callButton({ number, label, when, href }) {
  const about = [number && label, when].filter(Boolean).join(", ");
  const said = [make("span.number", number || label), " ", make("span.whom", about)];
  return link(href, said, number ? "call" : "call site");
}
