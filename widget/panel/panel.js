// The window: puts its parts together, opens and closes, and knows whether someone has spoken yet.
// What each part does is in its own file; what a card looks like is in frames/.

import { button, el, make } from "../frames/dom.js";
import { followPrinting, printOnly } from "../frames/printing.js";
import { hush } from "../frames/speech.js";
import { satisfaction } from "../frames/satisfaction.js";
import * as texts from "../locale/fr.js";
import { converse } from "../session/session.js";
import { composer } from "./composer.js";
import { focused, goRound } from "./focus.js";
import { icon } from "../frames/icons.js";
import { launcher } from "./launcher.js";
import { log as conversation } from "./log.js";
import { FULL_SCREEN, looks } from "./looks.js";
import { menu } from "./menu.js";
import { pageTopic } from "./page_topic.js";
import { person } from "./person.js";
import { preferences } from "./preferences.js";
import { save } from "./saving.js";
import { starters } from "./starters.js";
import { status } from "./status.js";
import { suggestions } from "./suggestions.js";
import { teller } from "./telling.js";
import { tray } from "./tray.js";

/**
 * @typedef {import("../session/api.js").Event & {reason?: string, owner?: string, aspect?: string}
 *   & import("./person.js").Event} Event
 */
/**
 * @typedef {{server: string, title: string|null, accent: string|null, position: string|null,
 *   procedure: string|null}} Options
 */
/** @typedef {{text?: string, choice?: string, procedure?: string}} Message */
/** @typedef {ReturnType<typeof panel>} Panel */

/** @param {HTMLElement} host @param {ShadowRoot} root @param {Options} options */
export function panel(host, root, options) {
  const over = new AbortController();
  const { signal } = over;
  const { emit, tell } = teller(host);
  const full = matchMedia(FULL_SCREEN);
  /** @type {Map<number, () => void>} says again what the citizen said, by number */
  const again = new Map();
  let talking = false;
  let ready = false;
  /** @type {HTMLElement|null} */
  let opener;

  const session = converse(options.server, {
    opened,
    event: (event, past) => {
      log.add(event, past);
      take(event, past);
      if (past) return;
      if (event.author !== "citizen" && !isOpen()) launch.count();
      tell(event);
    },
    typing: (agent) => other.writes(agent),
    settled,
    message: (...message) => {
      spoken();
      log.message(...message);
    },
    state: (state, pending) => {
      line.state(state, pending);
      emit("state", { state });
    },
    gone: () => line.tell(texts.gone),
    erased: () => line.tell(texts.erased),
  });
  const { say } = session;

  /** @type {import("./log.js").Actions} what a card of the log may ask for */
  const acts = {
    choose: (choice, label) => say({ choice }, label),
    ask: (text) => say({ text }, text),
    open: (procedure, title) => say({ procedure }, title),
    retry: (seq) => again.get(seq)?.(),
    rate: (seq, rating, comment) => session.api.rate({ seq, rating, comment }),
    satisfy: (score, comment) => session.api.rate({ satisfaction: score, comment }),
    ticks: session.ticks,
    resend: session.retry,
    human: () => acts.ask(texts.panelHumanWords),
  };

  const voice = el("p", { class: "spoken", role: "status" });
  const alarm = el("p", { class: "spoken", role: "alert" });
  const list = el("div", { class: "log", part: "log", role: "log", tabindex: 0, "aria-label": texts.conversation });
  const log = conversation(list, alarm, acts);
  const line = status(session.start);
  const asked = tray(() => writing.field.focus());
  const topic = pageTopic(acts.open);
  const other = person(() => session.api.type().catch(() => {}), announce);
  const writing = composer(options.server, asked, {
    send: (text) => send({ text }, text),
    typed: (text) => {
      found.typed(text);
      other.typed();
    },
    announce,
  });
  const found = suggestions(writing.field, (...asked) => session.api.procedures(...asked), choose, announce);
  const ideas = starters(() => session.api.starters(), start);
  const wishes = preferences({ announce, size: (scale) => look.size(scale), simple: (on) => log.simple(on) });
  const choices = menu(wishes.parts, [
    [texts.panelHuman, () => (other.leave ? acts.choose(other.leave.choice, other.leave.label) : acts.human())],
    [texts.panelOpinion, () => asked.open(satisfaction(acts))],
    [texts.panelSave, () => save(session.api.transcript).catch(() => line.tell(texts.failed))],
    [texts.panelPrint, () => printOnly(list)],
    [texts.erase, () => asked.confirm(texts.eraseConfirm, texts.panelEraseYes, texts.panelEraseNo, erase)],
  ]);
  const [human] = choices.items;
  const launch = launcher(() => host.setAttribute("open", ""));
  const heading = el("h2", { id: "title", part: "title" });
  const closer = button([icon("close"), make("span", texts.close)], shut, "quiet", { part: "close" });
  const head = el("div", { class: "head", part: "header" }, heading, choices.button, choices.element, closer);
  const scroll = make("div.scroll", list, ideas.element);
  const above = [other.element, line.element, asked.element, found.element, topic.element];
  const foot = el("div", { class: "composer", part: "composer" }, above, writing.form);
  const about = { class: "panel", part: "panel", "aria-labelledby": "title", tabindex: -1, hidden: true };
  const dialog = el("section", { ...about, onkeydown }, head, scroll, alarm, voice, foot);
  // The title is empty so that the element's own is no tooltip over all of it.
  const frame = el("div", { class: "root", title: "", lang: "fr" }, launch.button, launch.voice, dialog);
  root.replaceChildren(frame);
  const look = looks(root, frame, () => options.accent, signal);
  full.addEventListener("change", cover, { signal });
  signal.addEventListener("abort", followPrinting(() => (isOpen() ? list : null)));
  wishes.apply();
  dress(options);

  /** Everything that the page may change while the window is there. @param {Options} wanted */
  function dress(wanted) {
    options = wanted;
    heading.textContent = options.title || texts.title;
    for (const place of ["inline", "bottom-left"]) frame.classList.toggle(place, options.position === place);
    dialog.setAttribute("role", inline() ? "region" : "dialog");
    closer.hidden = inline();
    look.paint();
    if (ready) propose();
    cover();
  }

  function inline() {
    return options.position === "inline";
  }

  function isOpen() {
    return !dialog.hidden;
  }

  /** Over the whole screen the page behind is out of reach, and a screen reader should know. */
  function cover() {
    if (full.matches && !inline()) dialog.setAttribute("aria-modal", "true");
    else dialog.removeAttribute("aria-modal");
  }

  /** @param {boolean} open @param {boolean} asked by someone, who is then led in or back; not by the page as it came */
  function toggle(open, asked) {
    const shown = open || inline();
    if (shown === isOpen()) return;
    if (shown) opener = focused();
    const inside = dialog.matches(":focus-within");
    dialog.hidden = !shown;
    launch.show(!shown);
    if (asked) emit(shown ? "open" : "close", {});
    if (shown) begin();
    else hush();
    if (asked && shown) enter();
    else if (inside) (opener?.isConnected ? opener : launch.button).focus();
  }

  function begin() {
    look.paint();
    look.fit();
    session.start();
  }

  /** A finger brings up a keyboard over half the screen: not before it is asked for. */
  function enter() {
    (matchMedia("(hover: hover) and (pointer: fine)").matches ? writing.field : dialog).focus();
  }

  function shut() {
    host.removeAttribute("open");
  }

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Tab" && full.matches && !inline()) goRound(event, dialog);
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (choices.element.hidden) shut();
    else choices.toggle(false);
  }

  /** @param {string} words for whoever can't see what changed */
  function announce(words) {
    voice.textContent = words;
  }

  /** Said from the window: one goes on writing. @param {Message} message @param {string} words */
  function send(message, words) {
    say(message, words);
    writing.field.focus();
  }

  /** @param {import("./suggestions.js").Found} found */
  function choose({ id, title }) {
    writing.clear();
    send({ procedure: id }, title);
  }

  /** @param {import("../session/api.js").Theme["starters"][number]} starter */
  function start({ label, procedure, text = label }) {
    send(procedure ? { procedure } : { text }, label);
  }

  function erase() {
    session.erase().catch(() => line.tell(texts.failed));
  }

  /** A conversation is opened, or shown again from its beginning. */
  function opened() {
    log.clear();
    talking = ready = false;
    ideas.hide();
    topic.forget();
    other.forget();
  }

  /** @param {Event} event @param {boolean} past */
  function take(event, past) {
    const { seq, author, reason, choice, procedure, text, asks } = event;
    other.take(event, past);
    // Once is enough: whoever has asked for a person can leave them.
    human.textContent = other.leave?.label ?? texts.panelHuman;
    human.hidden = other.there && !other.leave;
    if (author !== "agent") writing.expect(author === "citizen" ? "" : asks);
    // Names of procedures are no help to whoever answers a question, or talks to a person.
    found.quiet = reason === "case" || other.there || Boolean(asks);
    if (author !== "citizen") return;
    again.set(seq, () => say(choice ? { choice } : procedure ? { procedure: procedure.id } : { text }, text));
    if (procedure) topic.met(procedure.id);
    spoken();
  }

  /** Someone has spoken: what helps to begin can go. */
  function spoken() {
    talking = true;
    ideas.hide();
    found.hide();
    line.move();
  }

  /** The past is all here. */
  function settled() {
    log.settle();
    ready = true;
    propose();
    if (!talking) ideas.show();
  }

  function propose() {
    topic.propose(options.procedure, !talking && isOpen());
  }

  return {
    toggle,
    dress,
    isOpen,
    enter,

    /**
     * Asked from the page, maybe before the conversation is there: it goes first.
     * @param {Message} message @param {string} words
     */
    ask(message, words) {
      topic.skip();
      begin();
      say(message, words);
    },

    stop() {
      over.abort();
      found.hide();
      session.stop();
    },
  };
}
