// Where to go: one card per office, today's hours first. Which offices is the engine's choice.

import { texts } from "../locale/fr.js";
import { array } from "./blocks.js";
import { credits } from "./credits.js";
import { el } from "./dom.js";
import { dial, link } from "./links.js";

/** @param {import("./frames.js").Event} event */
export function offices(event) {
  const cards = array(event.offices).map((office) => el("li", {}, card(office)));
  if (!cards.length) return null;
  const heading = el("p", { class: "offices-title" }, event.text.split("\n")[0]);
  const notes = array(event.notes).map((note) => el("p", {}, note));
  return el("div", { class: "card" }, heading, el("ul", { class: "offices" }, ...cards), ...notes, ...credits(event.source));
}

function card(office) {
  return el(
    "article",
    { class: "office-card", "aria-label": office.title },
    el("h3", {}, office.title),
    today(office),
    place(office),
    el("ul", { class: "reach" }, ...reach(office).map((way) => el("li", {}, ...way))),
    ...array(office.notes).map((note) => el("p", { class: "about" }, note)),
    office.accessibility ? el("p", { class: "about" }, texts.offices.accessibility, office.accessibility) : null,
    week(office),
    buttons(office),
    office.directory_url ? el("p", { class: "about" }, link(office.directory_url, [texts.offices.directory])) : null,
  );
}

/** Open or closed is said in words; the colour only helps. */
function today(office) {
  const state = { true: "open", false: "closed" }[String(office.open)] ?? "unknown";
  return office.today ? el("p", { class: `today ${state}` }, office.today) : null;
}

function place(office) {
  const lines = array(office.address).flatMap((line, i) => (i ? [el("br"), line] : [line]));
  const map = office.map_url ? el("p", {}, link(office.map_url, [texts.offices.map])) : null;
  return lines.length ? el("div", { class: "place" }, el("address", {}, ...lines), map) : map;
}

/** @returns {(Node|string)[][]} */
function reach(office) {
  const phones = array(office.phone).map((phone) => [
    texts.offices.phone,
    link(dial(phone.number), [phone.number]),
    phone.label ? ` (${phone.label})` : "",
  ]);
  const email = office.email ? [[texts.offices.email, link(`mailto:${office.email}`, [office.email])]] : [];
  return [...phones, ...email];
}

function week(office) {
  const rows = array(office.hours).map((hours) =>
    el("div", {}, el("dt", {}, hours.days), el("dd", {}, hours.times, hours.note ? ` (${hours.note})` : "")),
  );
  if (!rows.length) return null;
  return el("details", { class: "fold" }, el("summary", {}, texts.offices.hours), el("dl", { class: "hours" }, ...rows));
}

function buttons(office) {
  const ways = [
    [office.appointment_url, texts.offices.appointment, "button"],
    [office.contact_url, texts.offices.contact, "button outline"],
    [office.url, texts.offices.site, "button outline"],
  ].filter(([target]) => target);
  const items = ways.map(([target, label, style]) => el("li", {}, link(target, [label], style)));
  return items.length ? el("ul", { class: "ways" }, ...items) : null;
}
