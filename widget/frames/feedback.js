// « Cette réponse vous aide ? »: a thumb, then a word about it if one likes. The last one given counts.

import { texts } from "../locale/fr.js";
import { button, el } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
/** A hand with its thumb up, in a square of 24; the stylesheet turns it. */
const THUMB = "M7 11v9H4v-9h3zm0 0l4-8a2 2 0 0 1 2 2v4h5a2 2 0 0 1 2 2.3l-1 7a2 2 0 0 1-2 1.7H7";

/** @param {import("./shapes.js").Event} event @param {import("./shapes.js").Actions} actions */
export function feedback(event, actions) {
  const words = texts.feedback;
  const said = el("p", { role: "status", class: "about" });
  const more = el("div", { class: "more-said" });
  /** @param {string} rating @param {string} [comment] */
  const send = (rating, comment) => telling(said, () => actions.rate(event.seq, rating, comment), words.thanks);
  /** @param {"up"|"down"} rating */
  const rate = async (rating) => {
    if (!(await send(rating))) return;
    for (const [name, thumb] of Object.entries(thumbs)) thumb.setAttribute("aria-pressed", String(name === rating));
    more.replaceChildren(commentForm(words.missing[rating], (comment) => send(rating, comment)));
    if (rating === "down") more.append(button(words.human, actions.human));
  };
  const thumbs = { up: thumb("up", texts.yes, () => rate("up")), down: thumb("down", texts.no, () => rate("down")) };
  const pair = el("span", { class: "pair" }, thumbs.up, thumbs.down);
  const named = { class: "thumbs", role: "group", "aria-label": texts.helpful };
  return el("div", { class: "feedback" }, el("div", named, el("span", {}, texts.helpful), pair), said, more);
}

/** @param {string} way @param {string} label @param {() => void} act */
function thumb(way, label, act) {
  const made = button(label, act, `quiet thumb ${way}`);
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", THUMB);
  svg.append(path);
  made.prepend(svg);
  return made;
}

/**
 * Do it, then say that it is done; a failure is said as well, and nothing is lost.
 * @param {HTMLElement} said @param {() => Promise<void>} act @param {string} thanks
 * @returns {Promise<boolean>}
 */
export async function telling(said, act, thanks) {
  said.className = "about";
  try {
    await act();
    said.textContent = thanks;
    return true;
  } catch {
    said.className = "problem";
    said.textContent = texts.feedback.failed;
    return false;
  }
}

/** @param {string} label @param {(comment: string) => Promise<boolean>} send */
function commentForm(label, send) {
  const field = commentField();
  const onsubmit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const comment = field.value.trim();
    if (comment && (await send(comment))) leave(form);
  };
  const words = el("label", { class: "comment" }, el("span", {}, label), field);
  const form = el("form", { onsubmit }, words, el("p", { class: "hint" }, texts.hint), sendButton());
  return form;
}

/** The form has said what it had to; the focus stays where it was. @param {HTMLElement} form */
function leave(form) {
  const said = form.closest(".feedback")?.querySelector("[role=status]");
  form.remove();
  said?.setAttribute("tabindex", "-1");
  /** @type {HTMLElement|null|undefined} */ (said)?.focus();
}

export function commentField() {
  return el("textarea", { rows: 2, maxlength: 1000, autocomplete: "off" });
}

export function sendButton() {
  return el("button", { type: "submit", class: "quiet" }, texts.send);
}
