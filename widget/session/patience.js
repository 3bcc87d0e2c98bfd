// Waiting between two tries: longer each time, never twice the same, and cut short when there is news of the network.

/** @param {{pause: number, longest: number}} timings milliseconds */
export function patience({ pause, longest }) {
  let cut = () => {};
  const self = {
    tries: 0,
    /** @param {number|void} asked seconds that the server asks for: these are not cut short */
    wait(asked) {
      // Many wait at once when a server restarts: at random, so that they don't all come back together.
      const next = Math.min(longest, pause * 2 ** self.tries++) * (0.5 + Math.random() / 2);
      return /** @type {Promise<void>} */ (new Promise((resolve) => {
        setTimeout(resolve, asked ? asked * 1000 : next);
        if (!asked) cut = resolve;
      }));
    },
    wake: () => cut(),
  };
  return self;
}
