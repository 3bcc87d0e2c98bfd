// What stays on this device, and is shared by its tabs. Where the browser forbids it (private window, full disk), it
// lasts as long as the page.

const PREFIX = "guichet.";

/** @type {Map<string, string>} */
const fallback = new Map();

/** @param {string} name @returns {any} what was kept, or null */
export function read(name) {
  try {
    return JSON.parse(fallback.get(name) ?? localStorage.getItem(PREFIX + name) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} name @param {unknown} value anything that JSON can hold */
export function write(name, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(PREFIX + name, text);
    fallback.delete(name);
  } catch {
    fallback.set(name, text);
  }
}

/** @param {string} name */
export function forget(name) {
  fallback.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept, then.
  }
}

/** @param {string} prefix @returns {string[]} the names that begin so */
export function names(prefix) {
  const found = [...fallback.keys()];
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) found.push(key.slice(PREFIX.length));
  } catch {
    // What this page remembers is all there is.
  }
  return found.filter((name) => name.startsWith(prefix));
}

/** Hear of what other tabs change. @param {() => void} changed @param {AbortSignal} signal */
export function watch(changed, signal) {
  const heard = (/** @type {StorageEvent} */ { key }) => (key === null || key.startsWith(PREFIX)) && changed();
  addEventListener("storage", heard, { signal });
}

/**
 * Do something that no other tab does at the same time. Only secure addresses have locks: elsewhere it is simply done.
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(name, work) {
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  try {
    return await navigator.locks.request(PREFIX + name, begin);
  } catch (error) {
    if (begun) throw error;
    return work();
  }
}
