// The whole conversation, rated in words from one to five, with a comment if one likes.

import * as texts from "../locale/fr.js";
import { el, make } from "./dom.js";
import { opinion } from "./opinion.js";

/** @param {Pick<import("./shapes.js").Actions, "satisfy">} actions @returns {HTMLFormElement} */
export function satisfaction(actions) {
  const score = () => Number(new FormData(form).get("score"));
  const { form, ask } = opinion("satisfaction", (comment) => actions.satisfy(score(), comment));
  const scores = texts.satisfactionScores.map((label, i) => {
    const radio = el("input", { type: "radio", name: "score", value: i + 1, required: true });
    return make("label.score", radio, make("span", label));
  });
  ask(texts.satisfactionComment, make("fieldset", make("legend", texts.satisfactionQuestion), scores));
  return form;
}
