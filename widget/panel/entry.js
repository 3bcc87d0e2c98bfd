// One entry of the log: who speaks, and when. What is shown of the event itself is for `frames/`.

import { el, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

/** Words of the same person within this time are one turn, in milliseconds. */
const TURN = 600_000;

/** @param {{author: string, agent?: string}} event @returns {string} who speaks, in words */
export function speaker({ author, agent }) {
  return author === "agent" && agent ? texts.logAgent(agent) : texts.authors[author];
}

/** An empty entry. @param {string} author */
export function blank(author) {
  return el("li", { class: `entry ${author}`, part: `entry entry-${author}` });
}

/**
 * @param {HTMLElement} entry
 * @param {{author: string, at?: string, agent?: string}} event
 * @param {HTMLElement} content
 */
export function fill(entry, event, content) {
  const at = new Date(event.at ?? Date.now());
  const datetime = (entry.dataset.at = at.toISOString());
  const who = (entry.dataset.who = speaker(event));
  const today = at.toDateString() === new Date().toDateString();
  const when = at.toLocaleString("fr-FR", { dateStyle: today ? undefined : "medium", timeStyle: "short" });
  const about = [make("span", who), " ", el("time", { datetime }, when)];
  entry.replaceChildren(el("p", { class: "who", part: "who" }, about), content);
}

/** The speaker's name is shown when a turn begins. @param {HTMLElement} entry */
export function turn(entry) {
  const before = /** @type {HTMLElement|null} */ (entry.previousElementSibling);
  const same = before?.dataset.who === entry.dataset.who && moment(entry) - moment(before) < TURN;
  entry.classList.toggle("same", same);
}

/** The focus goes to an entry as a whole: it is read from its beginning. @param {HTMLElement} entry */
export function lead(entry) {
  entry.tabIndex = -1;
  entry.focus({ preventScroll: true });
}

/** @param {HTMLElement|null} entry */
function moment(entry) {
  return Date.parse(entry?.dataset.at ?? "");
}
