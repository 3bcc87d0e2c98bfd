// The conversation on the page: who said what, what is on its way, what went wrong.

import { texts } from "../locale/fr.js";
import { el, spoken } from "./dom.js";
import { renderFrame } from "./frames.js";
import { aloud, isDanger } from "./notice.js";

/** How long a screen reader has to take the alarm up, in milliseconds, before it leaves the page again. */
const ALARM = 15_000;

export class Log {
  /**
   * @param {HTMLElement} list where the events go; a live region
   * @param {HTMLElement} status one line on the state of things; a live region
   * @param {HTMLElement} alarm what can't wait, for screen readers only; an alert
   * @param {import("./frames.js").Actions & {resend: (clientId: string) => void, start: (text: string) => void}} actions
   */
  constructor(list, status, alarm, actions) {
    this.list = list;
    this.status = status;
    this.alarm = alarm;
    this.actions = actions;
    /** @type {Map<string, HTMLElement>} */
    this.onTheirWay = new Map();
    this.typing = el("li", { class: "entry bot typing", hidden: true }, el("div", { class: "bubble" }, dots(), spoken(texts.typing)));
    this.clear();
  }

  clear() {
    this.onTheirWay.clear();
    /** @type {Map<number, import("./frames.js").Event>} */
    this.events = new Map();
    this.list.replaceChildren(this.typing);
    this.typing.hidden = true;
  }

  /** @param {import("./frames.js").Event} event */
  add(event) {
    this.events.set(event.seq, event);
    this.onTheirWay.get(event.client_id)?.remove();
    this.onTheirWay.delete(event.client_id);
    const entry = this.entry(event.author, renderFrame(event, this.actions));
    entry.dataset.seq = String(event.seq);
    if (isDanger(event)) this.alert(entry, event);
    this.insert(entry);
    this.typing.hidden = event.author !== "citizen";
    this.markChosen(event);
    this.offerStarters(entry);
    this.reveal(event.author === "citizen" ? entry : this.lastQuestion() ?? entry);
  }

  /** Someone in danger is told at once, and once: by the alert, not by the log as well. */
  alert(entry, event) {
    entry.setAttribute("aria-live", "off");
    if (this.quiet) return;
    this.alarm.textContent = aloud(event);
    setTimeout(() => this.alarm.replaceChildren(), ALARM);
  }

  /** A message before the server has it. @type {import("./session.js").View["message"]} */
  message(clientId, words, state, detail) {
    this.onTheirWay.get(clientId)?.remove();
    const bubble = el("div", { class: `bubble ${state}` }, el("p", { class: "words" }, words), this.stateLine(clientId, state, detail));
    const entry = this.entry("citizen", bubble);
    this.onTheirWay.set(clientId, entry);
    this.insert(entry);
    this.list.querySelector(".starters")?.remove();
    this.reveal(entry);
  }

  stateLine(clientId, state, detail) {
    if (state === "sending") return el("p", { class: "about" }, texts.sending);
    if (state === "waiting") return el("p", { class: "about" }, texts.tooFast(detail));
    if (state === "refused") return el("p", { class: "problem" }, String(detail));
    const again = el("button", { type: "button", class: "quiet", onclick: () => this.actions.resend(clientId) }, texts.retry);
    return el("p", { class: "problem" }, texts.notSent, " ", again);
  }

  entry(author, content) {
    const name = Object.hasOwn(texts.authors, author) ? author : "system";
    return el("li", { class: `entry ${name}` }, spoken(texts.said(texts.authors[name])), content);
  }

  insert(entry) {
    this.list.insertBefore(entry, this.typing);
  }

  offerStarters(entry) {
    this.list.querySelector(".starters")?.remove();
    if (this.events.size > 1) return;
    const buttons = texts.starters.map((text) =>
      el("li", {}, el("button", { type: "button", class: "choice", onclick: () => this.actions.start(text) }, text)),
    );
    entry.append(el("ul", { class: "choices starters", "aria-label": texts.startersLabel }, ...buttons));
  }

  markChosen(event) {
    if (!event.choice) return;
    const button = [...this.list.querySelectorAll("[data-choice]")].find((b) => b.dataset.choice === event.choice);
    button?.setAttribute("aria-pressed", "true");
  }

  lastQuestion() {
    return [...this.list.querySelectorAll(".entry.citizen")].pop();
  }

  /** Bring the question to the top, so that its answer is read from its beginning. */
  reveal(entry) {
    if (this.events.size <= 1) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    entry.scrollIntoView({ block: "start", behavior: calm || this.quiet ? "auto" : "smooth" });
  }

  /** While the past is shown again nothing is announced. @param {boolean} quiet */
  hush(quiet) {
    this.quiet = quiet;
    this.list.setAttribute("aria-live", quiet ? "off" : "polite");
  }

  /** @param {string} text @param {HTMLElement} [action] */
  say(text, action) {
    this.status.replaceChildren(...[text, action].filter(Boolean));
    this.status.hidden = !text;
  }
}

function dots() {
  return el("span", { class: "dots", "aria-hidden": true }, el("i"), el("i"), el("i"));
}
