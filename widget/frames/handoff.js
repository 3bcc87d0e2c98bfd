// Where a citizen stands with a human: waiting, answered, over, and the number to come back with.

import * as texts from "../locale/fr.js";
import { ending } from "./card.js";
import { copying } from "./clipboard.js";
import { el, make } from "./dom.js";
import { paragraph } from "./links.js";

/** @param {import("./shapes.js").Handoff} event @returns {HTMLElement|null} */
export function handoff(event) {
  const { owner = "", agent, reference, hours } = event;
  const title = texts.handoffTitle(event);
  if (!title) return null;
  const facts = owner === "waiting" ? waiting(event) : [];
  const told = facts.length || agent || reference || hours;
  return make(
    `div.handoff ${owner}`,
    make("h3", title),
    told ? facts.map((fact) => make("p.fact", fact)) : paragraph(event.text),
    reference && file(reference),
    hours && make("p.about", texts.handoffHours, hours),
    ending(event),
  );
}

/** @param {import("./shapes.js").Handoff} event */
function waiting({ position, wait_minutes: minutes }) {
  return [
    position && texts.handoffPosition(position),
    minutes != null && texts.handoffWait(Math.max(1, minutes)),
  ].filter(Boolean);
}

/** @param {string} number */
function file(number) {
  return make(
    "div.file-number",
    make("p", texts.handoffReference, el("strong", { class: "number", translate: "no" }, number)),
    make("p.about", texts.handoffKeep),
    make("div.card-tools", copying(texts.handoffCopy, () => number)),
  );
}
