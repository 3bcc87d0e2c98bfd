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
import { blank, fill, lead, turn } from "./entry.js";
import { scrolling } from "./scrolling.js";
import { simplified } from "./simple.js";

/** A search this long is said aloud, in milliseconds; most answers come before. */
const LONG_SEARCH = 1200;

/** @typedef {import("../frames/shapes.js").Event & {owner?: string}} Event */
/** @typedef {import("../frames/shapes.js").Actions & {resend: (clientId: string) => void}} Actions */
/** @typedef {"sending"|"waiting"|"queued"|"failed"|"refused"} State */

/**
 * @param {HTMLElement} list where the events go, with the role of a log
 * @param {HTMLElement} alarm what can't wait, for screen readers only; an alert
 * @param {Actions} actions
 */
export function log(list, alarm, actions) {
  const entries = el("ol", { class: "entries" });
  const typing = searching();
  const voice = announcer(alarm);
  const place = scrolling(list, entries);
  const simplicity = simplified(list, entries);
  const close = closing(actions);
  /** @type {Map<string, HTMLElement>} what is on its way, by client id */
  const leaving = new Map();
  /** @type {string|undefined} who answers */
  let owner;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  list.setAttribute("aria-live", "off");
  list.append(simplicity.button, entries, typing, place.button);

  function clear() {
    leaving.clear();
    entries.replaceChildren();
    owner = undefined;
    search(false);
    place.forget();
    simplicity.show(false);
    voice.settle();
  }

  /** @param {Event} event @param {boolean} [past] shown again, so not announced */
  function add(event, past = false) {
    const { seq, author, client_id: sent = "" } = event;
    if (all().some((entry) => number(entry) === seq)) return;
    const wasAtEnd = past || place.atEnd();
    const entry = leaving.get(sent) ?? waited(event) ?? blank(author);
    const focused = entry.matches(":focus-within");
    leaving.delete(sent);
    entry.dataset.seq = String(seq);
    fill(entry, event, renderFrame(event, actions));
    insert(entry, seq);
    if (focused) lead(entry);
    if (author === "citizen") answer(entry, event);
    search(author === "citizen" && !/waiting|agent/.test(owner ?? ""), past);
    close(event, entry, all()[0].dataset.at);
    if (!past) news(event, entry, wasAtEnd);
  }

  /** @param {Event} event @param {HTMLElement} entry @param {boolean} wasAtEnd */
  function news(event, entry, wasAtEnd) {
    simplicity.mark();
    // A citizen's own words are not said: they have just written them.
    if (event.author === "citizen") return place.top(entry);
    if (isDanger(event)) voice.cry(aloud(event));
    else voice.say(announcement(event, entry));
    place.follow(entry, lastQuestion(), wasAtEnd);
  }

  /** The past is all here. */
  function settle() {
    simplicity.mark();
    const question = lastQuestion();
    if (question) place.top(question);
  }

  /** One exchange at a time, in large. @param {boolean} on */
  function simple(on) {
    simplicity.turn(on);
    settle();
  }

  /**
   * A message that the server does not have yet.
   * @param {string} clientId @param {string} words @param {State} state @param {string|number} [detail]
   */
  function message(clientId, words, state, detail) {
    const known = leaving.get(clientId);
    const entry = known ?? blank("citizen");
    const focused = entry.matches(":focus-within");
    const line = stateLine(state, detail, () => actions.resend(clientId));
    const bubble = el("div", { class: `bubble ${state}` }, el("p", { class: "words", dir: "auto" }, words), line);
    fill(entry, { author: "citizen" }, bubble);
    if (focused) lead(entry);
    // What went wrong is said, once.
    const wrong = entry.dataset.state !== state && !/sending|queued/.test(state);
    if (wrong) voice.say(line.firstChild?.textContent ?? "");
    entry.dataset.state = state;
    if (known) return;
    leaving.set(clientId, entry);
    insert(entry);
    simplicity.mark();
    place.top(entry);
  }

  function all() {
    return /** @type {HTMLElement[]} */ ([...entries.children]);
  }

  /** In its place by number; what has none yet comes last. @param {HTMLElement} entry @param {number} [seq] */
  function insert(entry, seq = Infinity) {
    const next = all().find((other) => other !== entry && number(other) > seq) ?? null;
    // What is in its place stays there, and keeps the focus.
    if (!entry.isConnected || entry.nextElementSibling !== next) entries.insertBefore(entry, next);
    turn(entry);
    if (next) turn(next);
  }

  /**
   * A question that is answered folds; whoever pressed its button is led to what they said.
   * @param {HTMLElement} entry @param {Event} event
   */
  function answer(entry, { choice, seq }) {
    const option = choice ? `[data-choice="${CSS.escape(choice)}"]` : "[data-choice]";
    // What was chosen tells its question; words answer the last thing said before.
    const asked = all().findLast((one) => (choice ? one.querySelector(option) : number(one) < seq));
    if (!asked?.querySelector(option)) return;
    const focused = asked.matches(":focus-within");
    answered(asked, choice);
    if (focused) lead(entry);
  }

  /** Of a wait only the newest place is told: in the same card, or nowhere once it is over. @param {Event} event */
  function waited({ kind, owner: next, author }) {
    if (kind !== "handoff") return;
    owner = next;
    const before = all().findLast((entry) => entry.querySelector(".handoff"));
    if (!before?.querySelector(".handoff.waiting")) return;
    if (owner === "waiting" && before.matches(`.${author}`)) return before;
    for (const fact of before.querySelectorAll(".fact")) fact.remove();
  }

  function lastQuestion() {
    return all().findLast((entry) => entry.matches(".citizen"));
  }

  /**
   * Whether the bot is at work; a person at the other end says so themselves.
   * @param {boolean} on @param {boolean} [past]
   */
  function search(on, past) {
    typing.hidden = !on;
    clearTimeout(timer);
    if (on && !past) timer = setTimeout(() => voice.say(texts.typing), LONG_SEARCH);
  }

  return { clear, add, settle, simple, message };
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
  return el("div", { class: "entry bot typing", hidden: true }, make("div.bubble", texts.typing));
}
