// One conversation, from the moment this browser has it to the moment it is no more: first its past, then what comes.
// It goes on trying for as long as it lives.

import { patience } from "./patience.js";
import { CUT, feed, HELD_BACK } from "./stream.js";

/** The server gives the past in pages of this many events. */
const PAGE = 500;

/** After so many failures in a row it is no passing trouble any more. */
const FEW = 4;

/** @typedef {import("./api.js").Event} Event */
/** @typedef {ReturnType<typeof live>} Life */
/**
 * What the session is told; `obtain` gives the key.
 * @typedef {{
 *   obtain: () => Promise<import("./api.js").Key>,
 *   opened: () => void,
 *   take: (event: Event) => void,
 *   typing: (agent?: string) => void,
 *   settled: () => void,
 *   report: (state: "online"|"offline"|"reconnecting"|"unreachable") => void,
 *   lost: () => void,
 * }} Owner
 */

/** @param {import("./api.js").Api} api @param {Owner} owner @param {import("./session.js").Timings} timings */
export function live(api, owner, timings) {
  const pause = patience(timings);
  let ended = false;
  let losing = false;
  let last = 0;
  let failures = 0;
  const self = {
    api,
    feed: feed(api, timings),
    /** Its past is all here. */
    settled: false,

    async run() {
      while (!ended) await pause.wait(await attempt().catch(weigh));
    },

    end() {
      ended = true;
      self.feed.cut();
      pause.wake();
    },

    /** There may be news: look at once. @param {boolean} [elsewhere] the network is not the same any more */
    wake(elsewhere) {
      self.feed.wake(elsewhere);
      pause.wake();
    },

    /** The server does not know this conversation: too old, or erased, in another tab or there. */
    async lose() {
      if (losing) return;
      losing = true;
      // Many losses in a row must not make as many conversations.
      await pause.wait();
      if (!ended) owner.lost();
    },
  };

  async function attempt() {
    if (!api.key) await open();
    if (!self.settled) await recall();
    if (ended) return;
    for await (const event of self.feed.events(last, hear)) {
      if (event.record === "typing") owner.typing(event.agent);
      // Records of a name that came after this widget are not ours to read.
      else if (!event.record) take(event);
    }
  }

  async function open() {
    const key = await owner.obtain();
    if (ended) return;
    api.key = key;
    owner.opened();
  }

  async function recall() {
    for (let full = true; full; ) {
      const events = await api.list(last);
      for (const event of events) take(event);
      full = !ended && events.length >= PAGE;
    }
    if (ended) return;
    self.settled = true;
    hear();
    owner.settled();
  }

  /** @param {Event} event */
  function take(event) {
    if (ended || event.seq <= last) return;
    last = event.seq;
    owner.take(event);
  }

  function hear() {
    if (ended) return;
    failures = pause.tries = 0;
    owner.report("online");
  }

  /** @param {import("./api.js").Refusal} error @returns {number|undefined} seconds that the server asks to wait */
  function weigh(error) {
    if (ended) return;
    if (error.gone) self.lose();
    else if (error !== CUT && error !== HELD_BACK) {
      failures++;
      const trouble = self.settled && failures < FEW ? "reconnecting" : "unreachable";
      owner.report(navigator.onLine ? trouble : "offline");
    }
    return error.retryAfter;
  }

  return self;
}
