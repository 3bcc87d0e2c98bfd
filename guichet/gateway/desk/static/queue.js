// The page of the queue, kept as it is on the server.

import { load } from "./loading.js";
import { keepParts, parse, showParts } from "./parts.js";

/** @param {HTMLElement} page @param {import("./bells.js").Ring} ring @returns {import("./signals.js").Page} */
export function watchQueue(page, ring) {
  keepParts();
  const refresh = load(
    () => page.dataset.parts ?? "",
    (html) => {
      showParts(parse(html));
      ring(document.querySelector("[data-alerts]"));
    },
  );
  ring(document.querySelector("[data-alerts]"));
  return { refresh, queue: refresh };
}
