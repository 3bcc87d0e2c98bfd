// One conversation, from the moment this browser has it to the moment it is no more: first its past, then what comes.
// It goes on trying for as long as it lives.

import { Refusal } from "./api.js";
import { Patience } from "./patience.js";
import { Cut, Feed } from "./stream.js";

/** The server gives the past in pages of this many events. */
const PAGE = 500;

/** After so many failures in a row it is no passing trouble any more. */
const FEW = 4;

/** @typedef {import("./api.js").Key} Key */
/** @typedef {import("./api.js").Event} Event */
/**
 * What the session is told. `obtain` gives the key, and whether it is that of a new conversation.
 * @typedef {{
 *   obtain: () => Promise<{key: Key, fresh: boolean}>,
 *   opened: (fresh: boolean) => void,
 *   take: (event: Event, past: boolean) => void,
 *   settled: () => void,
 *   report: (state: "online"|"offline"|"reconnecting"|"unreachable") => void,
 *   lost: (life: Life) => void,
 * }} Owner
 */

export class Life {
  /** @param {import("./api.js").Api} api @param {Owner} owner @param {import("./session.js").Timings} timings */
  constructor(api, owner, timings) {
    this.api = api;
    this.owner = owner;
    this.feed = new Feed(api, timings);
    this.patience = new Patience(timings);
    /** @type {Key|null} */
    this.key = null;
    this.fresh = this.settled = this.ended = this.losing = false;
    this.last = this.failures = 0;
  }

  async run() {
    while (!this.ended) {
      let asked = 0;
      try {
        if (!this.key) await this.open();
        if (!this.settled) await this.recall();
        await this.follow();
      } catch (error) {
        if (!this.ended) asked = this.weigh(error);
      }
      await this.patience.wait(asked);
    }
  }

  end() {
    this.ended = true;
    this.feed.cut();
    this.patience.wake();
  }

  /** There may be news: look at once. @param {boolean} [elsewhere] the network is not the same any more */
  wake(elsewhere) {
    if (elsewhere) this.feed.hope();
    if (elsewhere || this.feed.doubtful) this.feed.cut();
    this.patience.wake();
  }

  /** The server does not know this conversation: too old, or erased, in another tab or there. */
  async lose() {
    if (this.losing) return;
    this.losing = true;
    // Many losses in a row must not make as many conversations.
    await this.patience.wait();
    if (!this.ended) this.owner.lost(this);
  }

  here() {
    if (!this.key) throw new Error("no conversation yet");
    return this.key;
  }

  async open() {
    const { key, fresh } = await this.owner.obtain();
    if (this.ended) return;
    this.key = key;
    this.fresh = fresh;
    this.owner.opened(fresh);
  }

  async recall() {
    for (let full = true; full; ) {
      const events = await this.api.list(this.here(), this.last);
      if (this.ended) return;
      for (const event of events) this.take(event, !this.fresh);
      full = events.length >= PAGE;
    }
    this.settled = true;
    this.hear();
    this.owner.settled();
  }

  async follow() {
    if (this.ended) return;
    for await (const event of this.feed.events(this.here(), this.last, () => this.hear())) {
      if (this.ended) return;
      this.take(event, false);
    }
  }

  /** @param {Event} event @param {boolean} past */
  take(event, past) {
    if (event.seq <= this.last) return;
    this.last = event.seq;
    this.owner.take(event, past);
  }

  hear() {
    if (this.ended) return;
    this.failures = 0;
    this.patience.reset();
    this.owner.report("online");
  }

  /** @param {unknown} error @returns {number} seconds that the server asks to wait, or 0 */
  weigh(error) {
    const refusal = error instanceof Refusal ? error : null;
    if (refusal?.gone) this.lose();
    else if (!(error instanceof Cut)) {
      this.failures++;
      const trouble = this.settled && this.failures < FEW ? "reconnecting" : "unreachable";
      this.owner.report(navigator.onLine ? trouble : "offline");
    }
    return refusal?.retryAfter ?? 0;
  }
}
