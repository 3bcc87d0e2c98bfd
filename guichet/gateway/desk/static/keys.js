// Shortcuts of one key, outside of fields; they can be switched off, for whoever speaks to their computer.

import { liking } from "./kept.js";

/** @param {HTMLElement} page */
export function shortcuts(page) {
  const dialog = /** @type {HTMLDialogElement | null} */ (page.querySelector("#keys"));
  const box = /** @type {HTMLInputElement | null} */ (page.querySelector("[data-keys-on]"));
  if (box) box.checked = liking.read("keys") !== false;
  box?.addEventListener("change", () => liking.write("keys", box.checked));

  page.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest("[data-open-keys]")) dialog?.showModal();
    if (target.closest("[data-close-dialog]")) target.closest("dialog")?.close();
  });

  addEventListener("keydown", (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented;
    if (busy || box?.checked === false || writes(event.target) || document.querySelector("dialog[open]")) return;
    if (press(event.key)) event.preventDefault();
  });

  /** Whether the key is one of ours. @param {string} key */
  function press(key) {
    if (key === "?") return dialog?.showModal(), true;
    if (key === "f") return location.assign("/desk/"), true;
    if (key === "r") return focus("[data-text]");
    if (key === "/" && page.querySelector("[data-text]")) return page.dispatchEvent(new Event("desk-canned")), true;
    const target = "pctxn".includes(key) && page.querySelector(`[data-key="${key}"]`);
    if (!(target instanceof HTMLElement)) return false;
    if (key === "n") target.focus();
    else target.click();
    const opened = target.closest("details[open]")?.querySelector("select, button");
    if (opened instanceof HTMLElement) opened.focus();
    return true;
  }

  /** @param {string} selector */
  function focus(selector) {
    const found = page.querySelector(selector);
    if (found instanceof HTMLElement) found.focus();
    return Boolean(found);
  }
}

/** @param {EventTarget | null} target */
const writes = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])"));
