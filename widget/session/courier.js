// Sends what the outbox keeps: in order, one at a time, one tab at a time, again and again until the server has it.

import { patience } from "./patience.js";
import { alone } from "./storage.js";

/** What another try may overcome, as all from 500 on: too slow, too early, a proxy's word while the server is away. */
const PASSING = [401, 404, 408, 425];

/** @typedef {import("./outbox.js").Unsent} Unsent */
/** @typedef {import("./session.js").MessageState} MessageState */
/**
 * Both ends of the way: `send` may throw a `Refusal`, `tell` is `View.message`.
 * @typedef {{send: (message: import("./api.js").Message) => Promise<void>,
 *   tell: import("./session.js").View["message"]}} Ends
 */

/**
 * @param {import("./outbox.js").Outbox} outbox
 * @param {string} lock what the tabs share
 * @param {Ends} ends
 * @param {{pause: number, longest: number}} timings
 */
export function courier(outbox, lock, ends, timings) {
  const pause = patience(timings);
  /** What was told last of each message. @type {Map<string, MessageState>} */
  const told = new Map();
  let running = false;
  let stopped = true;

  /** Once only. @param {Unsent} unsent @param {MessageState} state @param {string|number} [detail] */
  function tell({ client_id, words }, state, detail) {
    if (told.get(client_id) === state) return;
    told.set(client_id, state);
    ends.tell(client_id, words, state, detail);
  }

  function show() {
    const first = outbox.pending()[0]?.client_id;
    for (const unsent of outbox.all()) {
      if (unsent.refused !== undefined) tell(unsent, "refused", unsent.refused);
      else if (!told.has(unsent.client_id)) tell(unsent, unsent.client_id === first ? "sending" : "queued");
    }
  }

  /** @returns {Promise<number|undefined>} undefined to go on, else to wait: the seconds the server asks for, or 0 */
  async function attempt() {
    const [unsent] = outbox.pending();
    if (stopped || !unsent) return;
    const { words, at, ...message } = unsent;
    // A message that did not get through keeps saying so while it is tried again behind the scenes.
    if (!pause.tries || told.get(message.client_id) === "waiting") tell(unsent, "sending");
    try {
      await ends.send(message);
    } catch (error) {
      return weigh(unsent, /** @type {import("./api.js").Refusal} */ (error));
    }
    outbox.drop(message.client_id);
    pause.tries = 0;
  }

  /**
   * @param {Unsent} unsent @param {import("./api.js").Refusal} refusal or what the network threw
   * @returns {number|undefined} as `attempt`
   */
  function weigh(unsent, { status = 500, message = "", gone, retryAfter }) {
    // Accepted after all, as its event says, or erased.
    if (!outbox.has(unsent.client_id)) return;
    if (status === 429) {
      const seconds = retryAfter || 1;
      tell(unsent, "waiting", seconds);
      return seconds;
    }
    if (status < 500 && !gone && !PASSING.includes(status)) {
      outbox.keep({ ...unsent, refused: message });
      show();
      return;
    }
    if (!gone) tell(unsent, navigator.onLine ? "failed" : "queued");
    return 0;
  }

  return {
    show,

    /** Send what is kept; while it is being sent already, the next try is now. */
    async run() {
      stopped = false;
      pause.wake();
      if (running) return;
      running = true;
      while (!stopped && outbox.pending().length) {
        const asked = await alone(lock, attempt);
        if (asked !== undefined && !stopped) await pause.wait(asked);
      }
      running = false;
    },

    /** Until it runs again, for another conversation, on an empty page. */
    stop() {
      stopped = true;
      told.clear();
      pause.wake();
    },

    /** At the next run it is on its way, as if it had not failed. @param {string} clientId */
    retry(clientId) {
      if (told.get(clientId) === "failed") told.delete(clientId);
    },
  };
}
