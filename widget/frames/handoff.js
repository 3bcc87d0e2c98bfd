// Where a citizen stands with a human: waiting, answered, over, and the number to come back with.

import * as texts from "../locale/fr.js";
import { ending } from "./card.js";
import { copying } from "./clipboard.js";
import { el, make } from "./dom.js";
import { paragraph } from "./links.js";

/** @param {import("./shapes.js").Handoff} event @returns {HTMLElement|null} */
export function handoff(event) {
  const { owner = "", agent, reference, hours, position, wait_minutes: minutes, say } = event;
  const title = texts.handoffTitle(event);
  if (!title) return null;
  const waits = owner === "waiting";
  return make(
    `div.handoff ${owner}`,
    make("h3", title),
    (say || !(agent || reference || hours)) && paragraph(say || event.text),
    waits && position && make("p.fact", texts.handoffPosition(position)),
    waits && minutes != null && make("p.fact", texts.handoffWait(minutes || 1)),
    reference && file(reference),
    hours && make("p.about", texts.handoffHours, hours),
    ending(event),
  );
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
