// What a session asks of whoever shows it.

/**
 * What a view is told. `past`: an event of before, shown again and never announced; `settled`: what follows is news.
 * A message: `queued` waits for the network or behind another; `waiting` for the server, `detail` seconds; `failed` did
 * not get through and is tried again; `refused` will not be sent, `detail` says why. `pending`: how many are unsent.
 * @typedef {{
 *   opened: (fresh: boolean) => void,
 *   event: (event: import("./api.js").Event, past: boolean) => void,
 *   settled: () => void,
 *   message: (clientId: string, words: string, state: "sending"|"waiting"|"queued"|"failed"|"refused",
 *     detail?: string|number) => void,
 *   state: (state: import("./session.js").State, pending: number) => void,
 *   gone: () => void,
 *   erased: () => void,
 * }} View
 */

/** What can't be shown must not keep back what follows. @param {View} view @returns {View} */
export function sheltered(view) {
  const get = (/** @type {any} */ _, /** @type {keyof View} */ name) => (/** @type {any[]} */ ...said) => {
    try {
      Reflect.apply(view[name], view, said);
    } catch (error) {
      reportError(error);
    }
  };
  return new Proxy(view, { get });
}
