// The whole conversation, rated in words from one to five, with a comment if one likes.

import { texts } from "../locale/fr.js";
import { el } from "./dom.js";
import { commentField, sendButton, telling } from "./feedback.js";

/** @param {Pick<import("./shapes.js").Actions, "satisfy">} actions @returns {HTMLFormElement} */
export function satisfaction(actions) {
  const words = texts.satisfaction;
  const said = el("p", { role: "status", class: "about", tabindex: -1 });
  const field = commentField();
  const scores = words.scores.map((label, i) => {
    const radio = el("input", { type: "radio", name: "score", value: i + 1, required: true });
    return el("label", { class: "score" }, radio, el("span", {}, label));
  });
  const inside = el("div", {}, el("fieldset", {}, el("legend", {}, words.question), ...scores));
  const comment = el("label", { class: "comment" }, el("span", {}, words.comment), field);
  inside.append(comment, el("p", { class: "hint" }, texts.hint), sendButton());
  const onsubmit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const score = Number(new FormData(form).get("score"));
    if (!(await telling(said, () => actions.satisfy(score, field.value.trim() || undefined), words.thanks))) return;
    inside.remove();
    said.focus();
  };
  const form = el("form", { class: "satisfaction", onsubmit }, inside, said);
  return form;
}
