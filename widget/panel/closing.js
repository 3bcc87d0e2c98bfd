// After a goodbye, the time to say whether it helped: asked once in a conversation, and not again once said.

import { satisfaction } from "../frames/satisfaction.js";
import { read, write } from "../session/storage.js";

const GIVEN = "satisfied";

export class Closing {
  /** @param {HTMLElement} entries @param {import("../frames/shapes.js").Actions} actions */
  constructor(entries, actions) {
    this.entries = entries;
    this.actions = actions;
  }

  /**
   * @param {any} event what was just shown
   * @param {HTMLElement} entry where
   * @param {string|undefined} began when the conversation did: it tells conversations apart
   */
  after(event, entry, began) {
    if (event.author === "citizen" && !this.given) this.form?.remove();
    if (event.closing !== true || read(GIVEN) === began) return;
    this.form?.remove();
    this.given = false;
    /** @type {import("../frames/shapes.js").Actions["satisfy"]} */
    const satisfy = (score, comment) => this.keep(began, score, comment);
    this.form = satisfaction({ ...this.actions, satisfy });
    entry.append(this.form);
  }

  /** @param {string|undefined} began @param {number} score @param {string} [comment] */
  async keep(began, score, comment) {
    await this.actions.satisfy(score, comment);
    this.given = true;
    write(GIVEN, began);
  }
}
