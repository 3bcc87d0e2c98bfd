// One line on the state of things: is the counter reached, does something wait. Said once, and silent when all is well.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";

/** Milliseconds that a hitch may last before it is worth a word. */
const PATIENCE = 1500;

/** @typedef {"connecting"|"online"|"offline"|"reconnecting"|"unreachable"} State */

export class Status {
  /** @param {() => void} again */
  constructor(again) {
    this.words = el("p", {});
    this.again = el("button", { type: "button", class: "quiet", hidden: true, onclick: again }, texts.retry);
    this.line = el("div", { class: "status", part: "status", hidden: true }, this.words, this.again);
    this.element = el("div", { role: "status" }, this.line);
  }

  /** @param {State} state @param {number} pending messages that have not left */
  state(state, pending) {
    clearTimeout(this.timer);
    const brief = state === "connecting" || state === "reconnecting";
    const show = () => this.show(told(state, pending), state === "unreachable");
    if (brief && this.line.hidden) this.timer = setTimeout(show, PATIENCE);
    else if (state !== "online" || !this.news) show();
  }

  /** A piece of news that stays until the next one. @param {string} words */
  tell(words) {
    clearTimeout(this.timer);
    this.show(words, false);
    this.news = true;
  }

  /** What was told has been read, once the citizen goes on. */
  move() {
    if (this.news) this.show("", false);
  }

  /** @param {string} words @param {boolean} again */
  show(words, again) {
    this.news = false;
    this.line.hidden = !words;
    this.again.hidden = !again;
    if (this.words.textContent !== words) this.words.textContent = words;
  }

  stop() {
    clearTimeout(this.timer);
  }
}

/** @param {State} state @param {number} pending */
function told(state, pending) {
  const { states, pending: waiting } = texts.panel;
  if (state === "online") return "";
  return [states[state], state !== "connecting" && pending && waiting(pending)].filter(Boolean).join(" ");
}
