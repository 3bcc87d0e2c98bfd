// The public HTTP API of the gateway. Only calls: what to do with the answers is in `session.js`.

/** An answer that is not a success. `retryAfter`: seconds, when the server asks to wait. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message @param {number} retryAfter */
  constructor(status, message, retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** @typedef {{id: string, token: string}} Key */

/** @returns {Promise<Key>} */
export async function open() {
  return (await call("/api/conversations", { method: "POST" })).json();
}

/**
 * @param {Key} key
 * @param {{client_id: string, text?: string, choice?: string}} message
 * @returns {Promise<{seq: number}>}
 */
export async function send(key, message) {
  const headers = { "Content-Type": "application/json" };
  return (await call(path(key, "/messages"), { method: "POST", body: JSON.stringify(message), headers }, key)).json();
}

/** @param {Key} key @param {{seq: number, rating: string}} given */
export async function rate(key, given) {
  await call(path(key, "/feedback"), { method: "POST", body: JSON.stringify(given) }, key);
}

/** @param {Key} key @returns {Promise<Blob>} */
export async function transcript(key) {
  return (await call(path(key, "/transcript"), {}, key)).blob();
}

/** @param {Key} key */
export async function erase(key) {
  await call(path(key, ""), { method: "DELETE" }, key);
}

/**
 * The events after a number, as they come, until the server ends the stream.
 * EventSource can't send the token, so the stream is read by hand.
 * @param {Key} key
 * @param {number} after
 * @param {AbortSignal} signal
 * @param {() => void} opened called once the server has answered
 */
export async function* events(key, after, signal, opened) {
  const headers = { Accept: "text/event-stream" };
  const response = await call(path(key, `/events?after=${after}`), { headers, signal }, key);
  opened();
  let rest = "";
  for await (const text of pieces(response.body)) {
    const records = (rest + text).split("\n\n");
    rest = records.pop();
    for (const record of records) {
      const data = record.split("\n").find((line) => line.startsWith("data: "));
      if (data) yield JSON.parse(data.slice(6));
    }
  }
}

/** @param {ReadableStream<Uint8Array>} body */
async function* pieces(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function path(key, rest) {
  return `/api/conversations/${encodeURIComponent(key.id)}${rest}`;
}

/** @param {string} address @param {RequestInit} options @param {Key} [key] */
async function call(address, options, key) {
  const headers = { ...options.headers, ...(key ? { Authorization: `Bearer ${key.token}` } : {}) };
  const response = await fetch(address, { ...options, headers, cache: "no-store" });
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  throw new Refusal(response.status, body?.error?.message ?? "", Number(response.headers.get("Retry-After")) || 0);
}
