// Where to go: one card per office, today's hours first. Which offices is the engine's choice.

import { texts } from "../locale/fr.js";
import { folded } from "./blocks.js";
import { credits } from "./credits.js";
import { array, el } from "./dom.js";
import { dial, link } from "./links.js";
import { listen } from "./speech.js";

/** « Ouvert jusqu'à 17 h » holds for a while, in milliseconds; a conversation read again later tells all the hours. */
const FRESH = 3_600_000;

/** @typedef {import("./shapes.js").Office} Office */

/** @param {import("./shapes.js").Offices} event */
export function offices(event) {
  const fresh = !(Date.now() - Date.parse(event.at) > FRESH);
  const cards = array(event.offices).map((office) => el("li", {}, card(office, fresh)));
  if (!cards.length) return null;
  const heading = el("h3", { class: "offices-title" }, event.text.split("\n")[0].replace(/\s*:$/, ""));
  const notes = array(event.notes).map((note) => el("p", { class: "about" }, note));
  const tools = el("div", { class: "card-tools" }, listen(event.text));
  const list = el("ul", { class: "offices", role: "list" }, ...cards);
  return el("div", { class: "card" }, heading, list, ...notes, ...credits(event.source), tools);
}

/** @param {Office} office @param {boolean} fresh */
function card(office, fresh) {
  const ways = reach(office).map((way) => el("li", {}, ...way));
  return el(
    "article",
    { class: "office-card", "aria-label": office.title },
    el("h4", {}, office.title),
    fresh || !array(office.hours).length ? today(office) : null,
    place(office),
    ways.length ? el("ul", { class: "reach", role: "list" }, ...ways) : null,
    ...array(office.notes).map((note) => el("p", { class: "about" }, note)),
    office.accessibility ? el("p", { class: "about" }, texts.offices.accessibility, office.accessibility) : null,
    week(office, fresh),
    buttons(office),
    office.directory_url ? el("p", { class: "about" }, link(office.directory_url, [texts.offices.directory])) : null,
  );
}

/** Open or closed is said in words; the colour only helps. @param {Office} office */
function today(office) {
  const state = office.open === true ? "open" : office.open === false ? "closed" : "unknown";
  return office.today ? el("p", { class: `today ${state}` }, office.today) : null;
}

/** @param {Office} office */
function place(office) {
  const lines = array(office.address).flatMap((line, i) => (i ? [el("br"), line] : [line]));
  const map = office.map_url ? el("p", {}, link(office.map_url, [texts.offices.map])) : null;
  return lines.length ? el("div", { class: "place" }, el("address", {}, ...lines), map) : map;
}

/** @param {Office} office @returns {(Node|string)[][]} */
function reach(office) {
  const phones = array(office.phone).map((phone) => [
    texts.offices.phone,
    link(dial(phone.number), [phone.number]),
    phone.label ? ` (${phone.label})` : "",
  ]);
  const email = office.email ? [[texts.offices.email, link(`mailto:${office.email}`, [office.email])]] : [];
  return [...phones, ...email];
}

/** @param {Office} office @param {boolean} fresh */
function week(office, fresh) {
  const rows = array(office.hours).map((hours) =>
    el("div", {}, el("dt", {}, hours.days), el("dd", {}, hours.times, hours.note ? ` (${hours.note})` : "")),
  );
  if (!rows.length) return null;
  const fold = folded(texts.offices.hours, [el("dl", { class: "hours" }, ...rows)]);
  fold.open = !fresh;
  return fold;
}

/** @param {Office} office */
function buttons(office) {
  const ways = [
    [office.appointment_url, texts.offices.appointment, "button"],
    [office.contact_url, texts.offices.contact, "button outline"],
    [office.url, texts.offices.site, "button outline"],
  ].filter(([target]) => target);
  const items = ways.map(([target, label, style]) => el("li", {}, link(target, [label], style)));
  return items.length ? el("ul", { class: "ways", role: "list" }, ...items) : null;
}
