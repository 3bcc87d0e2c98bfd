// The conversation on the page: every event once and in its order, what is on its way, what went wrong.
// How it sounds, scrolls and simplifies is next door; whether it is connected is for the status line.

import { answered } from "../frames/choices.js";
import { button, el, make } from "../frames/dom.js";
import { renderFrame } from "../frames/frames.js";
import { aloud, isDanger } from "../frames/notice.js";
import * as texts from "../locale/fr.js";
import { announcement } from "./announcement.js";
import { announcer } from "./announcer.js";
import { closing } from "./closing.js";
import { blank, fill, lead, place } from "./entry.js";
import { scrolling } from "./scrolling.js";
import { simplicity } from "./simple.js";

/** A search this long is said aloud, in milliseconds; most answers come before. */
const LONG_SEARCH = 1200;

/** @typedef {import("../frames/shapes.js").Event & {owner?: string}} Event */
/** @typedef {import("../frames/shapes.js").Actions & {resend: (clientId: string) => void}} Actions */
/** @typedef {"sending"|"waiting"|"queued"|"failed"|"refused"} State */

export class Log {
  #actions;
  #entries = el("ol", { class: "entries" });
  #typing = searching();
  #voice;
  #scrolling;
  #simplicity;
  #close;
  /** @type {Map<string, HTMLElement>} what is on its way, by client id */
  #leaving = new Map();
  /** @type {string|undefined} who answers */
  #owner;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /**
   * @param {HTMLElement} list where the events go, with the role of a log
   * @param {HTMLElement} alarm what can't wait, for screen readers only; an alert
   * @param {Actions} actions
   */
  constructor(list, alarm, actions) {
    list.setAttribute("aria-live", "off");
    this.#actions = actions;
    this.#voice = announcer(alarm);
    this.#scrolling = scrolling(list, this.#entries);
    this.#simplicity = simplicity(list, this.#entries);
    this.#close = closing(actions);
    list.append(this.#simplicity.button, this.#entries, this.#typing, this.#scrolling.button);
  }

  clear() {
    this.#leaving.clear();
    this.#entries.replaceChildren();
    this.#owner = undefined;
    this.#search(false);
    this.#scrolling.forget();
    this.#simplicity.show(false);
    this.#voice.settle();
  }

  /** @param {Event} event @param {boolean} [past] shown again, so not announced */
  add(event, past = false) {
    const { seq, author, client_id: sent = "" } = event;
    if (this.#all().some((entry) => number(entry) === seq)) return;
    const wasAtEnd = past || this.#scrolling.atEnd();
    const entry = this.#leaving.get(sent) ?? blank(author);
    this.#leaving.delete(sent);
    entry.dataset.seq = String(seq);
    fill(entry, event, renderFrame(event, this.#actions));
    this.#insert(entry, seq);
    if (author === "citizen") this.#answer(entry, event);
    if (event.kind === "handoff") this.#owner = event.owner;
    this.#search(author === "citizen" && !/waiting|agent/.test(this.#owner ?? ""), past);
    this.#close(event, entry, this.#all()[0].dataset.at);
    if (!past) this.#news(event, entry, wasAtEnd);
  }

  /** @param {Event} event @param {HTMLElement} entry @param {boolean} wasAtEnd */
  #news(event, entry, wasAtEnd) {
    this.#simplicity.mark();
    // A citizen's own words are not said: they have just written them.
    if (event.author === "citizen") return this.#scrolling.top(entry);
    if (isDanger(event)) this.#voice.cry(aloud(event));
    else this.#voice.say(announcement(event, entry));
    this.#scrolling.follow(entry, this.#lastQuestion(), wasAtEnd);
  }

  /** The past is all here. */
  settle() {
    this.#simplicity.mark();
    const question = this.#lastQuestion();
    if (question) this.#scrolling.top(question);
  }

  /** One exchange at a time, in large. @param {boolean} on */
  simple(on) {
    this.#simplicity.turn(on);
    this.settle();
  }

  /**
   * A message that the server does not have yet.
   * @param {string} clientId @param {string} words @param {State} state @param {string|number} [detail]
   */
  message(clientId, words, state, detail) {
    const known = this.#leaving.get(clientId);
    const entry = known ?? blank("citizen");
    const focused = entry.matches(":focus-within");
    const line = stateLine(state, detail, () => this.#actions.resend(clientId));
    const bubble = el("div", { class: `bubble ${state}` }, el("p", { class: "words", dir: "auto" }, words), line);
    fill(entry, { author: "citizen" }, bubble);
    if (focused) lead(entry);
    // What went wrong is said, once.
    const wrong = entry.dataset.state !== state && !/sending|queued/.test(state);
    if (wrong) this.#voice.say(line.firstChild?.textContent ?? "");
    entry.dataset.state = state;
    if (known) return;
    this.#leaving.set(clientId, entry);
    this.#insert(entry);
    this.#simplicity.mark();
    this.#scrolling.top(entry);
  }

  #all() {
    return /** @type {HTMLElement[]} */ ([...this.#entries.children]);
  }

  /** In its place by number; what has none yet comes last. @param {HTMLElement} entry @param {number} [seq] */
  #insert(entry, seq = Infinity) {
    const next = this.#all().find((other) => other !== entry && number(other) > seq) ?? null;
    // What is in its place stays there, and keeps the focus.
    if (!entry.isConnected || entry.nextElementSibling !== next) this.#entries.insertBefore(entry, next);
    place(entry);
    if (next) place(next);
  }

  /**
   * A question that is answered folds; whoever pressed its button is led to what they said.
   * @param {HTMLElement} entry @param {Event} event
   */
  #answer(entry, { choice, seq }) {
    const option = choice ? `[data-choice="${CSS.escape(choice)}"]` : "[data-choice]";
    // What was chosen tells its question; words answer the last thing said before.
    const asked = this.#all().findLast((one) => (choice ? one.querySelector(option) : number(one) < seq));
    if (!asked?.querySelector(option)) return;
    const focused = asked.matches(":focus-within");
    answered(asked, choice);
    if (focused) lead(entry);
  }

  #lastQuestion() {
    return this.#all().findLast((entry) => entry.matches(".citizen"));
  }

  /**
   * Whether the bot is at work; a person at the other end says so themselves.
   * @param {boolean} on @param {boolean} [past]
   */
  #search(on, past) {
    this.#typing.hidden = !on;
    clearTimeout(this.#timer);
    if (on && !past) this.#timer = setTimeout(() => this.#voice.say(texts.typing), LONG_SEARCH);
  }
}

/** @param {HTMLElement} entry */
function number(entry) {
  return Number(entry.dataset.seq ?? Infinity);
}

/**
 * What becomes of a message.
 * @param {State} state @param {string|number|undefined} detail @param {() => void} resend
 */
function stateLine(state, detail, resend) {
  const failed = state === "failed";
  const words = {
    sending: texts.sending,
    queued: texts.logQueued,
    waiting: texts.tooFast(detail),
    failed: texts.notSent,
    refused: String(detail || texts.logRefused),
  }[state];
  const again = failed && [" ", button(texts.retry, resend)];
  return make(failed || state === "refused" ? "p.problem" : "p.about", words, again);
}

function searching() {
  const dots = el("span", { class: "dots", "aria-hidden": true }, make("i"), make("i"), make("i"));
  const bubble = make("div.bubble", dots, make("span", texts.typing));
  return el("div", { class: "entry bot typing", hidden: true }, bubble);
}
