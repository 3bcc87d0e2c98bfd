// What a citizen has ticked on a checklist. It stays on this device, and goes with the conversation.

const STORE = "guichet.ticks.";

export class Ticks {
  /**
   * @param {string} conversation
   * @param {string} procedure
   */
  constructor(conversation, procedure) {
    this.store = STORE + conversation;
    this.procedure = procedure;
  }

  /**
   * A document is known by its words: its number changes with the case, and the paper at hand stays the same.
   * @param {string} document
   */
  has(document) {
    return (recall(this.store)[this.procedure] ?? []).includes(document);
  }

  /** @param {string} document @param {boolean} ready */
  set(document, ready) {
    const kept = recall(this.store);
    const others = (kept[this.procedure] ?? []).filter((other) => other !== document);
    kept[this.procedure] = ready ? [...others, document] : others;
    localStorage.setItem(this.store, JSON.stringify(kept));
  }
}

/** Forget what was ticked, in every conversation of this browser. */
export function forgetTicks() {
  for (const name of Object.keys(localStorage)) if (name.startsWith(STORE)) localStorage.removeItem(name);
}

/** @param {string} store @returns {Object<string, string[]>} */
function recall(store) {
  try {
    return JSON.parse(localStorage.getItem(store)) ?? {};
  } catch {
    return {};
  }
}
