// What the citizen has said and the server has not: kept on this device, for all tabs, until it is accepted.
// Each message has its own entry, so that two tabs writing at once lose nothing. How it is sent is in `courier.js`.

import { forget, names, read, write } from "./storage.js";

/** `refused`: why the server will not have it; it stays to be read, until the next message. */
/** @typedef {import("./api.js").Message & {words: string, at: number, refused?: string}} Unsent */
/** @typedef {ReturnType<typeof outbox>} Outbox */

/** @param {string} server */
export function outbox(server) {
  const prefix = `outbox:${server}:`;
  let latest = 0;
  /** @returns {Unsent[]} oldest first; another tab may have just sent one */
  const all = () => names(prefix).map(read).filter(Boolean).sort((one, other) => one.at - other.at);
  /** @param {Unsent} unsent */
  const keep = (unsent) => write(prefix + unsent.client_id, unsent);
  /** @param {string} clientId */
  const drop = (clientId) => forget(prefix + clientId);
  return {
    all,
    keep,
    drop,
    /** @param {string} clientId */
    has: (clientId) => read(prefix + clientId) !== null,
    /** Those that are still to go. */
    pending: () => all().filter(({ refused }) => refused === undefined),
    /** @param {import("./api.js").Words} message @param {string} words what the citizen sees of it */
    add(message, words) {
      for (const { refused, client_id } of all()) if (refused !== undefined) drop(client_id);
      latest = Math.max(Date.now(), latest + 1);
      keep({ ...message, client_id: randomId(), words, at: latest });
    },
    clear: () => names(prefix).forEach(forget),
  };
}

/** `crypto.randomUUID` exists only on secure addresses; a mairie may try this out over plain HTTP. */
function randomId() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
