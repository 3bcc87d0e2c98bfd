// What stays on this device, and is shared by its tabs. Where the browser forbids it (private window, full disk), it
// lasts as long as the page.

const PREFIX = "guichet.";

/** What the browser would not keep. @type {Record<string, string>} */
const fallback = {};

/**
 * @template T
 * @param {() => T} work that the browser may forbid
 */
function allowed(work) {
  try {
    return work();
  } catch {
    // What this page remembers is all there is.
  }
}

/** @param {string} name @returns {any} what was kept, or null */
export function read(name) {
  return allowed(() => JSON.parse(fallback[PREFIX + name] ?? localStorage[PREFIX + name] ?? "null")) ?? null;
}

/** @param {string} name @param {unknown} value anything that JSON can hold */
export function write(name, value) {
  const text = (fallback[PREFIX + name] = JSON.stringify(value));
  allowed(() => {
    localStorage[PREFIX + name] = text;
    delete fallback[PREFIX + name];
  });
}

/** @param {string} name */
export function forget(name) {
  delete fallback[PREFIX + name];
  allowed(() => delete localStorage[PREFIX + name]);
}

/** @param {string} prefix @returns {string[]} the names that begin so */
export function names(prefix) {
  const keys = Object.keys({ ...fallback, ...allowed(() => localStorage) });
  return keys.filter((key) => key.startsWith(PREFIX + prefix)).map((key) => key.slice(PREFIX.length));
}

/** Hear of what other tabs change. @param {() => void} changed @param {AbortSignal} signal */
export function watch(changed, signal) {
  addEventListener("storage", ({ key }) => key?.startsWith(PREFIX) === false || changed(), { signal });
}

/**
 * Do something that no other tab does at the same time. Only secure addresses have locks: elsewhere it is simply done.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(name, work) {
  /** @type {Promise<T>|undefined} */
  let begun;
  try {
    await navigator.locks.request(PREFIX + name, () => (begun = work()));
  } catch {
    // No lock to be had, or the work itself has failed: its caller learns it.
  }
  return begun ?? work();
}
