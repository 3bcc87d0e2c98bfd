// The frames of a conversation as nodes: one function per kind; a kind we don't know shows its plain text.

import * as texts from "../locale/fr.js";
import { around } from "./around.js";
import { render, renderRest } from "./blocks.js";
import { card, ending } from "./card.js";
import { checklist } from "./checklist.js";
import { choices } from "./choices.js";
import { el, make } from "./dom.js";
import { feedback } from "./feedback.js";
import { handoff } from "./handoff.js";
import { paragraph } from "./links.js";
import { notice } from "./notice.js";
import { offices } from "./offices.js";

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
function plain({ author, text, masked }) {
  const words = author === "citizen" ? el("p", { class: "words", dir: "auto" }, text) : paragraph(text);
  return make("div.bubble", words, masked?.length && make("p.about", texts.masked));
}

/** @param {import("./shapes.js").Answer} event @param {Actions} actions */
function answer(event, actions) {
  const { procedure, blocks, more, text } = event;
  const words = blocks?.length ? render(blocks) : paragraph(text);
  const content = make("div.content", words, more?.length && rest(more));
  return card(event, procedure?.title ?? "", [content, ending(event), feedback(event, actions)]);
}

/**
 * What is read only on demand. Whoever opens it is led to its beginning.
 * @param {import("./shapes.js").Block[]} blocks
 */
function rest(blocks) {
  const attributes = { class: "rest", role: "group", "aria-label": texts.rest, tabindex: -1 };
  const content = el("div", attributes, renderRest(blocks));
  // It opens after the click; once it is closed, it can't take the focus.
  const onclick = () => setTimeout(() => content.focus({ preventScroll: true }));
  return make("details.more", el("summary", { onclick }, texts.more), content);
}
