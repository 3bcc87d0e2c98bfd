// The simple mode: the last question and its answer alone on the screen, what came before on demand.
// Whether it is on is for `preferences.js`; how large it is, for `styles/log.css.js`.

import { button } from "../frames/dom.js";
import { texts } from "../locale/fr.js";

export class Simple {
  /** @param {HTMLElement} log @param {HTMLElement} entries inside it */
  constructor(log, entries) {
    this.log = log;
    this.entries = entries;
    this.button = button("", () => this.show(!this.shown), "quiet earlier-button");
    this.show(false);
  }

  /** @param {boolean} on */
  turn(on) {
    this.log.classList.toggle("simple", on);
    this.show(false);
  }

  /** @param {boolean} shown what came before */
  show(shown) {
    this.shown = shown;
    this.button.textContent = shown ? texts.log.hideEarlier : texts.log.earlier;
    this.button.setAttribute("aria-expanded", String(shown));
    this.mark();
  }

  /** What came before the last question is earlier; before any question, the welcome alone is there. */
  mark() {
    const all = /** @type {HTMLElement[]} */ ([...this.entries.children]);
    const question = all.findLastIndex((entry) => entry.classList.contains("citizen"));
    const on = this.log.classList.contains("simple");
    all.forEach((entry, i) => entry.classList.toggle("earlier", on && !this.shown && i < question));
    this.button.hidden = !on || question < 1;
  }
}
