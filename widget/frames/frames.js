// The frames of a conversation as nodes: one function per kind; a kind we don't know shows its plain text.

import { texts } from "../locale/fr.js";
import { around } from "./around.js";
import { render, renderRest } from "./blocks.js";
import { checklist, taken } from "./checklist.js";
import { choices } from "./choices.js";
import { credits } from "./credits.js";
import { el } from "./dom.js";
import { feedback } from "./feedback.js";
import { handoff } from "./handoff.js";
import { linked } from "./links.js";
import { notice } from "./notice.js";
import { offices } from "./offices.js";
import { listen } from "./speech.js";

/** @typedef {import("./shapes.js").Event} Event */
/** @typedef {import("./shapes.js").Actions} Actions */

/** @type {Object<string, (event: Event, actions: Actions) => HTMLElement|null>} */
const RENDERERS = { answer, checklist, choices, handoff, notice, offices, text: around };

/** @param {Event} event @param {Actions} actions @returns {HTMLElement} */
export function renderFrame(event, actions) {
  const known = event.author !== "citizen" && Object.hasOwn(RENDERERS, event.kind);
  try {
    return (known && RENDERERS[event.kind](event, actions)) || plain(event);
  } catch {
    // A field is not what it should be: the words alone are always enough, and no message may be lost for it.
    return plain(event);
  }
}

/** @param {Event} event */
function plain(event) {
  const masked = event.masked?.length ? el("p", { class: "about" }, texts.masked) : null;
  const words = event.author === "citizen" ? [event.text] : linked(event.text);
  return el("div", { class: "bubble" }, el("p", { class: "words", dir: "auto" }, ...words), masked);
}

/** @param {import("./shapes.js").Answer} event @param {Actions} actions */
function answer(event, actions) {
  const words = event.blocks?.length ? render(event.blocks) : [el("p", { class: "words" }, ...linked(event.text))];
  const title = event.procedure?.title ?? "";
  return el(
    "article",
    { class: "card", "aria-label": title || null },
    el("p", { class: "eyebrow" }, event.source?.feed ? texts.answer : texts.answerEditor),
    el("h3", {}, title),
    taken(event.case),
    el("div", { class: "content" }, ...words, event.more?.length ? rest(event.more) : null),
    ...credits(event.source),
    el("div", { class: "card-tools" }, listen(event.text)),
    feedback(event, actions),
  );
}

/**
 * What is read only on demand. Whoever opens it is led to its beginning.
 * @param {import("./shapes.js").Block[]} blocks
 */
function rest(blocks) {
  const content = el("div", { class: "rest", role: "group", "aria-label": texts.rest, tabindex: -1 });
  content.append(...renderRest(blocks));
  let asked = false;
  const summary = el("summary", { onclick: () => (asked = true) }, texts.more);
  const ontoggle = () => {
    if (asked && details.open) content.focus({ preventScroll: true });
    asked = false;
  };
  const details = el("details", { class: "more", ontoggle }, summary, content);
  return details;
}
