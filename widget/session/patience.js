// Waiting between two tries: longer each time, never twice the same, and cut short when there is news of the network.

export class Patience {
  /** @param {{pause: number, longest: number}} timings milliseconds */
  constructor({ pause, longest }) {
    this.first = pause;
    this.longest = longest;
    this.tries = 0;
    this.wake = () => {};
  }

  /** @param {number} [asked] seconds that the server asks for: these are not cut short */
  wait(asked) {
    // Many wait at once when a server restarts: at random, so that they don't all come back together.
    const pause = Math.min(this.longest, this.first * 2 ** this.tries++) * (0.5 + Math.random() / 2);
    return new Promise((resolve) => {
      setTimeout(resolve, asked ? asked * 1000 : pause);
      if (!asked) this.wake = () => resolve(undefined);
    });
  }

  reset() {
    this.tries = 0;
  }
}
