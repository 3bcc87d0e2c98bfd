// The simple mode: the last question and its answer alone on the screen, what came before on demand.
// Whether it is on is for `preferences.js`; how large it is, for `styles/chat.css.js`.

import { button } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

/** @param {HTMLElement} log @param {HTMLElement} entries inside it */
export function simplified(log, entries) {
  let on = false;
  let whole = false;
  const more = button("", () => show(!whole), "quiet earlier-button");

  /** What came before the last question is earlier; before any question, the welcome alone is there. */
  const mark = () => {
    const all = [...entries.children];
    const question = all.findLastIndex((entry) => entry.matches(".citizen"));
    all.forEach((entry, i) => entry.classList.toggle("earlier", on && !whole && i < question));
    more.hidden = !on || question < 1;
  };

  /** @param {boolean} shown what came before */
  const show = (shown) => {
    whole = shown;
    more.textContent = shown ? texts.logHideEarlier : texts.logEarlier;
    more.setAttribute("aria-expanded", String(shown));
    mark();
  };

  /** @param {boolean} wished */
  const turn = (wished) => {
    on = wished;
    log.classList.toggle("simple", on);
    show(false);
  };
  return { button: more, mark, show, turn };
}
