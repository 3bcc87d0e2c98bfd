// Where the log is read: the question stays at the top, and whoever has gone elsewhere to read is left there.
//
// Nothing glides: an answer comes within a moment of its question, and motion under way would hide where the reader is.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";
import { lead } from "./entry.js";

/** What counts as the end, or as seen, in pixels. */
const NEAR = 32;

/** In the simple mode the way to what came before stands above the question. */
const EARLIER = ".earlier-button[aria-expanded=false]:not([hidden])";

export class Scrolling {
  /** @param {HTMLElement} log @param {HTMLElement} entries inside it */
  constructor(log, entries) {
    this.log = log;
    this.entries = entries;
    const look = { type: "button", class: "fresh", part: "new-message", hidden: true, onclick: () => this.go() };
    this.button = el("button", look, texts.log.newMessage, el("span", { "aria-hidden": true }, " ↓"));
    this.seen = new IntersectionObserver((found) => found.some((one) => one.isIntersecting) && this.forget());
    // What comes while the window is closed is put in its place when it opens.
    new ResizeObserver(() => this.visible() && this.late && this.top(this.late)).observe(log);
  }

  visible() {
    return this.log.getClientRects().length > 0;
  }

  /** Whether all there is has been on the screen. */
  atEnd() {
    return this.entries.getBoundingClientRect().bottom <= this.view().bottom + NEAR;
  }

  /** To the top, so that what follows is read from its beginning. @param {HTMLElement} entry */
  top(entry) {
    this.late = this.visible() ? undefined : entry;
    if (this.late) return;
    const { scroller, top } = this.view();
    const first = entry.classList.contains("citizen") && this.log.querySelector(EARLIER);
    const place = (first || entry).getBoundingClientRect();
    scroller?.scrollBy({ top: place.top - top - 8, behavior: "instant" });
    this.forget();
  }

  /**
   * Something came. A bot's answer is never scrolled past before it is read; a person's words are followed.
   * @param {HTMLElement} entry what came
   * @param {HTMLElement|undefined} question the last one
   * @param {boolean} wasAtEnd whether the reader had seen all before
   */
  follow(entry, question, wasAtEnd) {
    if (!this.visible()) return this.top(question ?? entry);
    const { top, bottom, scroller } = this.view();
    if (wasAtEnd && question && question.getBoundingClientRect().top > top - NEAR) this.top(question);
    const place = entry.getBoundingClientRect();
    if (!wasAtEnd || !entry.classList.contains("agent")) {
      if (place.top > bottom - NEAR) this.tell(entry);
    } else if (place.bottom > bottom) {
      scroller?.scrollBy({ top: Math.min(place.top - top, place.bottom - bottom) + 8, behavior: "instant" });
    }
  }

  /** That there is something further down. @param {HTMLElement} entry */
  tell(entry) {
    if (!this.button.hidden) return;
    this.fresh = entry;
    this.button.hidden = false;
    this.seen.observe(entry);
  }

  forget() {
    this.button.hidden = true;
    this.seen.disconnect();
  }

  go() {
    const entry = this.fresh;
    if (!entry) return;
    this.top(entry);
    lead(entry);
  }

  /**
   * What scrolls, and what of the screen it covers. A window that stands over its page never moves the page, and one
   * that is part of it does only while its reader is in it.
   */
  view() {
    for (let /** @type {HTMLElement|null} */ box = this.log; box; box = box.parentElement) {
      const { overflowY, position } = getComputedStyle(box);
      const scrolls = /auto|scroll/.test(overflowY) && box.scrollHeight > box.clientHeight;
      const { top, bottom } = box.getBoundingClientRect();
      if (scrolls || position === "fixed") return { scroller: scrolls ? box : null, top, bottom };
    }
    const root = /** @type {ShadowRoot} */ (this.log.getRootNode());
    return { scroller: root.activeElement ? document.scrollingElement : null, top: 0, bottom: innerHeight };
  }
}
