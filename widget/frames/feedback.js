// « Cette réponse vous aide ? »: a thumb, then a word about it if one likes. The last one given counts.

import * as texts from "../locale/fr.js";
import { button, el, make } from "./dom.js";
import { opinion } from "./opinion.js";

const SVG = "http://www.w3.org/2000/svg";
/** A hand with its thumb up, in a square of 24; the stylesheet turns it. */
const THUMB = "M7 11v9H4v-9h3zm0 0l4-8a2 2 0 0 1 2 2v4h5a2 2 0 0 1 2 2.3l-1 7a2 2 0 0 1-2 1.7H7";

/** @param {import("./shapes.js").Event} event @param {import("./shapes.js").Actions} actions */
export function feedback({ seq }, actions) {
  let given = "";
  /** @param {string} rating @param {string} [comment] */
  const rate = (rating, comment) => actions.rate(seq, rating, comment);
  const { form, said, ask, tell } = opinion("feedback", (comment) => rate(given, comment));
  /** @param {"up"|"down"} rating @param {string} label */
  const thumb = (rating, label) => {
    const press = async () => {
      if (!(await tell(() => rate(rating)))) return;
      given = rating;
      for (const one of thumbs) one.setAttribute("aria-pressed", String(one === made));
      ask(texts.feedbackMissing[rating], rating === "down" && button(texts.feedbackHuman, actions.human));
    };
    const made = button([hand(), label], press, `quiet thumb ${rating}`);
    return made;
  };
  const thumbs = [thumb("up", texts.yes), thumb("down", texts.no)];
  const named = { class: "thumbs", role: "group", "aria-label": texts.helpful };
  form.prepend(el("div", named, make("span", texts.helpful), make("span.pair", thumbs)), said);
  return form;
}

function hand() {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", THUMB);
  svg.append(path);
  return svg;
}
