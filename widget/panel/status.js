// One line on the state of things: is the counter reached, does something wait. Said once, and silent when all is well.

import { button, el, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

/** Milliseconds that a hitch may last before it is worth a word. */
const PATIENCE = 1500;

/** @typedef {import("../session/session.js").State} State */

/** @param {() => void} again */
export function status(again) {
  const words = make("p");
  const retry = button(texts.retry, again);
  const line = el("div", { class: "status", part: "status", hidden: true }, words, retry);
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  let news = false;

  function show(said = "", failed = false, stays = false) {
    clearTimeout(timer);
    news = stays;
    line.hidden = !said;
    retry.hidden = !failed;
    if (words.textContent !== said) words.textContent = said;
  }

  return {
    element: el("div", { role: "status" }, line),

    /** @param {State} state @param {number} pending messages that have not left */
    state(state, pending) {
      clearTimeout(timer);
      const tell = () => show(told(state, pending), state === "unreachable");
      if (/connecting/.test(state) && line.hidden) timer = setTimeout(tell, PATIENCE);
      else if (state !== "online" || !news) tell();
    },

    /** A piece of news that stays until the next one. @param {string} words */
    tell: (words) => show(words, false, true),

    /** What was told has been read, once the citizen goes on. */
    move: () => news && show(),
  };
}

/** @param {State} state @param {number} pending */
function told(state, pending) {
  if (state === "online") return "";
  return texts.panelStates[state] + (pending ? ` ${texts.panelPending(pending)}` : "");
}
