// Where a citizen stands with a human: waiting, answered, over, and the number to come back with.

import { texts } from "../locale/fr.js";
import { copying } from "./clipboard.js";
import { el } from "./dom.js";
import { linked } from "./links.js";
import { listen } from "./speech.js";

/** @typedef {import("./shapes.js").Handoff} Handoff */

/** @param {Handoff} event @returns {HTMLElement|null} */
export function handoff(event) {
  const words = texts.handoff;
  const owner = String(event.owner);
  if (!Object.hasOwn(words.titles, owner)) return null;
  const facts = [position(event), wait(event)].filter(Boolean).map((fact) => el("p", { class: "fact" }, fact));
  const told = facts.length || event.agent || event.reference || event.hours;
  return el(
    "div",
    { class: `handoff ${owner}` },
    el("h3", {}, event.agent && owner === "agent" ? words.arrived(event.agent) : words.titles[owner]),
    ...(told ? facts : [el("p", { class: "words" }, ...linked(event.text))]),
    event.reference ? reference(event.reference) : null,
    event.hours ? el("p", { class: "about" }, words.hours, event.hours) : null,
    el("div", { class: "card-tools" }, listen(event.text)),
  );
}

/** @param {Handoff} event */
function position({ owner, position }) {
  return owner === "waiting" && position && position > 0 ? texts.handoff.position(position) : null;
}

/** @param {Handoff} event */
function wait({ owner, wait_minutes: minutes }) {
  return owner === "waiting" && typeof minutes === "number" ? texts.handoff.wait(Math.ceil(minutes)) : null;
}

/** @param {string} number */
function reference(number) {
  const shown = el("strong", { class: "number", translate: "no" }, number);
  const tools = el("div", { class: "card-tools" }, ...copying(texts.handoff.copy, () => number));
  const said = [el("p", {}, texts.handoff.reference, shown), el("p", { class: "about" }, texts.handoff.keep)];
  return el("div", { class: "file-number" }, ...said, tools);
}
