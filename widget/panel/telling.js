// What happens, said to the page as DOM events: never the words themselves.

/** @param {HTMLElement} host */
export function teller(host) {
  /** @param {string} name @param {Object<string, unknown>} detail */
  function emit(name, detail) {
    host.dispatchEvent(new CustomEvent(`guichet-${name}`, { bubbles: true, composed: true, detail }));
  }

  /** @param {import("./panel.js").Event} event that is new */
  function tell({ seq, author, kind, procedure, aspect, owner }) {
    emit("message", { author, kind, seq });
    if (kind === "answer") emit("answer", { procedure: procedure?.id, sheet: procedure?.sheet, aspect });
    if (kind === "handoff") emit("handoff", { owner });
  }

  return { emit, tell };
}
