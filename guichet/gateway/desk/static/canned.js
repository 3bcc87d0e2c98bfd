// Canned replies: a dialog with a filter, for the mouse and for the keyboard. What is chosen goes into the field, unsent.

import { say } from "./words.js";

/** @typedef {{id: string, title: string, shortcut: string, text: string}} Reply */

/** @param {HTMLElement} page @param {string} reference @param {(text: string) => void} choose */
export function canned(page, reference, choose) {
  const dialog = /** @type {HTMLDialogElement} */ (page.querySelector("#canned"));
  const filter = /** @type {HTMLInputElement} */ (dialog.querySelector("#canned-filter"));
  const list = /** @type {HTMLElement} */ (dialog.querySelector("[data-canned]"));
  const none = dialog.querySelector("[data-canned-none]");
  /** @type {Reply[]} */
  let replies = [];

  async function open() {
    if (dialog.open) return;
    filter.value = "";
    dialog.showModal();
    show();
    const address = `/desk/reponses.json?reference=${encodeURIComponent(reference)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    replies = answer?.ok ? await answer.json() : [];
    show();
  }

  function show() {
    const wanted = fold(filter.value.replace(/^\//, ""));
    const found = replies.filter((reply) => fold(`${reply.shortcut} ${reply.title} ${reply.text}`).includes(wanted));
    // A shortcut typed in full comes first.
    found.sort((a, b) => Number(fold(b.shortcut) === wanted) - Number(fold(a.shortcut) === wanted));
    list.replaceChildren(...found.map(item));
    if (none) none.textContent = found.length ? "" : say("no-reply");
  }

  /** @param {Reply} reply */
  function item(reply) {
    const [line, button] = [document.createElement("li"), document.createElement("button")];
    const [title, shortcut, text] = ["strong", "kbd", "span"].map((tag) => document.createElement(tag));
    title.textContent = reply.title;
    shortcut.textContent = reply.shortcut ? `/${reply.shortcut}` : "";
    text.textContent = reply.text;
    button.type = "button";
    button.append(title, " ", ...(reply.shortcut ? [shortcut] : []), text);
    button.addEventListener("click", () => {
      dialog.close();
      choose(reply.text);
    });
    line.append(button);
    return line;
  }

  /** @param {number} by */
  function move(by) {
    const stops = [filter, ...list.querySelectorAll("button")];
    const at = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    stops[Math.min(stops.length - 1, Math.max(0, at + by))]?.focus();
  }

  filter.addEventListener("input", show);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && event.target === filter) {
      event.preventDefault();
      list.querySelector("button")?.click();
    }
  });
  return open;
}

/** Without accents and case. @param {string} text */
const fold = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
