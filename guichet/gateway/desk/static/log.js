// The conversation on the page: the server's lines in their order, and the agent's own words that are on their way.

import { say } from "./words.js";

/** @param {HTMLElement} page */
export function logOf(page) {
  const box = /** @type {HTMLElement} */ (page.querySelector("[data-log]"));
  const list = /** @type {HTMLElement} */ (box.querySelector("ol"));
  const announcer = page.querySelector("[data-announcer]");
  let last = Number(page.dataset.last);

  const atEnd = () => box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  function toEnd() {
    box.scrollTop = box.scrollHeight;
  }

  /** @param {Element} item */
  function announce(item) {
    if (!announcer || !item.classList.contains("citizen")) return;
    announcer.textContent = `${say("citizen")} : ${item.querySelector(".said")?.textContent?.trim() ?? ""}`;
  }

  toEnd();
  return {
    get last() {
      return last;
    },
    /** What came after the last line; a line that is there already stays. @param {DocumentFragment} news */
    add(news) {
      const end = atEnd();
      const items = [...(news.querySelector("[data-news]")?.children ?? [])];
      const pending = list.querySelector(".pending");
      for (const [at, item] of items.entries()) {
        const seq = Number(item.getAttribute("data-seq") ?? items[at + 1]?.getAttribute("data-seq"));
        if (seq <= last) continue;
        list.insertBefore(item, pending);
        announce(item);
      }
      last = Math.max(last, Number(news.querySelector("[data-news]")?.getAttribute("data-last") ?? 0));
      for (const one of list.querySelectorAll("[data-sent]")) if (Number(one.getAttribute("data-sent")) <= last) one.remove();
      if (end) toEnd();
    },
    /** @param {import("./outbox.js").Words[]} all @param {boolean} late */
    pending(all, late) {
      for (const one of list.querySelectorAll(".pending:not([data-sent])")) one.remove();
      for (const { text } of all) list.append(bubble(text, say(late ? "unsent" : "sending")));
      if (all.length) toEnd();
    },
    /** The words have a number: they go when the server's own line of them comes. @param {string} text @param {number} [seq] */
    sent(text, seq) {
      if (!seq || seq <= last) return;
      const item = bubble(text, "");
      item.setAttribute("data-sent", String(seq));
      list.insertBefore(item, list.querySelector(".pending:not([data-sent])"));
    },
    toEnd,
  };
}

/** @param {string} text @param {string} state */
function bubble(text, state) {
  const item = document.createElement("li");
  item.className = "event agent own pending";
  const [words, about] = [document.createElement("p"), document.createElement("p")];
  words.className = "text";
  words.textContent = text;
  about.className = "about";
  about.textContent = state;
  item.append(about, words);
  return item;
}
