// After a goodbye, the time to say whether it helped: asked once in a conversation, and not again once said.

import { satisfaction } from "../frames/satisfaction.js";
import { read, write } from "../session/storage.js";

const GIVEN = "satisfied";

/** @param {import("../frames/shapes.js").Actions} actions */
export function closing(actions) {
  /** @type {HTMLElement|undefined} */
  let form;
  /**
   * @param {import("../frames/shapes.js").Event} event what was just shown
   * @param {HTMLElement} entry where
   * @param {string|undefined} began when the conversation did: it tells conversations apart
   */
  return ({ author, closing }, entry, began) => {
    if (author === "citizen" || closing) form?.remove();
    if (!closing || read(GIVEN) === began) return;
    form = satisfaction({
      satisfy: async (score, comment) => {
        await actions.satisfy(score, comment);
        write(GIVEN, began);
      },
    });
    entry.append(form);
  };
}
