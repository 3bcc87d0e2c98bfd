// The person at the other end, when it is not the bot: who is there or awaited, that they write, and how to leave them.
// Their words are in the log; what they write is never known before it is sent.

import { el } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

/** How long a sign that they write holds, in milliseconds; and how often ours leaves, at most. */
const WRITING = 6_000;
const EVERY = 4_000;

const MARK = "(1)";

/** @typedef {Partial<import("../frames/shapes.js").Handoff & import("../frames/shapes.js").Choices>} Event */

/** @param {() => void} signal tells them that the citizen types @param {(words: string) => void} announce */
export function person(signal, announce) {
  const element = el("p", { class: "person", part: "person" });
  /** @type {any} while they write */
  let timer;
  /** @type {string|undefined} who had the conversation last */
  let had;
  let line = "";
  let sent = 0;

  function show(words = line) {
    timer = clearTimeout(timer);
    element.textContent = words;
  }

  /** A page that nobody looks at says it in its title, until it is looked at. */
  function knock() {
    const { title } = document;
    if (!document.hidden || title.startsWith(MARK)) return;
    const marked = (document.title = `${MARK} ${title}`.trim());
    // The page may give itself another in the meantime.
    const seen = () => document.title === marked && (document.title = title);
    document.addEventListener("visibilitychange", seen, { once: true });
  }

  const self = {
    element,
    /** Whether the citizen is heard by a person, or will be. */
    there: false,
    /** @type {import("../frames/shapes.js").Offered|undefined} what ends it */
    leave: undefined,

    /** @param {Event} event @param {boolean} past */
    take({ kind, author, owner, agent, position, options }, past) {
      if (kind === "handoff") {
        if (owner !== had) self.leave = undefined;
        had = owner;
        line = texts.personLine(owner, agent, position);
        self.there = line !== "";
      }
      if (self.there) self.leave = options?.find(({ label }) => texts.personLeave.test(label)) ?? self.leave;
      if (author === "citizen") return;
      show();
      if (author === "agent" && !past) knock();
    },

    /** They write; said once, until they have sent it or stopped. @param {string} [agent] their first name */
    writes(agent) {
      const words = texts.personWrites(agent);
      if (!timer) announce(words);
      show(words);
      timer = setTimeout(show, WRITING);
    },

    /** The citizen types. */
    typed() {
      if (!self.there || Date.now() - sent < EVERY) return;
      sent = Date.now();
      signal();
    },

    /** Another conversation. */
    forget: () => self.take({ kind: "handoff", author: "bot" }, true),
  };
  return self;
}
