// Where to go: one card per office, today's hours first. Which offices is the engine's choice.

import * as texts from "../locale/fr.js";
import { folded } from "./blocks.js";
import { ending } from "./card.js";
import { el, list, make } from "./dom.js";
import { dial, link } from "./links.js";

/** « Ouvert jusqu'à 17 h » holds for a while, in milliseconds; a conversation read again later tells all the hours. */
const FRESH = 3_600_000;

/** @typedef {import("./shapes.js").Office} Office */

/** @param {import("./shapes.js").Offices} event */
export function offices(event) {
  const fresh = Date.now() - Date.parse(event.at) < FRESH;
  const cards = list("offices", (event.offices ?? []).map((office) => card(office, fresh)));
  if (!cards) return null;
  const title = make("h3.offices-title", event.text.split("\n")[0].replace(/\s*:$/, ""));
  return make("div.card", title, cards, event.notes?.map(about), ending(event));
}

/** @param {Office} office @param {boolean} fresh */
function card(office, fresh) {
  const { title, hours, notes, accessibility, directory_url: directory } = office;
  return el(
    "article",
    { class: "office-card", "aria-label": title },
    make("h4", title),
    (fresh || !hours?.length) && today(office),
    place(office),
    list("reach", reach(office)),
    notes?.map(about),
    accessibility && about([texts.officesAccessibility, accessibility]),
    hours?.length && week(hours, fresh),
    list("ways", ways(office)),
    directory && about(link(directory, texts.officesDirectory)),
  );
}

/** @param {import("./dom.js").Child} words */
function about(words) {
  return make("p.about", words);
}

/** Open or closed is said in words; the colour only helps. @param {Office} office */
function today({ open, today }) {
  return today && make(`p.today ${open ? "open" : open === false ? "closed" : "unknown"}`, today);
}

/** @param {Office} office */
function place({ address = [], map_url: map }) {
  const lines = address.map((line, i) => [i > 0 && make("br"), line]);
  return make("div.place", lines.length > 0 && make("address", lines), map && make("p", link(map, texts.officesMap)));
}

/** @param {Office} office */
function reach({ phone = [], email }) {
  const phones = phone.map(({ number, label }) => [
    texts.officesPhone,
    link(dial(number), number),
    label && ` (${label})`,
  ]);
  return email ? [...phones, [texts.officesEmail, link(`mailto:${email}`, email)]] : phones;
}

/** @param {NonNullable<Office["hours"]>} hours @param {boolean} fresh */
function week(hours, fresh) {
  const rows = hours.map(({ days, times, note }) =>
    make("div", make("dt", days), make("dd", times, note && ` (${note})`)),
  );
  const fold = folded(texts.officesHours, make("dl.hours", rows));
  fold.open = !fresh;
  return fold;
}

/** @param {Office} office */
function ways({ appointment_url: appointment, contact_url: contact, url }) {
  return [
    appointment && link(appointment, texts.officesAppointment, "button"),
    contact && link(contact, texts.officesContact, "button outline"),
    url && link(url, texts.officesSite, "button outline"),
  ].filter(Boolean);
}
