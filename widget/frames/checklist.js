// A personal checklist: boxes to tick, what else to know, and the same on paper or in the clipboard.

import { texts } from "../locale/fr.js";
import { render } from "./blocks.js";
import { copying } from "./clipboard.js";
import { credits } from "./credits.js";
import { array, button, el } from "./dom.js";
import { feedback } from "./feedback.js";
import { link } from "./links.js";
import { printOnly } from "./printing.js";
import { rich } from "./richtext.js";
import { listen } from "./speech.js";

/** @typedef {import("./shapes.js").Checklist} Checklist */
/** @typedef {import("./shapes.js").Paper} Paper */
/** @typedef {ReturnType<import("./shapes.js").Actions["ticks"]>} Ticks */

/** @type {("notes"|"cost"|"delay"|"where"|"online"|"appointment"|"validity"|"deadline")[]} */
const PARTS = ["notes", "cost", "delay", "where", "online", "appointment", "validity", "deadline"];

/** @param {Checklist} event @param {import("./shapes.js").Actions} actions */
export function checklist(event, actions) {
  const title = texts.checklist.title(event.procedure?.title ?? "");
  const steps = array(event.next).map((step) => el("li", {}, link(step.url, [step.title])));
  const ticks = actions.ticks(event.procedure?.id ?? "");
  const card = el(
    "article",
    { class: "card checklist", "aria-label": title },
    el("p", { class: "eyebrow" }, event.source?.feed ? texts.answer : texts.answerEditor),
    el("h3", {}, title),
    taken(event.case),
    papers(event, ticks),
    ...PARTS.map((name) => part(texts.checklist.parts[name], render(event[name], 5))),
    part(texts.checklist.parts.next, steps.length ? [el("ol", {}, ...steps)] : []),
    ...credits(event.source),
  );
  card.append(tools(card, event, ticks), feedback(event, actions));
  return card;
}

/** The case as the citizen told it. @param {string[]|undefined} labels */
export function taken(labels) {
  const told = array(labels).join(" › ");
  return told ? el("p", { class: "case" }, texts.yourCase, el("strong", {}, told)) : null;
}

/** @param {string} title @param {Node[]} nodes */
function part(title, nodes) {
  if (!nodes.length) return null;
  return el("section", { class: "part" }, el("h4", {}, title), el("div", { class: "content" }, ...nodes));
}

/** @param {Checklist} event @param {Ticks} ticks */
function papers(event, ticks) {
  const documents = array(event.documents);
  if (!documents.length) return null;
  const list = el("ul", { class: "papers", role: "list" });
  const ready = el("p", { class: "ready", role: "status" });
  const count = () => {
    ready.textContent = texts.checklist.ready(list.querySelectorAll("input:checked").length, documents.length);
  };
  list.append(...documents.map((document, i) => paper(document, `paper-${event.seq}-${i}`, ticks, count)));
  count();
  return el("section", { class: "documents" }, el("h4", {}, texts.checklist.parts.documents), ready, list);
}

/** @param {Paper} document @param {string} id @param {Ticks} ticks @param {() => void} count */
function paper(document, id, ticks, count) {
  const [first, ...others] = array(document.blocks);
  const named = first?.kind === "paragraph" && first.content?.text === document.text;
  const details = render(named ? others : document.blocks, 5);
  const onchange = () => {
    ticks.set(document.text, box.checked);
    count();
  };
  const box = el("input", { type: "checkbox", id, checked: ticks.has(document.text), onchange });
  return el(
    "li",
    {},
    box,
    el("label", { for: id }, ...(named ? rich(first.content) : [document.text])),
    details.length ? el("div", { class: "content" }, ...details) : null,
  );
}

/** @param {HTMLElement} card @param {Checklist} event @param {Ticks} ticks */
function tools(card, event, ticks) {
  const print = button(texts.checklist.print, () => printOnly(card));
  const [copy, said] = copying(texts.checklist.copy, () => ticked(event, ticks));
  return el("div", { class: "card-tools" }, print, copy, listen(event.text), said);
}

/** The list in plain text, with what is ready ticked. @param {Checklist} event @param {Ticks} ticks */
function ticked(event, ticks) {
  const ready = array(event.documents).filter(({ text }) => ticks.has(text));
  return ready.reduce((text, document) => text.replace(`☐ ${document.text}`, () => `☑ ${document.text}`), event.text);
}
