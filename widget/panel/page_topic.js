// The procedure that the page is about: opened at once in a new conversation, offered in one that is under way.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";

export class PageTopic {
  /** @param {(procedure: string, title: string) => void} open */
  constructor(open) {
    this.open = open;
    this.element = el("div", { class: "topic", hidden: true });
    /** Whether a procedure was opened without being asked for: only ever once. */
    this.done = false;
    /** @type {Set<string>} what this conversation has spoken of */
    this.known = new Set();
  }

  /** @param {string|null} procedure @param {boolean} fresh whether nobody has spoken yet */
  propose(procedure, fresh) {
    this.hide();
    if (!procedure || this.known.has(procedure)) return;
    const title = document.title || texts.panel.thisPage;
    const open = () => {
      this.met(procedure);
      this.open(procedure, title);
    };
    if (fresh && !this.done) {
      this.done = true;
      return open();
    }
    const words = texts.panel.aboutPage(title);
    this.element.replaceChildren(el("button", { type: "button", class: "item", onclick: open }, words));
    this.element.hidden = false;
  }

  /** @param {string|undefined} procedure */
  met(procedure) {
    if (!procedure) return;
    this.known.add(procedure);
    this.hide();
  }

  /** Another conversation. */
  forget() {
    this.known.clear();
    this.hide();
  }

  hide() {
    this.element.hidden = true;
  }
}
