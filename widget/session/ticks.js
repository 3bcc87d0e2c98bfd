// What a citizen has ticked on a checklist. It stays on this device, and goes with the conversation.

import { forget, names, read, write } from "./storage.js";

/** @param {string|undefined} conversation its id @param {string} procedure */
export function ticks(conversation, procedure) {
  const name = nameOf(conversation) + procedure;
  /** A document is known by its words: its number changes with the case, and the paper at hand stays the same. */
  const kept = () => /** @type {string[]} */ (read(name) ?? []);
  return {
    /** @param {string} document */
    has: (document) => kept().includes(document),
    /** @param {string} document @param {boolean} ready */
    set(document, ready) {
      const others = kept().filter((other) => other !== document);
      write(name, ready ? [...others, document] : others);
    },
  };
}

/** @param {string} conversation */
export function forgetTicks(conversation) {
  names(nameOf(conversation)).forEach(forget);
}

/** @param {string|undefined} conversation */
function nameOf(conversation) {
  return `ticks:${conversation}:`;
}
