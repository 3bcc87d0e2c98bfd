// An agent's words on their way: kept in the tab until the server has them, sent again after a cut, never twice.

import { tab } from "./kept.js";
import { post } from "./loading.js";

/** @typedef {{client_id: string, text: string, kind: string}} Words `kind`: dire or repondre */
/**
 * `shown`: as they are at this moment. `sent`: the server has them. `refused`: it will never take them.
 * `held`: not before the agent has signed in again.
 * @typedef {{
 *   shown: (all: Words[], late: boolean) => void,
 *   sent: (words: Words, seq: number | undefined) => void,
 *   refused: (words: Words, message: string) => void,
 *   held: () => void,
 * }} View
 */

const PAUSES = [1000, 2000, 4000, 8000, 15_000];

/** @param {string} here @param {string} reference @param {View} view */
export function outbox(here, reference, view) {
  const name = `out.${reference}`;
  /** @type {Words[]} */
  let waiting = tab.read(name) ?? [];
  let busy = false;
  let tries = 0;
  let timer = 0;

  function keep(late = false) {
    tab.write(name, waiting.length ? waiting : null);
    view.shown(waiting, late);
  }

  async function work() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    for (let [first] = waiting; first; [first] = waiting) {
      const { status, body } = await send(first);
      if (!judge(first, status, body)) break;
      waiting = waiting.slice(1);
      keep();
    }
    busy = false;
  }

  /** @param {Words} words */
  function send({ kind, text, client_id }) {
    const form = new FormData();
    form.set("text", text);
    form.set("client_id", client_id);
    return post(`${here}/${kind}`, form);
  }

  /** Whether to go on with the next. @param {Words} words @param {number} status @param {any} body */
  function judge(words, status, body) {
    const settled = status >= 200 && status < 300;
    // A page from before the agent signed in again is « stale ».
    const out = status === 401 || body.error?.code === "stale";
    if (out) view.held();
    if (out || status === 0 || status === 429 || status >= 500) {
      timer = setTimeout(work, PAUSES[Math.min(tries++, PAUSES.length - 1)]);
      keep(true);
      return false;
    }
    tries = 0;
    if (settled) view.sent(words, body.seq);
    else view.refused(words, body.error?.message ?? "");
    return true;
  }

  addEventListener("online", work);
  return {
    /** @param {string} text @param {string} kind */
    add(text, kind) {
      waiting = [...waiting, { client_id: newId(), text, kind }];
      keep();
      work();
    },
    start() {
      if (waiting.length) keep();
      work();
    },
  };
}

/** Also where `randomUUID` isn't: pages over plain http on a local network. */
const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");
