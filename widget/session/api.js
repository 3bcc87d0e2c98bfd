// The public HTTP API of the gateway. Only calls: what to do with the answers is in `session.js`.

/** An answer of the server that is not a success. `retryAfter`: seconds, when it asks to wait. */
export class Refusal extends Error {
  /** @param {number} status @param {{code?: string, message?: string}} error @param {number} retryAfter */
  constructor(status, error, retryAfter) {
    super(error.message ?? "");
    this.status = status;
    this.code = error.code;
    this.retryAfter = retryAfter;
  }

  /** The conversation is no more. A 404 without our code is some proxy's, while the server is away. */
  get gone() {
    return (this.status === 404 && this.code === "not_found") || (this.status === 401 && this.code === "token_missing");
  }
}

/** @typedef {{id: string, token: string}} Key */
/** @typedef {{text?: string, choice?: string, procedure?: string}} Words one of them */
/** @typedef {Words & {client_id: string}} Message */
/** @typedef {{seq?: number, rating?: string, satisfaction?: number, comment?: string}} Opinion */
/** @typedef {{id: string, title: string, sheet: string, url: string}} Procedure */
/** @typedef {{id: string, title: string, starters: {label: string, procedure?: string, text?: string}[]}} Theme */
/** @typedef {import("../frames/frames.js").Event} Event */

export class Api {
  /** @param {string} server its address, with or without its last "/" @param {number} patience ms for an answer */
  constructor(server, patience) {
    this.server = new URL(server.replace(/\/*$/, "/"), location.href).href;
    this.patience = patience;
  }

  /** @returns {Promise<Key>} */
  async open() {
    const { id, token } = await this.json("api/conversations", { method: "POST" });
    if (!id || !token) throw new TypeError("no conversation");
    return { id, token };
  }

  /** It goes on while the page is being closed. @param {Key} key @param {Message} message */
  async send(key, message) {
    // Read as JSON, for the sign-in page of some café's network says 200 as well.
    await this.json(path(key, "/messages"), { ...posting(message), keepalive: true }, key);
  }

  /** @param {Key} key @param {Opinion} opinion */
  async rate(key, opinion) {
    await this.call(path(key, "/feedback"), posting(opinion), key);
  }

  /** @param {Key} key @returns {Promise<Blob>} */
  async transcript(key) {
    return (await this.call(path(key, "/transcript"), {}, key)).blob();
  }

  /** @param {Key} key */
  async erase(key) {
    await this.call(path(key, ""), { method: "DELETE" }, key);
  }

  /**
   * @param {Key} key @param {number} after @param {number} [wait] seconds the server may wait for the first
   * @param {AbortSignal} [signal]
   * @returns {Promise<Event[]>}
   */
  async list(key, after, wait = 0, signal) {
    const events = await this.json(path(key, `/events?after=${after}&wait=${wait}`), { signal }, key);
    if (!Array.isArray(events)) throw new TypeError("no list");
    return events;
  }

  /** @param {Key} key @param {number} after @param {AbortSignal} signal */
  async stream(key, after, signal) {
    // EventSource can't send the token.
    const headers = { Accept: "text/event-stream" };
    const { body, headers: given } = await this.call(path(key, `/events?after=${after}`), { headers, signal }, key);
    if (!body || !given.get("Content-Type")?.startsWith(headers.Accept)) throw new TypeError("no stream");
    return body;
  }

  /** @param {string} q what somebody is typing @param {AbortSignal} [signal] @returns {Promise<Procedure[]>} */
  async procedures(q, signal) {
    return (await this.json(`api/procedures?q=${encodeURIComponent(q)}`, { signal })).procedures ?? [];
  }

  /** @returns {Promise<Theme[]>} */
  async starters() {
    return (await this.json("api/starters")).themes ?? [];
  }

  /** @param {string} address @param {RequestInit} [options] @param {Key} [key] @returns {Promise<any>} */
  async json(address, options, key) {
    return (await this.call(address, options, key)).json();
  }

  /** @param {string} address @param {RequestInit} [options] @param {Key} [key] */
  async call(address, options = {}, key) {
    const headers = { ...options.headers, ...(key && { Authorization: `Bearer ${key.token}` }) };
    const signal = options.signal ?? AbortSignal.timeout(this.patience);
    const response = await fetch(new URL(address, this.server), { ...options, headers, signal, cache: "no-store" });
    if (response.ok) return response;
    const body = await response.json().catch(() => null);
    throw new Refusal(response.status, body?.error ?? {}, Number(response.headers.get("Retry-After")) || 0);
  }
}

/** @param {unknown} body @returns {RequestInit} */
function posting(body) {
  return { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}

/** @param {Key} key @param {string} rest */
function path(key, rest) {
  return `api/conversations/${encodeURIComponent(key.id)}${rest}`;
}
