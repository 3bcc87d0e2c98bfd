// A button that puts a text into the clipboard and says whether it worked: elsewhere than on https, it may not.

import * as texts from "../locale/fr.js";
import { button, el } from "./dom.js";

/**
 * @param {string} label @param {() => string} text
 * @returns {HTMLElement[]} the button, and where it says what became of it
 */
export function copying(label, text) {
  const said = el("span", { role: "status", class: "about" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      said.textContent = texts.copyDone;
    } catch {
      said.textContent = texts.copyFailed;
    }
  };
  return [button(label, copy), said];
}
