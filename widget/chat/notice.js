// What comes before the rest: someone in danger and whom to call, or a word of the counter itself.

import { texts } from "../locale/fr.js";
import { array } from "./blocks.js";
import { credits } from "./credits.js";
import { el } from "./dom.js";
import { link, linked } from "./links.js";

/** @param {import("./frames.js").Event} event @param {import("./frames.js").Actions} actions */
export function notice(event, actions) {
  const danger = isDanger(event);
  const heading = event.title ? el("h3", {}, event.title) : null;
  const calls = array(event.calls).map((call) => el("li", {}, callButton(call)));
  return el(
    "div",
    { class: danger ? "notice danger" : "bubble notice" },
    danger ? el("p", { class: "eyebrow" }, texts.danger) : null,
    heading,
    el("p", { class: "words" }, ...linked(words(event))),
    calls.length ? el("ul", { class: "calls", "aria-label": texts.calls }, ...calls) : null,
    ways(event, actions),
    ...credits(event.source),
  );
}

/** @param {import("./frames.js").Event} event */
export function isDanger(event) {
  return event.kind === "notice" && event.level === "danger";
}

/** The notice in the words that are read out at once. @param {import("./frames.js").Event} event */
export function aloud(event) {
  const calls = array(event.calls).map((call) => [call.number, call.label].filter(Boolean).join(", "));
  return [event.title, words(event), ...calls].filter(Boolean).join(" ; ");
}

/** The words alone: the plain text repeats the title, and tells the calls and the source. */
function words(event) {
  if (event.say) return event.say;
  const lines = event.text.split("\n");
  return (lines[0] === event.title ? lines.slice(1) : lines).join("\n").trim();
}

function callButton(call) {
  const about = [call.number ? call.label : "", call.when].filter(Boolean).join(", ");
  const number = el("span", { class: "number" }, call.number || call.label);
  return link(call.href, [number, " ", el("span", { class: "whom" }, about)], call.number ? "call" : "call site");
}

function ways(event, actions) {
  const links = array(event.links).map((item) => el("li", {}, link(item.url, [item.label], "button outline")));
  const again = el("button", { type: "button", onclick: () => actions.retry(event.retry) }, texts.retry);
  const items = event.retry ? [el("li", {}, again), ...links] : links;
  return items.length ? el("ul", { class: "ways" }, ...items) : null;
}
