// What a citizen has ticked on a checklist. It stays on this device, and goes with the conversation.

import { forget, read, write } from "./storage.js";

export class Ticks {
  /** @param {string} conversation @param {string} procedure */
  constructor(conversation, procedure) {
    this.name = nameOf(conversation);
    this.procedure = procedure;
  }

  /**
   * A document is known by its words: its number changes with the case, and the paper at hand stays the same.
   * @param {string} document
   */
  has(document) {
    return this.kept()[this.procedure]?.includes(document) ?? false;
  }

  /** @param {string} document @param {boolean} ready */
  set(document, ready) {
    const kept = this.kept();
    const others = (kept[this.procedure] ?? []).filter((other) => other !== document);
    write(this.name, { ...kept, [this.procedure]: ready ? [...others, document] : others });
  }

  /** @returns {Record<string, string[]>} */
  kept() {
    return read(this.name) ?? {};
  }
}

/** @param {string} conversation */
export function forgetTicks(conversation) {
  forget(nameOf(conversation));
}

/** @param {string} conversation */
function nameOf(conversation) {
  return `ticks:${conversation}`;
}
