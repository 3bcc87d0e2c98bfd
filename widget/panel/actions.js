// What a citizen can do in the window, beside writing: in a card, in the menu, before anything is said.

import { el } from "../frames/dom.js";
import { printOnly } from "../frames/printing.js";
import { texts } from "../locale/fr.js";
import { satisfaction } from "../frames/satisfaction.js";

/**
 * What the frames of the log may ask for.
 * @param {import("./panel.js").Panel} panel
 * @returns {import("./log.js").Actions}
 */
export function actions(panel) {
  return {
    choose: (choice, label) => panel.say({ choice }, label),
    ask: (text) => panel.say({ text }, text),
    open: (procedure, title) => panel.say({ procedure }, title),
    retry: (seq) => again(panel, panel.said.get(seq)),
    rate: (seq, rating, comment) => panel.session.rate({ seq, rating, comment }),
    satisfy: (score, comment) => panel.session.rate({ satisfaction: score, comment }),
    ticks: (procedure) => panel.session.ticks(procedure),
    resend: (clientId) => panel.session.retry(clientId),
    human: () => panel.say({ text: texts.panel.humanWords }, texts.panel.humanWords),
  };
}

/** @param {import("./panel.js").Panel} panel @param {import("./panel.js").Event|undefined} event which got no answer */
function again(panel, event) {
  if (!event) return;
  const { choice, procedure, text } = event;
  panel.say(choice ? { choice } : procedure ? { procedure: procedure.id } : { text }, text);
}

/** The buttons of the menu, after those of the preferences. @param {import("./panel.js").Panel} panel */
export function entries(panel) {
  const words = texts.panel;
  /** @param {string} label @param {() => void} act */
  const entry = (label, act) => {
    const chosen = () => {
      panel.menu.toggle(false);
      act();
    };
    return el("button", { type: "button", class: "item", onclick: chosen }, label);
  };
  return [
    entry(words.human, panel.acts.human),
    entry(words.opinion, () => panel.tray.open(satisfaction(panel.acts))),
    entry(words.save, () => save(panel)),
    entry(words.print, () => printOnly(panel.list)),
    entry(texts.erase, () => panel.tray.confirm(texts.eraseConfirm, words.eraseYes, words.eraseNo, () => erase(panel))),
  ];
}

/** @param {import("./panel.js").Panel} panel */
async function save(panel) {
  try {
    const href = URL.createObjectURL(await panel.session.transcript());
    el("a", { href, download: texts.fileName }).click();
    // The browser reads the file after the click; a minute is more than it needs.
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  } catch {
    panel.status.tell(texts.panel.notSaved);
  }
}

/** @param {import("./panel.js").Panel} panel */
async function erase(panel) {
  try {
    await panel.session.erase();
  } catch {
    panel.status.tell(texts.panel.notErased);
  }
}
