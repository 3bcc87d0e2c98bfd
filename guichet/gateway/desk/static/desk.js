// The entry: makes the page at hand live. Every page works without it, by forms and links.

import { bells } from "./bells.js";
import { converse } from "./conversation.js";
import { shortcuts } from "./keys.js";
import { forget } from "./kept.js";
import { watchQueue } from "./queue.js";
import { listen } from "./signals.js";
import { tickAll } from "./since.js";

const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-page]"));

// Whoever signs out leaves no words behind in this tab.
document.addEventListener("submit", ({ target }) => {
  if (target instanceof HTMLFormElement && target.getAttribute("action") === "/desk/deconnexion") forget();
});

if (page) {
  setInterval(() => tickAll(document), 15_000);
  const ring = bells(page);
  const parts = page.dataset.page === "conversation" ? converse(page, ring) : watchQueue(page, ring);
  listen(page, page.dataset.reference ?? "", parts);
  shortcuts(page);
}
