// What comes before the rest: someone in danger and whom to call, or a word of the counter itself.

import { texts } from "../locale/fr.js";
import { credits } from "./credits.js";
import { array, button, el } from "./dom.js";
import { link, linked } from "./links.js";
import { listen } from "./speech.js";

/** @typedef {import("./shapes.js").Notice} Notice */

/** @param {Notice} event @param {import("./shapes.js").Actions} actions */
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
    calls.length ? el("ul", { class: "calls", role: "list", "aria-label": texts.calls }, ...calls) : null,
    ways(event, actions),
    ...credits(event.source),
    el("div", { class: "card-tools" }, listen(event.text)),
  );
}

/** @param {Notice} event */
export function isDanger(event) {
  return event.kind === "notice" && event.level === "danger";
}

/** The notice in the words that are read out at once. @param {Notice} event */
export function aloud(event) {
  const calls = array(event.calls).map((call) => [call.number, call.label].filter(Boolean).join(", "));
  return [event.title, words(event), ...calls].filter(Boolean).join(" ; ");
}

/** The words alone: the plain text repeats the title, and tells the calls and the source. @param {Notice} event */
function words(event) {
  if (event.say) return event.say;
  const lines = event.text.split("\n");
  return (lines[0] === event.title ? lines.slice(1) : lines).join("\n").trim();
}

/** @param {import("./shapes.js").Call} call */
function callButton(call) {
  const about = [call.number ? call.label : "", call.when].filter(Boolean).join(", ");
  const number = el("span", { class: "number" }, call.number || call.label);
  return link(call.href, [number, " ", el("span", { class: "whom" }, about)], call.number ? "call" : "call site");
}

/** @param {Notice} event @param {import("./shapes.js").Actions} actions */
function ways(event, actions) {
  const { retry } = event;
  const links = array(event.links).map((item) => el("li", {}, link(item.url, [item.label], "button outline")));
  const items = retry ? [el("li", {}, button(texts.retry, () => actions.retry(retry), "")), ...links] : links;
  return items.length ? el("ul", { class: "ways", role: "list" }, ...items) : null;
}
