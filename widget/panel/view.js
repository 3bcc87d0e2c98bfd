// What the conversation tells, shown where it belongs, and said to the page as DOM events: never the words themselves.

import { texts } from "../locale/fr.js";

/** @typedef {import("./panel.js").Event} Event */

/** @param {import("./panel.js").Panel} panel @returns {import("../session/session.js").View} */
export function view(panel) {
  return {
    opened: () => panel.renew(),
    event: (event, past) => {
      panel.log.add(event, past);
      panel.take(event);
      if (!past) tell(panel, event);
    },
    settled: () => {
      panel.log.settle();
      panel.settle();
    },
    message: (...message) => {
      panel.spoken();
      panel.log.message(...message);
    },
    state: (state, pending) => {
      panel.status.state(state, pending);
      panel.emit("state", { state });
    },
    gone: () => panel.status.tell(texts.gone),
    erased: () => panel.status.tell(texts.erased),
  };
}

/** @param {import("./panel.js").Panel} panel @param {Event} event */
function tell(panel, event) {
  if (event.author !== "citizen" && !panel.isOpen()) panel.launcher.count();
  panel.emit("message", { author: event.author, kind: event.kind, seq: event.seq });
  const { procedure, aspect, owner } = event;
  if (event.kind === "answer") panel.emit("answer", { procedure: procedure?.id, sheet: procedure?.sheet, aspect });
  if (event.kind === "handoff") panel.emit("handoff", { owner });
}
