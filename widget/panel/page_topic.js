// The procedure that the page is about: opened at once in a new conversation, offered in one that is under way.

import { button, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

/** @param {(procedure: string, title: string) => void} open */
export function pageTopic(open) {
  const element = make("div.topic");
  /** @type {Set<string>} what this conversation has spoken of */
  const known = new Set();
  /** Whether a procedure was opened without being asked for: only ever once. */
  let done = false;
  hide();

  function hide() {
    element.hidden = true;
  }

  /** @param {string} procedure */
  function met(procedure) {
    known.add(procedure);
    hide();
  }

  return {
    element,
    met,

    /** @param {string|null} procedure @param {boolean} fresh whether nobody has spoken yet */
    propose(procedure, fresh) {
      hide();
      if (!procedure || known.has(procedure)) return;
      const title = document.title;
      const begin = () => {
        met(procedure);
        open(procedure, title);
      };
      if (fresh && !done) {
        done = true;
        return begin();
      }
      element.replaceChildren(button(texts.panelAboutPage(title), begin, "item"));
      element.hidden = false;
    },

    /** Someone has asked for something else. */
    skip() {
      done = true;
    },

    /** Another conversation. */
    forget() {
      known.clear();
      hide();
    },
  };
}
