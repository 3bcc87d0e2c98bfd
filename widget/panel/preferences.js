// How a citizen likes to read: the size of the text, and one thing at a time. Kept on the device, for all sites of it.

import { button, el, make, spoken } from "../frames/dom.js";
import * as texts from "../locale/fr.js";
import { read, write } from "../session/storage.js";

const STORE = "preferences";
const SIZES = [1, 1.15, 1.35, 1.6];

/**
 * Two parts of the menu.
 * @param {{announce(words: string): void, size(scale: number): void, simple(on: boolean): void}} does
 */
export function preferences({ announce, size, simple }) {
  let kept = { step: 0, simple: false, ...read(STORE) };
  const smaller = sizeButton(texts.panelSmaller, "A −", -1);
  const larger = sizeButton(texts.panelLarger, "A +", 1);
  const group = { class: "sizes", role: "group", "aria-label": texts.panelSize };
  const sizes = el("div", group, make("span", texts.panelSize), smaller, larger);
  const turn = () => change({ simple: !kept.simple });
  const toggle = button([texts.panelSimple, make("span.about", texts.panelSimpleHint)], turn, "item");

  /** @param {string} label @param {string} sign @param {number} by steps */
  function sizeButton(label, sign, by) {
    return button([el("span", { "aria-hidden": true }, sign), spoken(label)], () => resize(kept.step + by));
  }

  /** A button at its end says that it is disabled, and keeps the focus. @param {number} step */
  function resize(step) {
    if (!SIZES[step]) return;
    change({ step });
    announce(texts.panelSizeIs(Math.round(SIZES[step] * 100)));
  }

  /** @param {Partial<typeof kept>} wish also for the next visit */
  function change(wish) {
    write(STORE, (kept = { ...kept, ...wish }));
    apply();
  }

  function apply() {
    size(SIZES[kept.step] ?? 1);
    simple(kept.simple);
    toggle.setAttribute("aria-pressed", String(kept.simple));
    smaller.setAttribute("aria-disabled", String(!SIZES[kept.step - 1]));
    larger.setAttribute("aria-disabled", String(!SIZES[kept.step + 1]));
  }

  return { parts: [sizes, toggle], apply };
}
