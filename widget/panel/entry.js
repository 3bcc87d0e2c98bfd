// One entry of the log: who speaks, when, on which day. What is shown of the event itself is for `frames/`.

import { el, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

const HOUR = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });
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
  const about = [make("span", who), " ", el("time", { datetime }, HOUR.format(at))];
  entry.replaceChildren(el("p", { class: "who", part: "who" }, about), content);
}

/**
 * What an entry shows depends on the one before: the day when it is another, the speaker's name when a turn begins.
 * @param {HTMLElement} entry
 */
export function place(entry) {
  const before = /** @type {HTMLElement|null} */ (entry.previousElementSibling);
  const at = moment(entry);
  const since = moment(before);
  const day = DAY.format(at);
  const sameDay = day === DAY.format(since);
  entry.querySelector(":scope > .day")?.remove();
  if (!sameDay) entry.prepend(el("p", { class: "day", part: "day" }, day));
  const same = sameDay && before?.dataset.who === entry.dataset.who && Math.abs(at - since) < TURN;
  entry.classList.toggle("same", same);
}

/** The focus goes to an entry as a whole: it is read from its beginning. @param {HTMLElement} entry */
export function lead(entry) {
  entry.tabIndex = -1;
  entry.focus({ preventScroll: true });
}

/** When an entry was said; before the first one, it is today. @param {HTMLElement|null} entry */
function moment(entry) {
  return entry ? Date.parse(entry.dataset.at ?? "") : Date.now();
}
