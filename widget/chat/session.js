// One conversation of this browser: opened or resumed, kept in step with the server, its messages sent once each.
// It shows nothing: it tells a view what happened.

import * as api from "./api.js";
import { forgetTicks, Ticks } from "./ticks.js";

const STORE = "guichet.conversation";
const LONGEST_PAUSE = 15_000;

/**
 * What a view is told.
 * @typedef {{
 *   event: (event: import("./frames.js").Event) => void,
 *   message: (clientId: string, text: string, state: "sending"|"waiting"|"failed"|"refused", detail?: string|number) => void,
 *   connected: (works: boolean) => void,
 *   opened: (fresh: boolean) => void,
 *   gone: () => void,
 *   unreachable: () => void,
 * }} View
 */

export class Session {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.key = recall();
    this.last = 0;
    this.abort = new AbortController();
  }

  /** Resume the conversation of this browser, or open one. */
  async start() {
    const fresh = !this.key;
    try {
      this.key ??= await api.open();
    } catch {
      this.view.unreachable();
      return;
    }
    localStorage.setItem(STORE, JSON.stringify(this.key));
    this.last = 0;
    this.abort = new AbortController();
    this.view.opened(fresh);
    this.follow(this.abort.signal);
  }

  /** Forget this conversation and open another. */
  async restart() {
    this.abort.abort();
    this.key = null;
    localStorage.removeItem(STORE);
    forgetTicks();
    await this.start();
  }

  /** @param {AbortSignal} signal */
  async follow(signal) {
    let pause = 500;
    while (!signal.aborted) {
      try {
        const opened = () => this.view.connected(true);
        for await (const event of api.events(this.key, this.last, signal, opened)) {
          if (event.seq <= this.last) continue;
          this.last = event.seq;
          this.view.event(event);
          pause = 500;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (isGone(error)) return this.lose();
        this.view.connected(false);
      }
      await sleep(pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  }

  /** The conversation is no more on the server (erased elsewhere, or too old). */
  async lose() {
    this.view.gone();
    await this.restart();
  }

  /** @param {{text?: string, choice?: string}} message @param {string} words what the citizen sees of it */
  say(message, words) {
    return this.deliver({ client_id: randomId(), ...message }, words);
  }

  /** Send until it is accepted; the same `client_id` again never makes a second message. */
  async deliver(message, words) {
    this.view.message(message.client_id, words, "sending");
    try {
      await api.send(this.key, message);
    } catch (error) {
      if (isGone(error)) return this.lose();
      if (error.status === 429) {
        this.view.message(message.client_id, words, "waiting", error.retryAfter);
        await sleep(error.retryAfter * 1000);
        return this.deliver(message, words);
      }
      if (error.status === 413 || error.status === 422) {
        this.view.message(message.client_id, words, "refused", error.message);
        return;
      }
      this.failed = { ...this.failed, [message.client_id]: { message, words } };
      this.view.message(message.client_id, words, "failed");
    }
  }

  /** @param {string} clientId of a message that failed */
  retry(clientId) {
    const { message, words } = this.failed[clientId];
    return this.deliver(message, words);
  }

  /** @param {number} seq @param {string} rating */
  rate(seq, rating) {
    return api.rate(this.key, { seq, rating });
  }

  /** @param {string} procedure */
  ticks(procedure) {
    return new Ticks(this.key.id, procedure);
  }

  transcript() {
    return api.transcript(this.key);
  }

  async erase() {
    await api.erase(this.key).catch((error) => {
      if (!isGone(error)) throw error;
    });
    await this.restart();
  }
}

function isGone(error) {
  return error instanceof api.Refusal && (error.status === 404 || error.status === 401);
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE));
    return typeof kept?.id === "string" && typeof kept?.token === "string" ? kept : null;
  } catch {
    return null;
  }
}

/** `crypto.randomUUID` exists only on secure addresses; a mairie may try this out over plain HTTP. */
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
