// The events of a conversation as they come: by a stream or, where a proxy holds it back, by long polls.
// It makes one connection at a time and says how it ended; when to try again is the session's business.

/** @typedef {import("./api.js").Key} Key */
/** @typedef {import("./api.js").Event} Event */
/**
 * `firstByte`: the stream begins within it, or something holds it back. `silence`: the server makes a sign every 15 s.
 * `brief`: a stream that ends sooner ends early. `again`: how long to poll before the stream is tried again.
 * `answer`: time for an answer. All in milliseconds but `wait`, the length of a long poll in seconds.
 * @typedef {{firstByte: number, silence: number, brief: number, again: number, answer: number, wait: number}} Timings
 */

/** How often in a row a stream may end early or fall silent. */
const EARLY_ENDS = 3;

/** Why a connection ended that we cut ourselves: it says nothing of the network. */
export class Cut extends Error {}

const HELD_BACK = "held back";

export class Feed {
  /** @param {import("./api.js").Api} api @param {Timings} timings */
  constructor(api, timings) {
    this.api = api;
    this.timings = timings;
    this.connection = new AbortController();
    this.pollUntil = 0;
    this.earlyEnds = 0;
    this.alive = 0;
    this.limit = 0;
  }

  /**
   * The events after a number, until the connection ends; it throws when it fails.
   * @param {Key} key @param {number} after @param {() => void} heard told of each sign of life
   * @returns {AsyncGenerator<Event>}
   */
  async *events(key, after, heard) {
    const streams = Date.now() >= this.pollUntil;
    this.connection = new AbortController();
    this.allow(streams ? this.timings.firstByte : this.timings.answer);
    const watchdog = setInterval(() => this.check(), Math.min(1000, this.timings.firstByte / 4));
    try {
      yield* streams ? this.stream(key, after, heard) : this.poll(key, after, heard);
    } finally {
      clearInterval(watchdog);
      this.cut();
    }
  }

  cut() {
    this.connection.abort(new Cut());
  }

  /** A stream that has been quiet for a while may be dead: its server makes a sign every 15 seconds. */
  get doubtful() {
    return Date.now() - this.alive > this.timings.silence / 2;
  }

  /** Try the stream again, without waiting for its time. */
  hope() {
    this.pollUntil = 0;
  }

  /** By the clock on the wall: timers sleep with the machine, and the connection may be dead when it wakes. */
  check() {
    if (Date.now() - this.alive <= this.limit) return;
    this.connection.abort(this.limit === this.timings.firstByte ? new Cut(HELD_BACK) : new Error("silence"));
  }

  /** @param {number} limit how long nothing may be heard from now on */
  allow(limit) {
    this.alive = Date.now();
    this.limit = limit;
  }

  /** @param {Key} key @param {number} after @param {() => void} heard @returns {AsyncGenerator<Event>} */
  async *stream(key, after, heard) {
    const { signal } = this.connection;
    const began = Date.now();
    let answered = false;
    const alive = () => {
      this.allow(this.timings.silence);
      heard();
    };
    try {
      const body = await this.api.stream(key, after, signal);
      answered = true;
      yield* records(body, alive);
    } finally {
      this.judge(signal, answered, Date.now() - began);
    }
  }

  /**
   * Is the stream worth another try? What we cut, or what could not be reached at all, says nothing of it.
   * @param {AbortSignal} signal @param {boolean} answered @param {number} lasted
   */
  judge({ aborted, reason }, answered, lasted) {
    const heldBack = reason?.message === HELD_BACK;
    if (reason instanceof Cut && !heldBack) return;
    this.earlyEnds = answered && (aborted || lasted < this.timings.brief) ? this.earlyEnds + 1 : 0;
    if (!heldBack && this.earlyEnds < EARLY_ENDS) return;
    this.earlyEnds = 0;
    this.pollUntil = Date.now() + this.timings.again;
  }

  /**
   * The first poll does not wait: it tells at once that the server is there.
   * @param {Key} key @param {number} after @param {() => void} heard @returns {AsyncGenerator<Event>}
   */
  async *poll(key, after, heard) {
    for (let wait = 0; Date.now() < this.pollUntil; wait = this.timings.wait) {
      this.allow(wait * 1000 + this.timings.answer);
      for (const event of await this.api.list(key, after, wait, this.connection.signal)) {
        after = event.seq;
        yield event;
      }
      heard();
    }
  }
}

/** @param {ReadableStream<Uint8Array>} body @param {() => void} alive told of each piece, comments too */
async function* records(body, alive) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (let rest = ""; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    const whole = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = whole.pop() ?? "";
    for (const record of whole) {
      const data = record.split("\n").find((line) => line.startsWith("data: "));
      if (data) yield /** @type {Event} */ (JSON.parse(data.slice(6)));
    }
  }
}
