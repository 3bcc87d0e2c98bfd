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
 *   typing: (agent?: string) => void,
 *   settled: () => void,
 *   message: (clientId: string, words: string, state: MessageState, detail?: string|number) => void,
 *   state: (state: State, pending: number) => void,
 *   gone: () => void,
 *   erased: () => void,
 * }} View
 */

/** @typedef {ReturnType<typeof converse>} Session */

/** @param {string} server its address @param {View} view @param {Partial<Timings>} [given] */
export function converse(server, view, given) {
  const timings = { ...TIMINGS, ...given };
  const address = new URL(server, location.href).href;
  const name = `conversation:${address}`;
  const unsent = outbox(address);
  const sender = courier(unsent, name, { send, tell }, timings);
  const page = new AbortController();
  let started = false;
  /** @type {string|undefined} id of the conversation that is no more */
  let former;
  /** @type {string|undefined} id of the conversation that this tab opened */
  let mine;
  /** @type {Kept["after"]} */
  let after;
  /** @type {State} */
  let now = "connecting";
  let said = "";
  let life = begin();

  function begin() {
    return live(connect(address, timings.answer), { obtain, opened, take, typing, settled, report, lost }, timings);
  }

  function listen() {
    const { signal } = page;
    for (const event of ["online", "offline"]) addEventListener(event, () => wake(true), { signal });
    addEventListener("pageshow", () => wake(), { signal });
    // A page with an open connection could not be kept to come back to.
    addEventListener("pagehide", () => life.feed.cut(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || wake(), { signal });
    watch(compare, signal);
  }

  /** @param {boolean} [elsewhere] the network is not the same any more */
  function wake(elsewhere) {
    life.wake(elsewhere);
    compare();
  }

  /** Another tab may have erased or replaced the conversation, or have something to send. */
  function compare() {
    const { key } = life.api;
    if (!key) return;
    if (kept()?.id === key.id) deliver();
    else change();
  }

  /** @returns {Kept|null} */
  function kept() {
    return read(name);
  }

  /** What is kept, unless it is what we had before. */
  function other() {
    const found = kept();
    return found?.id === former ? null : found;
  }

  /** What became of our conversation, to judge by what is kept. */
  function fate() {
    const found = kept();
    return !found || (found.id !== life.api.key?.id && found.after === "erased") ? "erased" : "gone";
  }

  /** Go on in another conversation; what was not sent yet is sent there. */
  function change(why = /** @type {"gone"|"erased"} */ (fate())) {
    life.end();
    sender.stop();
    former = life.api.key?.id;
    after = why;
    if (former) forgetTicks(former);
    show(why);
    life = begin();
    life.run();
  }

  /** One tab at a time, so that all have the same. */
  function obtain() {
    return alone(name, async () => other() ?? open());
  }

  async function open() {
    const key = await connect(address, timings.answer).open();
    // Without locks, another tab may have been faster.
    const found = other();
    if (found) return found;
    write(name, { ...key, after });
    mine = key.id;
    return key;
  }

  function isNew() {
    return life.api.key?.id === mine;
  }

  function opened() {
    // The page is empty: all is to be told anew.
    sender.stop();
    show("opened", isNew());
  }

  /** @param {import("./api.js").Event} event */
  function take(event) {
    if (event.client_id) unsent.drop(event.client_id);
    show("event", event, !life.settled && !isNew());
    report();
  }

  /** @param {string} [agent] */
  function typing(agent) {
    show("typing", agent);
  }

  function settled() {
    sender.show();
    show("settled");
    deliver();
  }

  async function lost() {
    const { api } = life;
    // A tab that is erasing it ends that first, and leaves nothing.
    if (await alone(name, async () => api === life.api)) change();
  }

  /** @param {import("./api.js").Message} message */
  async function send(message) {
    const { api, lose } = life;
    await api.send(message).catch((error) => {
      if (error.gone) lose();
      throw error;
    });
  }

  /** @param {Parameters<View["message"]>} message */
  function tell(...message) {
    show("message", ...message);
    report();
  }

  function deliver() {
    sender.show();
    if (life.settled) sender.run();
    report();
  }

  /** Say where we are, if that has changed. @param {State} [state] */
  function report(state = now) {
    now = state;
    const pending = unsent.pending().length;
    if (said === state + pending) return;
    said = state + pending;
    show("state", state, pending);
  }

  /**
   * What can't be shown must not keep back what follows.
   * @template {keyof View} Name
   * @param {Name} what @param {Parameters<View[Name]>} said
   */
  function show(what, ...said) {
    try {
      /** @type {any} */ (view)[what](...said);
    } catch (error) {
      reportError(error);
    }
  }

  return {
    /** The conversation in hand. */
    get life() {
      return life;
    },

    get api() {
      return life.api;
    },

    /** Resume the conversation of this browser or open one: once. Again, it only tries at once what waits. */
    start() {
      if (started) return wake();
      started = true;
      listen();
      report();
      life.run();
    },

    /** Leave the conversation as it is, to be resumed another time. */
    stop() {
      page.abort();
      life.end();
      sender.stop();
    },

    /** @param {import("./api.js").Words} message @param {string} words what the citizen sees of it */
    say(message, words) {
      unsent.add(message, words);
      deliver();
    },

    /** @param {string} clientId of a message that has not left yet */
    retry(clientId) {
      sender.retry(clientId);
      wake();
    },

    /** @param {string} procedure */
    ticks: (procedure) => ticks(life.api.key?.id, procedure),

    /** Erase the conversation on the server, then here; while the server can't, nothing is erased and this throws. */
    async erase() {
      const { api } = life;
      await alone(name, async () => {
        if (api.key) await api.erase().catch(unlessGone);
        unsent.clear();
        forget(name);
        after = "erased";
        // Other tabs are to find the next one in its place.
        await open().catch(() => {});
      });
      if (api === life.api) change("erased");
    },
  };
}

/** @param {import("./api.js").Refusal} error */
function unlessGone(error) {
  if (!error.gone) throw error;
}
