// Text into the clipboard, and a button that does so and says whether it worked.

import { texts } from "../locale/fr.js";
import { button, el } from "./dom.js";

/**
 * @param {string} label @param {() => string} text
 * @returns {HTMLElement[]} the button, and where it says what became of it
 */
export function copying(label, text) {
  const said = el("span", { role: "status", class: "about" });
  const made = button(label, async () => {
    said.textContent = (await copy(text(), made)) ? texts.copy.done : texts.copy.failed;
  });
  return [made, said];
}

/**
 * The clipboard is for secure addresses only.
 * @param {string} text @param {HTMLElement} beside
 * @returns {Promise<boolean>} whether it worked
 */
async function copy(text, beside) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text, beside);
  }
}

/** @param {string} text @param {HTMLElement} beside */
function copyOldWay(text, beside) {
  const area = el("textarea", { class: "spoken", "aria-hidden": true, tabindex: -1 }, text);
  beside.after(area);
  area.select();
  const worked = document.execCommand("copy");
  area.remove();
  beside.focus();
  return worked;
}
