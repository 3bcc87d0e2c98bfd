// Where the log is read: the question stays at the top, and whoever has gone elsewhere to read is left there.
//
// Nothing glides: an answer comes within a moment of its question, and motion under way would hide where the reader is.

import { button } from "../frames/dom.js";
import * as texts from "../locale/fr.js";
import { lead } from "./entry.js";

/** What counts as the end, or as seen, in pixels. */
const NEAR = 32;

/** @param {HTMLElement} log @param {HTMLElement} entries inside it */
export function scrolling(log, entries) {
  /** @type {HTMLElement|undefined} what came while the window was closed: put in its place when it opens */
  let late;
  /** @type {HTMLElement} */
  let fresh;
  const go = () => {
    top(fresh);
    lead(fresh);
  };
  const more = button(texts.logNewMessage, go, "fresh", { part: "new-message", hidden: true });
  const seen = new IntersectionObserver((found) => found.some((one) => one.isIntersecting) && forget());
  new ResizeObserver(() => late && top(late)).observe(log);

  const forget = () => {
    more.hidden = true;
    seen.disconnect();
  };

  /** Whether all there is has been on the screen. */
  const atEnd = () => place(entries).bottom <= sight(log).bottom + NEAR;

  /** To the top, so that what follows is read from its beginning. @param {HTMLElement} entry */
  const top = (entry) => {
    late = log.clientHeight ? undefined : entry;
    if (late) return;
    const view = sight(log);
    // In the simple mode the way to what came before stands above the question.
    const first = entry.matches(".earlier + .citizen") ? log : entry;
    view.box?.scrollBy({ top: place(first).top - view.top - 8, behavior: "instant" });
    forget();
  };

  /**
   * Something came. A bot's answer is never scrolled past before it is read; a person's words are followed.
   * @param {HTMLElement} entry what came
   * @param {HTMLElement|undefined} question the last one
   * @param {boolean} wasAtEnd whether the reader had seen all before
   */
  const follow = (entry, question, wasAtEnd) => {
    if (!log.clientHeight) return top(question ?? entry);
    const view = sight(log);
    if (wasAtEnd && question && place(question).top > view.top - NEAR) top(question);
    const here = place(entry);
    const followed = wasAtEnd && entry.matches(".agent");
    if (followed && here.bottom > view.bottom) top(entry);
    if (followed || here.top <= view.bottom - NEAR || !more.hidden) return;
    fresh = entry;
    more.hidden = false;
    seen.observe(entry);
  };
  return { button: more, forget, atEnd, top, follow };
}

/** @param {Element} element */
function place(element) {
  return element.getBoundingClientRect();
}

/**
 * What scrolls, if anything does, and what of the screen it covers. A window that stands over its page never moves the
 * page, and one that is part of it does only while its reader is in it.
 * @param {HTMLElement} log
 */
function sight(log) {
  for (let box = log.parentElement; box; box = box.parentElement) {
    const { overflowY, position } = getComputedStyle(box);
    const scrolls = overflowY === "auto" && box.scrollHeight > box.clientHeight;
    const { top, bottom } = place(box);
    if (scrolls || position === "fixed") return { box: scrolls ? box : null, top, bottom };
  }
  return { box: log.closest(":focus-within") && document.scrollingElement, top: 0, bottom: innerHeight };
}
