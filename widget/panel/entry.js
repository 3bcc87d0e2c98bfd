// One entry of the log: who speaks, when, on which day. What is shown of the event itself is for `frames/`.

import { el } from "../frames/dom.js";
import { texts } from "../locale/fr.js";

const HOUR = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });
/** Words of the same person within this time are one turn, in milliseconds. */
const TURN = 600_000;

/** @param {{author?: string, agent?: unknown}} event @returns {string} who speaks, in words */
export function speaker({ author = "", agent }) {
  if (author === "agent" && typeof agent === "string" && agent) return texts.log.agent(agent);
  return texts.authors[kindOf(author)];
}

/** @param {string} author @returns {"citizen"|"bot"|"agent"|"system"} */
function kindOf(author) {
  return Object.hasOwn(texts.authors, author) ? /** @type {any} */ (author) : "system";
}

/** An empty entry. @param {string} author */
export function blank(author) {
  const kind = kindOf(author);
  return el("li", { class: `entry ${kind}`, part: `entry entry-${kind}` });
}

/**
 * @param {HTMLElement} entry
 * @param {{author: string, at?: string, agent?: unknown}} event
 * @param {HTMLElement} content
 */
export function fill(entry, event, content) {
  const at = new Date(event.at ?? Date.now());
  const known = !Number.isNaN(at.valueOf());
  const time = known ? el("time", { datetime: at.toISOString() }, HOUR.format(at)) : null;
  if (known) entry.dataset.at = at.toISOString();
  entry.dataset.who = speaker(event);
  entry.replaceChildren(el("p", { class: "who", part: "who" }, el("span", {}, entry.dataset.who), " ", time), content);
}

/**
 * What an entry shows depends on the one before: the day when it is another, the speaker's name when a turn begins.
 * @param {HTMLElement} entry
 */
export function place(entry) {
  const before = /** @type {HTMLElement|null} */ (entry.previousElementSibling);
  entry.querySelector(":scope > .day")?.remove();
  const at = moment(entry);
  const since = moment(before) ?? new Date();
  const otherDay = at && DAY.format(at) !== DAY.format(since);
  if (otherDay) entry.prepend(el("p", { class: "day", part: "day" }, DAY.format(at)));
  const same = before?.dataset.who === entry.dataset.who && at && Math.abs(at.valueOf() - since.valueOf()) < TURN;
  entry.classList.toggle("same", Boolean(same && !otherDay));
}

/** The focus goes to an entry as a whole: it is read from its beginning. @param {HTMLElement} entry */
export function lead(entry) {
  entry.tabIndex = -1;
  entry.focus({ preventScroll: true });
}

/** @param {HTMLElement|null} entry */
function moment(entry) {
  return entry?.dataset.at ? new Date(entry.dataset.at) : null;
}
