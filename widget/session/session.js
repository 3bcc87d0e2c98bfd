// The conversation of this browser: opened or resumed, kept in step with the server and with the other tabs, its
// messages sent once each, whatever happens to page, network and server. It shows nothing: it tells a view.

import { Api, Refusal } from "./api.js";
import { Courier } from "./courier.js";
import { Life } from "./life.js";
import { Outbox } from "./outbox.js";
import { alone, forget, read, watch, write } from "./storage.js";
import { forgetTicks, Ticks } from "./ticks.js";
import { sheltered } from "./view.js";

/** `pause` and `longest`: milliseconds between two tries, at first and at most. The others: see `stream.js`. */
const TIMINGS = {
  answer: 15_000,
  firstByte: 6_000,
  silence: 40_000,
  brief: 10_000,
  again: 300_000,
  wait: 25,
  pause: 500,
  longest: 15_000,
};

/** @typedef {typeof TIMINGS} Timings */
/** What this browser remembers; `after`: what became of the conversation before. */
/** @typedef {import("./api.js").Key & {after?: "gone"|"erased"}} Kept */
/** @typedef {"connecting"|"online"|"offline"|"reconnecting"|"unreachable"} State */
/** @typedef {import("./view.js").View} View */

export class Session {
  /** @param {string} server @param {View} view @param {Partial<Timings>} [timings] */
  constructor(server, view, timings) {
    this.timings = { ...TIMINGS, ...timings };
    this.view = sheltered(view);
    this.api = new Api(server, this.timings.answer);
    this.name = `conversation:${this.api.server}`;
    this.outbox = new Outbox(this.api.server);
    this.courier = new Courier(this.outbox, this.name, this, this.timings);
    this.life = new Life(this.api, this, this.timings);
    this.page = new AbortController();
    this.started = false;
    /** @type {string|undefined} id of the conversation that is no more */
    this.former = undefined;
    /** @type {string|undefined} id of the conversation that this tab opened */
    this.mine = undefined;
    /** @type {Kept["after"]} */
    this.after = undefined;
    /** @type {State} */
    this.now = "connecting";
    this.said = "";
    this.begun = () => {};
    /** @type {Promise<void>} */
    this.ready = new Promise((resolve) => (this.begun = resolve));
  }

  /** Resume the conversation of this browser or open one: once. Again, it only tries at once what waits to be tried. */
  start() {
    if (this.started) this.wake();
    else {
      this.started = true;
      this.listen();
      this.report();
      this.life.run();
    }
    return this.ready;
  }

  /** Leave the conversation as it is, to be resumed another time. */
  stop() {
    this.page.abort();
    this.life.end();
    this.courier.stop();
  }

  /** @param {import("./api.js").Words} message @param {string} words what the citizen sees of it */
  say(message, words) {
    this.outbox.add(message, words);
    this.deliver();
  }

  /** @param {string} clientId of a message that has not left yet */
  retry(clientId) {
    this.courier.retry(clientId);
    this.wake();
  }

  /** @param {import("./api.js").Opinion} opinion */
  async rate(opinion) {
    await this.api.rate(this.life.here(), opinion);
  }

  /** @param {string} procedure */
  ticks(procedure) {
    return new Ticks(this.life.here().id, procedure);
  }

  async transcript() {
    return this.api.transcript(this.life.here());
  }

  /** @param {string} q @param {AbortSignal} [signal] */
  procedures(q, signal) {
    return this.api.procedures(q, signal);
  }

  starters() {
    return this.api.starters();
  }

  /** Erase the conversation on the server, then here; while the server can't, nothing is erased and this throws. */
  async erase() {
    const { life } = this;
    await alone(this.name, async () => {
      if (life.key) await this.api.erase(life.key).catch(unlessGone);
      this.outbox.clear();
      forget(this.name);
      this.after = "erased";
      // Other tabs are to find the next one in its place.
      await this.open().catch(() => {});
    });
    if (life === this.life) this.change("erased");
  }

  listen() {
    const { signal } = this.page;
    for (const name of ["online", "offline"]) addEventListener(name, () => this.wake(true), { signal });
    addEventListener("pageshow", () => this.wake(), { signal });
    // A page with an open connection could not be kept to come back to.
    addEventListener("pagehide", () => this.life.feed.cut(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.wake(), { signal });
    watch(() => this.compare(), signal);
  }

  /** @param {boolean} [elsewhere] the network is not the same any more */
  wake(elsewhere) {
    this.life.wake(elsewhere);
    this.compare();
  }

  /** Another tab may have erased or replaced the conversation, or have something to send. */
  compare() {
    if (!this.life.key) return;
    const kept = this.kept();
    if (kept?.id === this.life.key.id) this.deliver();
    else this.change(this.fate(kept));
  }

  /** @returns {Kept|null} */
  kept() {
    const kept = read(this.name);
    return typeof kept?.id === "string" && typeof kept.token === "string" ? kept : null;
  }

  /** What became of our conversation, to judge by what is kept. @param {Kept|null} kept */
  fate(kept) {
    if (!kept) return "erased";
    return kept.id !== this.life.key?.id && kept.after === "erased" ? "erased" : "gone";
  }

  /** Go on in another conversation; what was not sent yet is sent there. @param {"gone"|"erased"} why */
  change(why) {
    this.life.end();
    this.courier.stop();
    this.former = this.life.key?.id;
    this.after = why;
    if (this.former) forgetTicks(this.former);
    this.view[why]();
    this.life = new Life(this.api, this, this.timings);
    this.life.run();
  }

  /** @type {import("./life.js").Owner["obtain"]} */
  async obtain() {
    // One tab at a time, so that all have the same.
    const key = await alone(this.name, () => this.other() ?? this.open());
    return { key, fresh: key.id === this.mine };
  }

  async open() {
    const key = await this.api.open();
    // Without locks, another tab may have been faster.
    const other = this.other();
    if (other) return other;
    write(this.name, { ...key, after: this.after });
    this.mine = key.id;
    return key;
  }

  /** What is kept, unless it is what we had before. */
  other() {
    const kept = this.kept();
    return kept?.id === this.former ? null : kept;
  }

  /** @param {boolean} fresh */
  opened(fresh) {
    this.courier.told.clear();
    this.view.opened(fresh);
  }

  /** @param {import("./api.js").Event} event @param {boolean} past */
  take(event, past) {
    if (event.client_id) this.outbox.drop(event.client_id);
    this.view.event(event, past);
    this.report();
  }

  settled() {
    this.courier.show();
    this.view.settled();
    this.begun();
    this.deliver();
  }

  /** @param {Life} life */
  async lost(life) {
    // A tab that is erasing it ends that first, and leaves nothing.
    const kept = await alone(this.name, () => this.kept());
    if (life === this.life) this.change(this.fate(kept));
  }

  /** @param {import("./api.js").Message} message */
  async send(message) {
    const { life } = this;
    try {
      await this.api.send(life.here(), message);
    } catch (error) {
      if (error instanceof Refusal && error.gone) life.lose();
      throw error;
    }
  }

  /** @type {View["message"]} */
  tell(...message) {
    this.view.message(...message);
    this.report();
  }

  deliver() {
    if (this.life.settled) this.courier.run();
    else this.courier.show();
    this.report();
  }

  /** Say where we are, if that has changed. @param {State} [state] */
  report(state = this.now) {
    this.now = state;
    const pending = this.outbox.pending().length;
    if (this.said === state + pending) return;
    this.said = state + pending;
    this.view.state(state, pending);
  }
}

/** @param {unknown} error */
function unlessGone(error) {
  if (!(error instanceof Refusal && error.gone)) throw error;
}
