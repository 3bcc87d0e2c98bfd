// The events of a conversation as they come: by a stream or, where a proxy holds it back, by long polls.
// It makes one connection at a time and says how it ended; when to try again is the session's business.

/** @typedef {import("./api.js").Event & {record?: string}} Event `record`: what it is, when it is no event */
/**
 * `firstByte`: the stream begins within it, or something holds it back. `silence`: the server makes a sign every 15 s.
 * `brief`: a stream that ends sooner ends early. `again`: how long to poll before the stream is tried again.
 * `answer`: time for an answer. All in milliseconds but `wait`, the length of a long poll in seconds.
 * @typedef {{firstByte: number, silence: number, brief: number, again: number, answer: number, wait: number}} Timings
 */

/** How often in a row a stream may end early or fall silent. */
const EARLY_ENDS = 3;

/** Why a connection ended that we ended ourselves, which says nothing of the network; other reasons are failures. */
export const CUT = new Error();
export const HELD_BACK = new Error();

/** @param {import("./api.js").Api} api @param {Timings} timings */
export function feed(api, { firstByte, silence, brief, again, answer, wait: longest }) {
  let connection = new AbortController();
  let pollUntil = 0;
  let earlyEnds = 0;
  let alive = 0;
  let limit = 0;

  /** @param {number} quiet how long nothing may be heard from now on */
  function allow(quiet) {
    alive = Date.now();
    limit = quiet;
  }

  /** By the clock on the wall: timers sleep with the machine, and the connection may be dead when it wakes. */
  function check() {
    if (Date.now() - alive > limit) connection.abort(limit === firstByte ? HELD_BACK : undefined);
  }

  /** @param {number} after @param {() => void} heard @returns {AsyncGenerator<Event>} */
  async function* stream(after, heard) {
    const { signal } = connection;
    let began = 0;
    try {
      const body = await api.stream(after, signal);
      began = Date.now();
      yield* records(body, () => {
        allow(silence);
        heard();
      });
    } finally {
      judge(signal, began > 0 && (signal.aborted || Date.now() - began < brief));
    }
  }

  /**
   * Is the stream worth another try? What we cut, or what could not be reached at all, says nothing of it.
   * @param {AbortSignal} signal @param {boolean} early
   */
  function judge({ reason }, early) {
    if (reason === CUT) return;
    earlyEnds = early ? earlyEnds + 1 : 0;
    if (reason !== HELD_BACK && earlyEnds < EARLY_ENDS) return;
    earlyEnds = 0;
    pollUntil = Date.now() + again;
  }

  /**
   * The first poll does not wait: it tells at once that the server is there.
   * @param {number} after @param {() => void} heard @returns {AsyncGenerator<Event>}
   */
  async function* poll(after, heard) {
    for (let wait = 0; Date.now() < pollUntil; wait = longest) {
      allow(wait * 1000 + answer);
      for (const event of await api.list(after, wait, connection.signal)) {
        after = event.seq;
        yield event;
      }
      heard();
    }
  }

  const self = {
    /**
     * The events after a number, until the connection ends; it throws when it fails.
     * @param {number} after @param {() => void} heard told of each sign of life
     * @returns {AsyncGenerator<Event>}
     */
    async *events(after, heard) {
      connection = new AbortController();
      allow(firstByte);
      const watchdog = setInterval(check, 500);
      try {
        yield* (Date.now() < pollUntil ? poll : stream)(after, heard);
      } finally {
        clearInterval(watchdog);
        self.cut();
      }
    },
    cut: () => connection.abort(CUT),
    /**
     * There may be news: a stream that has been quiet for a while may be dead, as servers make a sign every 15 seconds.
     * @param {boolean} [elsewhere] the network is not the same any more: the stream is worth a try again
     */
    wake(elsewhere) {
      if (elsewhere) pollUntil = 0;
      if (elsewhere || Date.now() - alive > silence / 2) self.cut();
    },
  };
  return self;
}

/** @param {ReadableStream<Uint8Array>} body @param {() => void} alive told of each piece, comments too */
async function* records(body, alive) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  /** @type {string|undefined} */
  let name;
  for (let rest = ""; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [field, value] = line.split(/: (.*)/);
      if (!line || field === "event") name = value;
      else if (field === "data") yield /** @type {Event} */ ({ ...JSON.parse(value), record: name });
    }
  }
}
