// What the parts of the window ask of it: each part takes from here what it needs.

/** @typedef {ReturnType<typeof owner>} Owner */

/** @param {import("./panel.js").Panel} panel */
export function owner(panel) {
  /** @param {import("./panel.js").Message} message @param {string} words */
  const say = (message, words) => {
    panel.say(message, words);
    panel.composer.field.focus();
  };
  return {
    /** @param {string} words for whoever can't see what changed */
    announce: (words) => void (panel.voice.textContent = words),
    /** @param {string} text */
    send: (text) => say({ text }, text),
    /** @param {string} text not sent yet */
    typed: (text) => panel.suggestions.typed(text),
    /** @param {string} words @param {AbortSignal} signal */
    procedures: (words, signal) => panel.session.procedures(words, signal),
    /** @param {import("./suggestions.js").Found} found */
    choose: (found) => {
      panel.composer.clear();
      say({ procedure: found.id }, found.title);
    },
    starters: () => panel.session.starters(),
    /** @param {import("./starters.js").Starter} starter */
    start: ({ label, procedure, text = label }) => say(procedure ? { procedure } : { text }, label),
    /** @param {number} scale */
    size: (scale) => panel.looks.size(scale),
    /** @param {boolean} on */
    simple: (on) => panel.log.simple(on),
    /** @param {string} procedure @param {string} title */
    open: (procedure, title) => panel.say({ procedure }, title),
  };
}
