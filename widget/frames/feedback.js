// « Cette réponse vous aide ? »: a thumb, then a word about it if one likes. The last one given counts.

import * as texts from "../locale/fr.js";
import { button, el, make } from "./dom.js";
import { icon } from "./icons.js";
import { opinion } from "./opinion.js";

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
    const made = button([icon("thumb"), label], press, `quiet thumb ${rating}`);
    return made;
  };
  const thumbs = [thumb("up", texts.yes), thumb("down", texts.no)];
  const named = { class: "thumbs", role: "group", "aria-label": texts.helpful };
  form.prepend(el("div", named, make("span", texts.helpful), make("span.pair", thumbs)), said);
  return form;
}
