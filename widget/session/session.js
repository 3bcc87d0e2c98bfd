// The conversation of this browser: opened or resumed, kept in step with the server and with the other tabs, its
// messages sent once each, whatever happens to page, network and server. It shows nothing: it tells a view.

import { connect } from "./api.js";
import { courier } from "./courier.js";
import { live } from "./life.js";
import { outbox } from "./outbox.js";
import { alone, forget, read, watch, write } from "./storage.js";
import { forgetTicks, ticks } from "./ticks.js";

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
/** @typedef {"sending"|"waiting"|"queued"|"failed"|"refused"} MessageState */
/**
 * What a view is told. `past`: an event of before, shown again and never announced; `settled`: what follows is news.
 * A message: `queued` waits for the network or behind another; `waiting` for the server, `detail` seconds; `failed` did
 * not get through and is tried again; `refused` will not be sent, `detail` says why. `pending`: how many are unsent.
 * @typedef {{
 *   opened: (fresh: boolean) => void,
 *   event: (event: import("./api.js").Event, past: boolean) => void,
 *   settled: () => void,
 *   message: (clientId: string, words: string, state: MessageState, detail?: string|number) => void,
 *   state: (state: State, pending: number) => void,
 *   gone: () => void,
 *   erased: () => void,
 * }} View
 */

export class Session {
  #view;
  #timings;
  #api;
  #name;
  #outbox;
  #courier;
  #page = new AbortController();
  #started = false;
  /** @type {string|undefined} id of the conversation that is no more */
  #former;
  /** @type {string|undefined} id of the conversation that this tab opened */
  #mine;
  /** @type {Kept["after"]} */
  #after;
  /** @type {State} */
  #now = "connecting";
  #said = "";

  /** @param {string} server @param {View} view @param {Partial<Timings>} [timings] */
  constructor(server, view, timings) {
    const address = new URL(server, location.href).href;
    this.#view = view;
    this.#timings = { ...TIMINGS, ...timings };
    this.#api = connect(address, this.#timings.answer);
    this.#name = `conversation:${address}`;
    this.#outbox = outbox(address);
    this.#courier = courier(this.#outbox, this.#name, this, this.#timings);
    this.life = live(this.#api, this, this.#timings);
  }

  /** Resume the conversation of this browser or open one: once. Again, it only tries at once what waits to be tried. */
  start() {
    if (this.#started) return this.#wake();
    this.#started = true;
    this.#listen();
    this.report();
    this.life.run();
  }

  /** Leave the conversation as it is, to be resumed another time. */
  stop() {
    this.#page.abort();
    this.life.end();
    this.#courier.stop();
  }

  /** @param {import("./api.js").Words} message @param {string} words what the citizen sees of it */
  say(message, words) {
    this.#outbox.add(message, words);
    this.#deliver();
  }

  /** @param {string} clientId of a message that has not left yet */
  retry(clientId) {
    this.#courier.retry(clientId);
    this.#wake();
  }

  /** @param {import("./api.js").Opinion} opinion */
  async rate(opinion) {
    await this.#api.rate(this.life.here(), opinion);
  }

  /** @param {string} procedure */
  ticks(procedure) {
    return ticks(this.life.here().id, procedure);
  }

  async transcript() {
    return this.#api.transcript(this.life.here());
  }

  /** @param {string} q @param {AbortSignal} [signal] */
  procedures(q, signal) {
    return this.#api.procedures(q, signal);
  }

  starters() {
    return this.#api.starters();
  }

  /** Erase the conversation on the server, then here; while the server can't, nothing is erased and this throws. */
  async erase() {
    const { life } = this;
    await alone(this.#name, async () => {
      if (life.key) await this.#api.erase(life.key).catch(unlessGone);
      this.#outbox.clear();
      forget(this.#name);
      this.#after = "erased";
      // Other tabs are to find the next one in its place.
      await this.#open().catch(() => {});
    });
    if (life === this.life) this.#change("erased");
  }

  #listen() {
    const { signal } = this.#page;
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#wake(true), { signal });
    addEventListener("pageshow", () => this.#wake(), { signal });
    // A page with an open connection could not be kept to come back to.
    addEventListener("pagehide", () => this.life.feed.cut(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake(), { signal });
    watch(() => this.#compare(), signal);
  }

  /** @param {boolean} [elsewhere] the network is not the same any more */
  #wake(elsewhere) {
    this.life.wake(elsewhere);
    this.#compare();
  }

  /** Another tab may have erased or replaced the conversation, or have something to send. */
  #compare() {
    if (!this.life.key) return;
    if (this.#kept()?.id === this.life.key.id) this.#deliver();
    else this.#change();
  }

  /** @returns {Kept|null} */
  #kept() {
    return read(this.#name);
  }

  /** What became of our conversation, to judge by what is kept. */
  #fate() {
    const kept = this.#kept();
    return !kept || (kept.id !== this.life.key?.id && kept.after === "erased") ? "erased" : "gone";
  }

  /** Go on in another conversation; what was not sent yet is sent there. */
  #change(why = /** @type {"gone"|"erased"} */ (this.#fate())) {
    this.life.end();
    this.#courier.stop();
    this.#former = this.life.key?.id;
    this.#after = why;
    if (this.#former) forgetTicks(this.#former);
    this.#show(why);
    this.life = live(this.#api, this, this.#timings);
    this.life.run();
  }

  /** @type {import("./life.js").Owner["obtain"]} */
  async obtain() {
    // One tab at a time, so that all have the same.
    const key = await alone(this.#name, async () => this.#other() ?? this.#open());
    return { key, fresh: key.id === this.#mine };
  }

  async #open() {
    const key = await this.#api.open();
    // Without locks, another tab may have been faster.
    const other = this.#other();
    if (other) return other;
    write(this.#name, { ...key, after: this.#after });
    this.#mine = key.id;
    return key;
  }

  /** What is kept, unless it is what we had before. */
  #other() {
    const kept = this.#kept();
    return kept?.id === this.#former ? null : kept;
  }

  /** @param {boolean} fresh */
  opened(fresh) {
    this.#courier.forget();
    this.#show("opened", fresh);
  }

  /** @param {import("./api.js").Event} event @param {boolean} past */
  take(event, past) {
    if (event.client_id) this.#outbox.drop(event.client_id);
    this.#show("event", event, past);
    this.report();
  }

  settled() {
    this.#courier.show();
    this.#show("settled");
    this.#deliver();
  }

  async lost() {
    const { life } = this;
    // A tab that is erasing it ends that first, and leaves nothing.
    if (await alone(this.#name, async () => life === this.life)) this.#change();
  }

  /** @param {import("./api.js").Message} message */
  async send(message) {
    const { life } = this;
    await this.#api.send(life.here(), message).catch((error) => {
      if (error.gone) life.lose();
      throw error;
    });
  }

  /** @param {Parameters<View["message"]>} message */
  tell(...message) {
    this.#show("message", ...message);
    this.report();
  }

  #deliver() {
    if (this.life.settled) this.#courier.run();
    else this.#courier.show();
    this.report();
  }

  /** Say where we are, if that has changed. @param {State} [state] */
  report(state = this.#now) {
    this.#now = state;
    const pending = this.#outbox.pending().length;
    if (this.#said === state + pending) return;
    this.#said = state + pending;
    this.#show("state", state, pending);
  }

  /**
   * What can't be shown must not keep back what follows.
   * @template {keyof View} Name
   * @param {Name} name @param {Parameters<View[Name]>} said
   */
  #show(name, ...said) {
    try {
      /** @type {any} */ (this.#view)[name](...said);
    } catch (error) {
      reportError(error);
    }
  }
}

/** @param {import("./api.js").Refusal} error */
function unlessGone(error) {
  if (!error.gone) throw error;
}
