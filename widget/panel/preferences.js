// How a citizen likes to read: the size of the text, and one thing at a time. Kept on the device, for all sites of it.

import { el, spoken } from "../frames/dom.js";
import { texts } from "../locale/fr.js";
import { read, write } from "../session/storage.js";

const STORE = "preferences";
const SIZES = [1, 1.15, 1.35, 1.6];

export class Preferences {
  /** @param {import("./owner.js").Owner} owner */
  constructor(owner) {
    this.owner = owner;
    const kept = read(STORE);
    this.step = Number.isInteger(kept?.step) ? Math.min(Math.max(kept.step, 0), SIZES.length - 1) : 0;
    this.simple = kept?.simple === true;
    const { size, smaller, larger } = texts.panel;
    this.smaller = this.sizeButton(smaller, "A −", -1);
    this.larger = this.sizeButton(larger, "A +", 1);
    const sizes = [el("span", {}, size), this.smaller, this.larger];
    this.sizes = el("div", { class: "sizes", role: "group", "aria-label": size }, ...sizes);
    const attributes = { type: "button", class: "item", onclick: () => this.toggleSimple() };
    this.switch = el("button", attributes, texts.panel.simple, el("span", { class: "about" }, texts.panel.simpleHint));
  }

  /** @param {string} label @param {string} sign @param {number} by steps */
  sizeButton(label, sign, by) {
    const shown = el("span", { "aria-hidden": true }, sign);
    return el("button", { type: "button", class: "quiet", onclick: () => this.resize(by) }, shown, spoken(label));
  }

  /** @param {number} by steps */
  resize(by) {
    const step = Math.min(Math.max(this.step + by, 0), SIZES.length - 1);
    const { sizeIs, sizeEnd } = texts.panel;
    this.owner.announce(step === this.step ? sizeEnd : sizeIs(Math.round(SIZES[step] * 100)));
    this.step = step;
    this.apply();
  }

  toggleSimple() {
    this.simple = !this.simple;
    this.apply();
  }

  /** Do as was wished, here and at the next visit. A button at its end says so and keeps the focus. */
  apply() {
    this.owner.size(SIZES[this.step]);
    this.owner.simple(this.simple);
    this.switch.setAttribute("aria-pressed", String(this.simple));
    this.smaller.setAttribute("aria-disabled", String(this.step === 0));
    this.larger.setAttribute("aria-disabled", String(this.step === SIZES.length - 1));
    if (this.step || this.simple || read(STORE)) write(STORE, { step: this.step, simple: this.simple });
  }
}
