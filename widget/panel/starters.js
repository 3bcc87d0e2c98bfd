// A first question to pick, by theme: for whoever does not know what to write. Gone once someone has spoken.

import { button, el, list, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

/** @typedef {import("../session/api.js").Theme} Theme */

/**
 * @param {() => Promise<Theme[]>} proposed by the server
 * @param {(starter: Theme["starters"][number]) => void} start
 */
export function starters(proposed, start) {
  const element = el("div", { class: "starters", part: "starters" });
  let wanted = false;
  hide();

  /** Nothing is shown when the server has none, or does not answer. */
  async function show() {
    wanted = true;
    const themes = (await proposed().catch(() => null)) ?? [];
    if (!wanted || !themes.length) return;
    const label = texts.panelStarters;
    element.replaceChildren(make("p", label), list("", themes.map(theme), label) || "");
    unfold();
    element.hidden = false;
  }

  function hide() {
    wanted = false;
    element.hidden = true;
  }

  /** @param {Theme} theme */
  function theme({ title, starters }) {
    const head = button(title, () => unfold(head), "theme");
    return [head, list("", starters.map((starter) => button(starter.label, () => start(starter), "item")))];
  }

  /** One theme is open at a time: the list stays short. @param {HTMLElement} [head] folds when it was open */
  function unfold(head) {
    for (const one of element.querySelectorAll(".theme")) {
      const items = /** @type {HTMLElement} */ (one.nextElementSibling);
      items.hidden = one !== head || !items.hidden;
      one.setAttribute("aria-expanded", String(!items.hidden));
    }
    head?.nextElementSibling?.scrollIntoView({ block: "nearest" });
  }

  return { element, show, hide };
}
