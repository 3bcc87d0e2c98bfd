// A personal checklist: boxes to tick, what else to know, and the same on paper or in the clipboard.

import { texts } from "../locale/fr.js";
import { array, render } from "./blocks.js";
import { credits, feedback } from "./credits.js";
import { el } from "./dom.js";
import { link } from "./links.js";
import { printOnly } from "./printing.js";
import { rich } from "./richtext.js";

const PARTS = ["notes", "cost", "delay", "where", "online", "appointment", "validity", "deadline"];

/** @param {import("./frames.js").Event} event @param {import("./frames.js").Actions} actions */
export function checklist(event, actions) {
  const title = texts.checklist.title(event.procedure?.title ?? "");
  const steps = array(event.next).map((step) => el("li", {}, link(step.url, [step.title])));
  const card = el(
    "article",
    { class: "card checklist", "aria-label": title },
    el("p", { class: "eyebrow" }, event.source?.feed ? texts.answer : texts.answerEditor),
    el("h3", {}, title),
    taken(event.case),
    papers(event, actions.ticks(event.procedure?.id ?? "")),
    ...PARTS.map((name) => part(texts.checklist.parts[name], render(event[name], 5))),
    part(texts.checklist.parts.next, steps.length ? [el("ol", {}, ...steps)] : []),
    ...credits(event.source),
  );
  card.append(tools(card, event.text), feedback(event, actions));
  return card;
}

/** The case as the citizen told it. @param {string[]|undefined} labels */
export function taken(labels) {
  return array(labels).length ? el("p", { class: "case" }, texts.yourCase, el("strong", {}, labels.join(" › "))) : null;
}

function part(title, nodes) {
  return nodes.length ? el("section", { class: "part" }, el("h4", {}, title), el("div", { class: "content" }, ...nodes)) : null;
}

function papers(event, ticks) {
  const documents = array(event.documents);
  if (!documents.length) return null;
  const list = el("ul", { class: "papers" });
  const ready = el("p", { class: "ready", role: "status" });
  const count = () => {
    ready.textContent = texts.checklist.ready(list.querySelectorAll("input:checked").length, documents.length);
  };
  list.append(...documents.map((document, i) => paper(document, `paper-${event.seq}-${i}`, ticks, count)));
  count();
  return el("section", { class: "documents" }, el("h4", {}, texts.checklist.parts.documents), ready, list);
}

function paper(document, id, ticks, count) {
  const [first, ...others] = array(document.blocks);
  const named = first?.kind === "paragraph" && first.content?.text === document.text;
  const details = render(named ? others : document.blocks, 5);
  const tick = (event) => {
    ticks.set(document.text, event.target.checked);
    count();
  };
  return el(
    "li",
    {},
    el("input", { type: "checkbox", id, checked: ticks.has(document.text), onchange: tick }),
    el("label", { for: id }, ...(named ? rich(first.content) : [document.text])),
    details.length ? el("div", { class: "content" }, ...details) : null,
  );
}

function tools(card, text) {
  const said = el("span", { role: "status", class: "about" });
  const copied = async () => {
    said.textContent = (await copy(text)) ? texts.checklist.copied : texts.checklist.notCopied;
  };
  const button = (label, onclick) => el("button", { type: "button", class: "quiet", onclick }, label);
  const buttons = [button(texts.checklist.print, () => printOnly(card)), button(texts.checklist.copy, copied)];
  return el("div", { class: "card-tools" }, ...buttons, said);
}

/** The clipboard is for secure addresses only. @param {string} text @returns {Promise<boolean>} whether it worked */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

function copyOldWay(text) {
  const focused = document.activeElement;
  const area = el("textarea", { class: "spoken", "aria-hidden": true }, text);
  document.body.append(area);
  area.select();
  const worked = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return worked;
}
