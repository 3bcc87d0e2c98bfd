// What the citizen has said and the server has not: kept on this device, for all tabs, until it is accepted.
// Each message has its own entry, so that two tabs writing at once lose nothing. How it is sent is in `courier.js`.

import { forget, names, read, write } from "./storage.js";

/** `refused`: why the server will not have it; it stays to be read, until the next message. */
/** @typedef {import("./api.js").Message & {words: string, at: number, refused?: string}} Unsent */

export class Outbox {
  /** @param {string} server */
  constructor(server) {
    this.prefix = `outbox:${server}:`;
    this.latest = 0;
  }

  /** @param {import("./api.js").Words} message @param {string} words what the citizen sees of it */
  add(message, words) {
    for (const { refused, client_id } of this.all()) if (refused !== undefined) this.drop(client_id);
    this.latest = Math.max(Date.now(), this.latest + 1);
    const unsent = { ...message, client_id: randomId(), words, at: this.latest };
    write(this.prefix + unsent.client_id, unsent);
  }

  /** @returns {Unsent[]} oldest first */
  all() {
    const kept = names(this.prefix).map(read);
    return kept.filter((unsent) => unsent?.client_id).sort((one, other) => one.at - other.at);
  }

  /** Those that are still to go. */
  pending() {
    return this.all().filter(({ refused }) => refused === undefined);
  }

  /** @param {string} clientId */
  has(clientId) {
    return read(this.prefix + clientId) !== null;
  }

  /** @param {Unsent} unsent @param {string} reason */
  refuse(unsent, reason) {
    write(this.prefix + unsent.client_id, { ...unsent, refused: reason });
  }

  /** @param {string} clientId */
  drop(clientId) {
    forget(this.prefix + clientId);
  }

  clear() {
    names(this.prefix).forEach(forget);
  }
}

/** `crypto.randomUUID` exists only on secure addresses; a mairie may try this out over plain HTTP. */
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
