// The conversation on the page: every event once and in its order, what is on its way, what went wrong.
// How it sounds, scrolls and simplifies is next door; whether it is connected is for the status line.

import { answered } from "../frames/choices.js";
import { button, el } from "../frames/dom.js";
import { renderFrame } from "../frames/frames.js";
import { aloud, isDanger } from "../frames/notice.js";
import { texts } from "../locale/fr.js";
import { announcement } from "./announcement.js";
import { Announcer } from "./announcer.js";
import { Closing } from "./closing.js";
import { blank, fill, lead, place } from "./entry.js";
import { Scrolling } from "./scrolling.js";
import { Simple } from "./simple.js";

/** A search this long is said aloud, in milliseconds; most answers come before. */
const LONG_SEARCH = 1200;

/** @typedef {import("../frames/shapes.js").Event} Event */
/** @typedef {import("../frames/shapes.js").Actions & {resend: (clientId: string) => void}} Actions */

export class Log {
  /**
   * @param {HTMLElement} list where the events go, with the role of a log
   * @param {HTMLElement} alarm what can't wait, for screen readers only; an alert
   * @param {Actions} actions
   */
  constructor(list, alarm, actions) {
    list.setAttribute("aria-live", "off");
    this.list = list;
    this.actions = actions;
    this.entries = el("ol", { class: "entries" });
    this.typing = searching();
    this.voice = new Announcer(alarm);
    this.scrolling = new Scrolling(list, this.entries);
    this.simplicity = new Simple(list, this.entries);
    this.closing = new Closing(this.entries, actions);
    list.append(this.simplicity.button, this.entries, this.typing, this.scrolling.button);
    this.clear();
  }

  clear() {
    /** @type {Map<number, Event>} */
    this.events = new Map();
    /** @type {Map<string, HTMLElement>} what is on its way, by client id */
    this.leaving = new Map();
    /** @type {Map<string, string>} */
    this.told = new Map();
    this.entries.replaceChildren();
    this.owner = "bot";
    this.search();
    this.scrolling.forget();
    this.simplicity.show(false);
    this.voice.settle();
  }

  /** @param {Event} event @param {boolean} [past] shown again, so not announced */
  add(event, past = false) {
    if (this.events.has(event.seq)) return;
    this.events.set(event.seq, event);
    const wasAtEnd = past || this.scrolling.atEnd();
    const sent = event.client_id ?? "";
    const entry = this.leaving.get(sent) ?? blank(event.author);
    this.leaving.delete(sent);
    entry.dataset.seq = String(event.seq);
    fill(entry, event, renderFrame(event, this.actions));
    this.insert(entry, event.seq);
    this.search(event, past);
    if (event.author === "citizen") this.answer(entry, event);
    this.closing.after(event, entry, this.events.get(1)?.at);
    if (!past) this.news(event, entry, wasAtEnd);
  }

  /** @param {Event} event @param {HTMLElement} entry @param {boolean} wasAtEnd */
  news(event, entry, wasAtEnd) {
    this.simplicity.mark();
    if (isDanger(event)) this.voice.cry(aloud(event));
    else this.voice.say(announcement(event));
    if (event.author === "citizen") this.scrolling.top(entry);
    else this.scrolling.follow(entry, this.lastQuestion(), wasAtEnd);
  }

  /** The past is all here. */
  settle() {
    this.simplicity.mark();
    const question = this.lastQuestion();
    if (question) this.scrolling.top(question);
  }

  /** One exchange at a time, in large. @param {boolean} on */
  simple(on) {
    this.simplicity.turn(on);
    this.settle();
  }

  /**
   * A message that the server does not have yet.
   * @param {string} clientId @param {string} words
   * @param {"sending"|"waiting"|"queued"|"failed"|"refused"} state @param {string|number} [detail]
   */
  message(clientId, words, state, detail) {
    const known = this.leaving.get(clientId);
    const entry = known ?? blank("citizen");
    const line = this.stateLine(clientId, state, detail);
    const focused = entry.contains(focus(this.list));
    const bubble = el("div", { class: `bubble ${state}` }, el("p", { class: "words", dir: "auto" }, words), line);
    fill(entry, { author: "citizen" }, bubble);
    if (focused) lead(entry);
    if (!known) this.insert(entry);
    this.leaving.set(clientId, entry);
    this.tell(clientId, state, line.firstChild?.textContent ?? "");
    this.simplicity.mark();
    if (!known) this.scrolling.top(entry);
  }

  /** What went wrong is said, once. @param {string} clientId @param {string} state @param {string} words */
  tell(clientId, state, words) {
    if (this.told.get(clientId) !== state && !["sending", "queued"].includes(state)) this.voice.say(words);
    this.told.set(clientId, state);
  }

  /** @param {string} clientId @param {string} state @param {string|number|undefined} detail */
  stateLine(clientId, state, detail) {
    if (state === "sending") return el("p", { class: "about" }, texts.sending);
    if (state === "queued") return el("p", { class: "about" }, texts.log.queued);
    if (state === "waiting") return el("p", { class: "about" }, texts.tooFast(detail));
    if (state === "refused") return el("p", { class: "problem" }, String(detail || texts.log.refused));
    return el("p", { class: "problem" }, texts.notSent, " ", button(texts.retry, () => this.actions.resend(clientId)));
  }

  /** In its place by number; what has none yet comes last. @param {HTMLElement} entry @param {number} [seq] */
  insert(entry, seq = Infinity) {
    const next = all(this.entries).find((other) => other !== entry && number(other) > seq) ?? null;
    // What is in its place stays there, and keeps the focus.
    if (!entry.isConnected || entry.nextElementSibling !== next) this.entries.insertBefore(entry, next);
    place(entry);
    if (next) place(next);
  }

  /**
   * A question that is answered folds; whoever pressed its button is led to what they said.
   * @param {HTMLElement} entry @param {Event} event
   */
  answer(entry, event) {
    const asked = this.asked(event);
    if (!asked) return;
    const focused = asked.contains(focus(this.list));
    answered(asked, offers(asked, event.choice) ? event.choice : undefined);
    if (focused) lead(entry);
  }

  /** The question that words answer: the one with that option, else the last thing said before. @param {Event} event */
  asked(event) {
    if (event.choice) return all(this.entries).findLast((entry) => offers(entry, event.choice));
    const before = all(this.entries).findLast((entry) => number(entry) < event.seq);
    return before?.querySelector("[data-choice]") ? before : undefined;
  }

  lastQuestion() {
    return all(this.entries).findLast((entry) => entry.classList.contains("citizen"));
  }

  /**
   * Whether the bot is at work; a person at the other end says so themselves.
   * @param {any} [event] @param {boolean} [past]
   */
  search(event, past = false) {
    if (event?.kind === "handoff") this.owner = event.owner;
    const on = event?.author === "citizen" && !["waiting", "agent"].includes(this.owner);
    this.typing.hidden = !on;
    if (on && !past) this.voice.sayAfter(texts.typing, LONG_SEARCH);
    else this.voice.cancel(texts.typing);
  }
}

/** @param {HTMLElement} entries */
function all(entries) {
  return /** @type {HTMLElement[]} */ ([...entries.children]);
}

/** @param {HTMLElement} entry */
function number(entry) {
  return Number(entry.dataset.seq ?? Infinity);
}

/** @param {HTMLElement} entry @param {string|undefined} choice */
function offers(entry, choice) {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (entry.querySelectorAll("[data-choice]"));
  return [...buttons].some((one) => one.dataset.choice === choice);
}

/** @param {HTMLElement} element */
function focus(element) {
  return /** @type {Document|ShadowRoot} */ (element.getRootNode()).activeElement ?? null;
}

function searching() {
  const dots = el("span", { class: "dots", "aria-hidden": true }, el("i"), el("i"), el("i"));
  const bubble = el("div", { class: "bubble" }, dots, el("span", {}, texts.typing));
  return el("div", { class: "entry bot typing", hidden: true }, bubble);
}
