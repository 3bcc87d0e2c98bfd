// The window: puts its parts together, opens and closes, and knows whether someone has spoken yet.

import { el } from "../frames/dom.js";
import { followPrinting } from "../frames/printing.js";
import { texts } from "../locale/fr.js";
import { Session } from "../session/session.js";
import { actions, entries } from "./actions.js";
import { Composer } from "./composer.js";
import { focused, goRound, hasMouse } from "./focus.js";
import { icon } from "./icons.js";
import { Launcher } from "./launcher.js";
import { Log } from "./log.js";
import { FULL_SCREEN, Looks } from "./looks.js";
import { Menu } from "./menu.js";
import { owner } from "./owner.js";
import { PageTopic } from "./page_topic.js";
import { Preferences } from "./preferences.js";
import { Starters } from "./starters.js";
import { Status } from "./status.js";
import { Suggestions } from "./suggestions.js";
import { Tray } from "./tray.js";
import { view } from "./view.js";

/** @typedef {import("../session/api.js").Event & {reason?: string, owner?: string, aspect?: string}} Event */
/**
 * @typedef {{server: string, lang: string, title: string|null, accent: string|null, position: string,
 *   procedure: string|null}} Options
 */
/** @typedef {{text?: string, choice?: string, procedure?: string}} Message */

export class Panel {
  /** @param {HTMLElement} host @param {ShadowRoot} root @param {Options} options */
  constructor(host, root, options) {
    this.host = host;
    this.options = options;
    this.talking = this.ready = this.started = false;
    this.over = new AbortController();
    this.full = matchMedia(FULL_SCREEN);
    /** @type {Map<number, Event>} what the citizen said, by number */
    this.said = new Map();
    this.session = new Session(options.server, view(this));
    this.acts = actions(this);
    const mine = owner(this);
    this.voice = el("p", { class: "spoken", role: "status" });
    this.alarm = el("p", { class: "spoken", role: "alert" });
    this.list = el("div", { class: "log", part: "log", role: "log", tabindex: 0, "aria-label": texts.conversation });
    this.log = new Log(this.list, this.alarm, this.acts);
    this.status = new Status(() => this.session.start());
    this.tray = new Tray(() => this.composer.field.focus());
    this.topic = new PageTopic(mine.open);
    this.composer = new Composer(options.server, this.tray, mine);
    this.suggestions = new Suggestions(this.composer.field, mine);
    this.starters = new Starters(mine);
    this.preferences = new Preferences(mine);
    this.menu = new Menu([this.preferences.sizes, this.preferences.switch, ...entries(this)]);
    this.launcher = new Launcher(() => host.setAttribute("open", ""));
    this.heading = el("h2", { id: "title", part: "title" });
    this.closer = closeButton(() => host.removeAttribute("open"));
    this.window = this.buildWindow();
    // The title is empty so that the element's own is no tooltip over all of it.
    this.frame = el("div", { class: "root", title: "" }, this.launcher.button, this.launcher.voice, this.window);
    root.replaceChildren(this.frame);
    this.looks = new Looks(root, this.frame);
    this.follow();
  }

  buildWindow() {
    const top = [this.heading, this.menu.button, this.menu.element, this.closer];
    const head = el("div", { class: "head", part: "header" }, ...top);
    const scroll = el("div", { class: "scroll" }, this.list, this.starters.element);
    const above = [this.status.element, this.tray.element, this.suggestions.element, this.topic.element];
    const foot = el("div", { class: "composer", part: "composer" }, ...above, this.composer.form);
    const attributes = { class: "panel", part: "panel", "aria-labelledby": "title", tabindex: -1, hidden: true };
    const onkeydown = (/** @type {KeyboardEvent} */ event) => this.onKey(event);
    return el("section", { ...attributes, onkeydown }, head, scroll, this.alarm, this.voice, foot);
  }

  /** Be as the page, the device and the citizen want it, now and later. */
  follow() {
    const { signal } = this.over;
    this.looks.follow(signal, () => this.looks.paint(this.options.accent));
    this.full.addEventListener("change", () => this.cover(), { signal });
    signal.addEventListener("abort", followPrinting(() => (this.isOpen() ? this.list : null)));
    this.preferences.apply();
    this.dress(this.options);
  }

  /** Everything that the page may change while the window is there. @param {Options} options */
  dress(options) {
    this.options = options;
    const inline = options.position === "inline";
    this.heading.textContent = options.title || texts.title;
    this.frame.lang = options.lang;
    for (const place of ["inline", "bottom-left"]) this.frame.classList.toggle(place, options.position === place);
    this.window.setAttribute("role", inline ? "region" : "dialog");
    this.closer.hidden = inline;
    this.looks.paint(options.accent);
    if (this.ready) this.propose();
    this.cover();
  }

  inline() {
    return this.options.position === "inline";
  }

  isOpen() {
    return !this.window.hidden;
  }

  /** Over the whole screen the page behind is out of reach, and a screen reader should know. */
  cover() {
    if (this.full.matches && !this.inline()) this.window.setAttribute("aria-modal", "true");
    else this.window.removeAttribute("aria-modal");
  }

  /** @param {boolean} open @param {boolean} asked by someone, who is then led in or back; not by the page as it came */
  toggle(open, asked) {
    const shown = open || this.inline();
    if (shown === this.isOpen()) return;
    if (shown) this.opener = focused();
    const inside = this.window.contains(focused());
    this.window.hidden = !shown;
    this.launcher.show(!shown);
    if (asked) this.emit(shown ? "open" : "close", {});
    if (shown) this.begin();
    if (asked && shown) this.enter();
    else if (inside) this.leave();
  }

  begin() {
    this.looks.paint(this.options.accent);
    this.looks.fit();
    if (!this.started) this.session.start();
    this.started = true;
  }

  enter() {
    (hasMouse() ? this.composer.field : this.window).focus();
  }

  leave() {
    (this.opener?.isConnected ? this.opener : this.launcher.button).focus();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.defaultPrevented) return;
    if (event.key === "Tab" && this.full.matches && !this.inline()) goRound(event, this.window);
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (this.menu.isOpen()) this.menu.toggle(false);
    else this.host.removeAttribute("open");
  }

  /** @param {Message} message @param {string} words what the citizen sees of it */
  say(message, words) {
    this.session.say(message, words);
  }

  /**
   * Asked from the page, maybe before the conversation is there: it goes first.
   * @param {Message} message @param {string} words
   */
  ask(message, words) {
    this.topic.done = true;
    this.begin();
    this.say(message, words);
  }

  /** A conversation is opened, or shown again from its beginning. */
  renew() {
    this.log.clear();
    this.said.clear();
    this.talking = this.ready = false;
    this.starters.hide();
    this.topic.forget();
  }

  /** @param {Event} event */
  take(event) {
    // Names of procedures are no help to whoever answers a question, or talks to a person.
    this.suggestions.quiet = event.reason === "case" || event.owner === "waiting" || event.owner === "agent";
    if (event.author !== "citizen") return;
    this.said.set(event.seq, event);
    this.topic.met(event.procedure?.id);
    this.spoken();
  }

  /** Someone has spoken: what helps to begin can go. */
  spoken() {
    this.talking = true;
    this.starters.hide();
    this.suggestions.hide();
    this.status.move();
  }

  /** The past is all here. */
  settle() {
    this.ready = true;
    this.propose();
    if (!this.talking) this.starters.show();
  }

  propose() {
    this.topic.propose(this.options.procedure, !this.talking && this.isOpen());
  }

  /** @param {string} name @param {Object<string, unknown>} detail */
  emit(name, detail) {
    this.host.dispatchEvent(new CustomEvent(`guichet-${name}`, { bubbles: true, composed: true, detail }));
  }

  stop() {
    this.over.abort();
    this.status.stop();
    this.suggestions.hide();
    this.session.stop();
  }
}

/** @param {() => void} onclick */
function closeButton(onclick) {
  const attributes = { type: "button", class: "quiet", part: "close", onclick };
  return el("button", attributes, icon("close"), el("span", {}, texts.close));
}
