// Sends what the outbox keeps: in order, one at a time, one tab at a time, again and again until the server has it.

import { Refusal } from "./api.js";
import { Patience } from "./patience.js";
import { alone } from "./storage.js";

/** What another try may overcome, as all from 500 on: too slow, too early, a proxy's word while the server is away. */
const PASSING = [401, 404, 408, 425];

/** @typedef {import("./outbox.js").Unsent} Unsent */
/**
 * Both ends of the way: `send` may throw a `Refusal`, `tell` is `View.message`.
 * @typedef {{send: (message: import("./api.js").Message) => Promise<void>,
 *   tell: import("./session.js").View["message"]}} Ends
 */

export class Courier {
  /**
   * @param {import("./outbox.js").Outbox} outbox
   * @param {string} lock what the tabs share
   * @param {Ends} ends
   * @param {{pause: number, longest: number}} timings
   */
  constructor(outbox, lock, ends, timings) {
    this.outbox = outbox;
    this.lock = lock;
    this.ends = ends;
    this.patience = new Patience(timings);
    /** What was told last of each message. @type {Map<string, string>} */
    this.told = new Map();
    this.running = false;
    this.stopped = true;
  }

  /** Show what is kept and send it; while it is being sent already, the next try is now. */
  async run() {
    this.stopped = false;
    this.show();
    this.patience.wake();
    if (this.running) return;
    this.running = true;
    while (!this.stopped && this.outbox.pending().length) {
      const pause = await alone(this.lock, () => this.attempt());
      if (pause !== undefined && !this.stopped) await this.patience.wait(pause);
    }
    this.running = false;
  }

  /** Until it runs again, for another conversation, on an empty page. */
  stop() {
    this.stopped = true;
    this.told.clear();
    this.patience.wake();
  }

  /** @param {string} clientId */
  retry(clientId) {
    this.patience.wake();
    const unsent = this.outbox.pending().find((other) => other.client_id === clientId);
    if (unsent && this.told.get(clientId) !== "waiting") this.tell(unsent, "sending");
  }

  show() {
    const first = this.outbox.pending()[0]?.client_id;
    for (const unsent of this.outbox.all()) {
      if (unsent.refused !== undefined) this.tell(unsent, "refused", unsent.refused);
      else if (!this.told.has(unsent.client_id)) this.tell(unsent, unsent.client_id === first ? "sending" : "queued");
    }
  }

  /** @returns {Promise<number|undefined>} undefined to go on, else to wait: the seconds the server asks for, or 0 */
  async attempt() {
    const [unsent] = this.outbox.pending();
    if (this.stopped || !unsent) return;
    // A message that did not get through keeps saying so while it is tried again behind the scenes.
    if (!this.patience.tries || this.told.get(unsent.client_id) === "waiting") this.tell(unsent, "sending");
    const { client_id, text, choice, procedure } = unsent;
    try {
      await this.ends.send({ client_id, text, choice, procedure });
    } catch (error) {
      return this.weigh(unsent, error);
    }
    this.outbox.drop(client_id);
    this.patience.reset();
  }

  /** @param {Unsent} unsent @param {unknown} error @returns {number|undefined} as `attempt` */
  weigh(unsent, error) {
    // Accepted after all, as its event says, or erased.
    if (!this.outbox.has(unsent.client_id)) return;
    const refusal = error instanceof Refusal ? error : null;
    if (refusal?.status === 429) {
      const seconds = refusal.retryAfter || 1;
      this.tell(unsent, "waiting", seconds);
      return seconds;
    }
    if (refusal && isFinal(refusal)) {
      this.outbox.refuse(unsent, refusal.message);
      this.tell(unsent, "refused", refusal.message);
      return;
    }
    if (!refusal?.gone) this.tell(unsent, navigator.onLine ? "failed" : "queued");
    return 0;
  }

  /** Once only. @param {Unsent} unsent @param {Parameters<Ends["tell"]>[2]} state @param {string|number} [detail] */
  tell({ client_id, words }, state, detail) {
    if (this.told.get(client_id) === state) return;
    this.told.set(client_id, state);
    this.ends.tell(client_id, words, state, detail);
  }
}

/** @param {Refusal} refusal */
function isFinal({ status, gone }) {
  return status < 500 && !gone && !PASSING.includes(status);
}
