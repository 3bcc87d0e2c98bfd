// « Options »: a button that unfolds a list of buttons. What they do is their owner's.

import { button, el, list, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";
import { icon } from "../frames/icons.js";

/** @param {HTMLElement[]} first what stands above the entries @param {[string, () => void][]} entries */
export function menu(first, entries) {
  const words = texts.panelOptions;
  const opener = button([icon("options"), make("span", words)], () => toggle());
  const items = entries.map(([label, act]) => button(label, () => (toggle(false), act()), "item"));
  const group = { class: "menu", part: "menu", role: "group", "aria-label": words };
  const element = el("div", { ...group, onfocusout: left }, list("", [...first, ...items]));
  toggle(false);

  function toggle(open = Boolean(element.hidden)) {
    const inside = element.matches(":focus-within");
    element.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (!open && inside) opener.focus();
  }

  /** Whoever goes on to something else has done with it. @param {FocusEvent} event */
  function left({ relatedTarget }) {
    const next = /** @type {Node|null} */ (relatedTarget);
    if (next && next !== opener && !element.contains(next)) toggle(false);
  }

  return { button: opener, element, items, toggle };
}
