// The public HTTP API of the gateway, for one conversation. Only calls: what to do with the answers is in `session.js`.

/** @typedef {{id: string, token: string}} Key */
/** @typedef {{text?: string, choice?: string, procedure?: string}} Words one of them */
/** @typedef {Words & {client_id: string}} Message */
/** @typedef {{seq?: number, rating?: string, satisfaction?: number, comment?: string}} Opinion */
/** @typedef {{id: string, title: string, sheet: string, url: string}} Procedure */
/** @typedef {{id: string, title: string, starters: {label: string, procedure?: string, text?: string}[]}} Theme */
/** @typedef {import("../frames/frames.js").Event} Event */
/**
 * An answer of the server that is not a success; what the network or the browser throws has none of it. `gone`: the
 * conversation is no more. `retryAfter`: seconds, when it asks to wait.
 * @typedef {{status?: number, message?: string, gone?: boolean, retryAfter?: number}} Refusal
 */
/** @typedef {ReturnType<typeof connect>} Api */

const CONVERSATIONS = "api/conversations";
const STREAM = "text/event-stream";

/** @param {string} server an absolute address @param {number} patience ms for an answer */
export function connect(server, patience) {
  /** @param {string} address @param {RequestInit} [options] */
  async function call(address, options = {}) {
    const headers = { ...options.headers, ...(self.key && { Authorization: `Bearer ${self.key.token}` }) };
    const signal = options.signal ?? AbortSignal.timeout(patience);
    const response = await fetch(new URL(address, server), { ...options, headers, signal, cache: "no-store" });
    if (!response.ok) throw await refusal(response);
    return response;
  }

  /** @param {Parameters<typeof call>} request @returns {Promise<any>} */
  const json = async (...request) => (await call(...request)).json();

  /** The address of something of the conversation. */
  const here = (rest = "") => `${CONVERSATIONS}/${/** @type {Key} */ (self.key).id}${rest}`;

  const self = {
    /** Opens all that is of the conversation. @type {Key|null} */
    key: null,
    /** @returns {Promise<Key>} */
    async open() {
      const { id, token } = await json(CONVERSATIONS, { method: "POST" });
      if (!token) throw new Error(CONVERSATIONS);
      return { id, token };
    },
    // It goes on while the page is being closed. Read as JSON: the sign-in page of some café's network says 200 too.
    send: async (/** @type {Message} */ message) => json(here("/messages"), { ...posting(message), keepalive: true }),
    rate: async (/** @type {Opinion} */ opinion) => void (await call(here("/feedback"), posting(opinion))),
    type: async () => call(here("/typing"), { method: "POST" }),
    transcript: async () => (await call(here("/transcript"))).blob(),
    erase: async () => call(here(), { method: "DELETE" }),
    /**
     * @param {number} after @param {number} [wait] seconds the server may wait for the first
     * @param {AbortSignal} [signal]
     * @returns {Promise<Event[]>}
     */
    list: async (after, wait = 0, signal) => json(here(`/events?after=${after}&wait=${wait}`), { signal }),
    /** @param {number} after @param {AbortSignal} signal */
    async stream(after, signal) {
      // EventSource can't send the token.
      const { body, headers } = await call(here(`/events?after=${after}`), { headers: { Accept: STREAM }, signal });
      if (!body || !headers.get("Content-Type")?.startsWith(STREAM)) throw new Error(STREAM);
      return body;
    },
    /** @param {string} q what somebody is typing @param {AbortSignal} [signal] @returns {Promise<Procedure[]>} */
    procedures: async (q, signal) =>
      (await json(`api/procedures?q=${encodeURIComponent(q)}`, { signal })).procedures ?? [],
    /** @returns {Promise<Theme[]>} */
    starters: async () => (await json("api/starters")).themes,
  };
  return self;
}

/** @param {Response} response @returns {Promise<Refusal>} */
async function refusal(response) {
  const { code, message } = (await response.json().catch(() => null))?.error ?? {};
  return Object.assign(new Error(message), {
    status: response.status,
    retryAfter: Number(response.headers.get("Retry-After")),
    // A 404 without our code is some proxy's, while the server is away.
    gone: code === "not_found" || code === "token_missing",
  });
}

/** @param {unknown} body @returns {RequestInit} */
function posting(body) {
  return { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}
