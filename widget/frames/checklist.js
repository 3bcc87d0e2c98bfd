// A personal checklist: boxes to tick, what else to know, and the same on paper or in the clipboard.

import * as texts from "../locale/fr.js";
import { render } from "./blocks.js";
import { card, ending } from "./card.js";
import { copying } from "./clipboard.js";
import { button, el, list, make } from "./dom.js";
import { feedback } from "./feedback.js";
import { link } from "./links.js";
import { printOnly } from "./printing.js";
import { rich } from "./richtext.js";

/** @typedef {import("./shapes.js").Checklist} Checklist */
/** @typedef {import("./shapes.js").Paper} Paper */
/** @typedef {import("./dom.js").Child} Child */
/** @typedef {ReturnType<import("./shapes.js").Actions["ticks"]>} Ticks */

/** @param {Checklist} event @param {import("./shapes.js").Actions} actions */
export function checklist(event, actions) {
  const { id = "", title = "" } = event.procedure ?? {};
  const ticks = actions.ticks(id);
  const names = /** @type {(keyof typeof texts.checklistParts)[]} */ (Object.keys(texts.checklistParts));
  const steps = (event.next ?? []).map(({ url, title }) => make("li", link(url, title)));
  const made = card(event, texts.checklistTitle(title), [
    papers(event, ticks),
    names.map((name) => part(texts.checklistParts[name], render(event[name], 5))),
    part(texts.checklistNext, steps.length > 0 && [make("ol", steps)]),
    ending(
      event,
      button(texts.checklistPrint, () => printOnly(made)),
      copying(texts.checklistCopy, () => ticked(event, ticks)),
    ),
    feedback(event, actions),
  ]);
  return made;
}

/** @param {string} title @param {Child[]|false} content */
function part(title, content) {
  return content && content.length > 0 && make("section.part", make("h4", title), make("div.content", content));
}

/** @param {Checklist} event @param {Ticks} ticks */
function papers({ seq, documents = [] }, ticks) {
  const ready = el("p", { class: "ready", role: "status" });
  const count = () => {
    ready.textContent = texts.checklistReady(documents.filter(({ text }) => ticks.has(text)).length, documents.length);
  };
  count();
  const papers = list("papers", documents.map((document, i) => paper(document, `paper-${seq}-${i}`, ticks, count)));
  return papers && make("section.documents", make("h4", texts.checklistDocuments), ready, papers);
}

/** @param {Paper} document @param {string} id @param {Ticks} ticks @param {() => void} count */
function paper({ text, blocks = [] }, id, ticks, count) {
  const [first, ...others] = blocks;
  const named = first?.kind === "paragraph" && first.content?.text === text;
  const details = render(named ? others : blocks, 5);
  const onchange = () => {
    ticks.set(text, box.checked);
    count();
  };
  const box = el("input", { type: "checkbox", id, "aria-label": text, checked: ticks.has(text), onchange });
  const label = el("label", { for: id }, named ? rich(first.content) : text);
  return [box, label, details.length > 0 && make("div.content", details)];
}

/** The list in plain text, with what is ready ticked. @param {Checklist} event @param {Ticks} ticks */
function ticked({ documents = [], text }, ticks) {
  const ready = documents.filter((document) => ticks.has(document.text));
  return ready.reduce((all, document) => all.replace(`☐ ${document.text}`, () => `☑ ${document.text}`), text);
}
