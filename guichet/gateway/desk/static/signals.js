// The desk's stream: it says that something is new, and the page asks what. One connection a browser, where it can be.

import { say } from "./words.js";

/**
 * What a page does: `refresh` after each (re)connection, and what each signal calls for.
 * @typedef {{refresh: () => void, queue: () => void, request?: () => void, typing?: () => void, gone?: () => void}} Page
 */

/** A hidden page lets go of its stream after so many milliseconds, unless it is the one that keeps the agent present. */
const REST = 30_000;

/** @param {HTMLElement} page @param {string} reference of the request shown, if one is @param {Page} parts */
export function listen(page, reference, parts) {
  const address = `/desk/flux${reference ? `?reference=${encodeURIComponent(reference)}` : ""}`;
  const state = page.querySelector("[data-connection]");
  /** @type {EventSource | null} */
  let stream = null;
  let rest = 0;
  let keeper = !navigator.locks;
  let over = false;

  /** @param {string} text */
  const tell = (text) => state && state.textContent !== text && (state.textContent = text);

  /** @param {string} text */
  function end(text) {
    over = true;
    close();
    tell(text);
  }

  function close() {
    stream?.close();
    stream = null;
  }

  function open() {
    clearTimeout(rest);
    if (stream || over) return;
    stream = new EventSource(address);
    stream.onopen = () => {
      tell("");
      parts.refresh();
    };
    stream.onerror = () => {
      tell(say("lost"));
      // A browser does not try again by itself after an answer that is no stream: the server starts, or we are out.
      if (stream?.readyState === EventSource.CLOSED) askAgain();
    };
    stream.addEventListener("queue", () => parts.queue());
    stream.addEventListener("request", () => parts.request?.());
    stream.addEventListener("typing", () => parts.typing?.());
    stream.addEventListener("gone", () => (end(say("gone")), parts.gone?.()));
    stream.addEventListener("signed_out", () => end(say("signed-out")));
  }

  async function askAgain() {
    close();
    const asked = reference ? `/desk/demandes/${reference}/suite?after=999999999` : "/desk/file?bref=1";
    const answer = await fetch(asked, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.status === 401) end(say("signed-out"));
    else if (reference && answer?.status === 404) (end(say("gone")), parts.gone?.());
    else setTimeout(open, 3000);
  }

  // Browsers make six connections to a server at most. The pages an agent has open share the one duty: to be here.
  navigator.locks?.request("guichet.desk", () => {
    keeper = true;
    open();
    return new Promise(() => {});
  });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(rest);
    if (!document.hidden) open();
    else if (!keeper) rest = setTimeout(() => document.hidden && !keeper && close(), REST);
  });
  addEventListener("online", open);
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
}
