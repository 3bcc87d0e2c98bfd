// A question with its options as numbered buttons. Its own digits choose while the focus is in it.

import * as texts from "../locale/fr.js";
import { ending } from "./card.js";
import { button, el, list, make } from "./dom.js";
import { paragraph } from "./links.js";

/** @typedef {import("./shapes.js").Choices} Choices */
/** @typedef {import("./shapes.js").Offered} Offered */

/** @param {Choices} event @param {import("./shapes.js").Actions} actions */
export function choices(event, actions) {
  const buttons = (event.options ?? []).map((option, i) =>
    optionButton(option, i + 1, () => actions.choose(option.choice, option.label)),
  );
  const onkeydown = (/** @type {KeyboardEvent} */ pressed) => {
    const chosen = buttons[Number(pressed.key) - 1];
    if (!chosen || pressed.repeat || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return;
    pressed.preventDefault();
    chosen.click();
  };
  const options = list("choices", buttons, texts.choicesLabel);
  return el("div", { class: "bubble question", onkeydown }, paragraph(event.prompt || event.text), options, ending(event));
}

/**
 * A question that has been answered makes room: its options fold, and can all still be chosen.
 * @param {HTMLElement} entry the entry of the question
 * @param {string|undefined} choiceId what was chosen; nothing when the answer was typed
 */
export function answered(entry, choiceId) {
  const options = entry.querySelector(".choices");
  if (!options) return;
  const buttons = /** @type {HTMLElement[]} */ ([...options.querySelectorAll("[data-choice]")]);
  const chosen = buttons.find((made) => made.dataset.choice === choiceId);
  options.querySelector("[aria-pressed]")?.removeAttribute("aria-pressed");
  chosen?.setAttribute("aria-pressed", "true");
  const label = chosen?.querySelector(".label")?.textContent;
  const said = label ? [texts.choicesChosen, make("strong", label)] : texts.choicesOther;
  const summary = make("summary", said, " — ", make("span.change", label ? texts.choicesChange : texts.choicesSee));
  const before = options.closest("details") ?? options;
  const fold = make("details.answered", summary);
  before.replaceWith(fold);
  fold.append(options);
}

/** @param {Offered} option @param {number} number @param {() => void} choose */
function optionButton(option, number, choose) {
  const { choice, label, procedure, deadline, procedures = [] } = option;
  // What stands behind an option, where its label does not say it.
  const about = [
    procedure?.title !== label && procedure?.title,
    deadline && texts.choicesWhen(deadline),
    procedures.map(({ title }) => title).join(" · "),
  ];
  const said = make("span.says", make("span.label", label), about.map((line) => line && make("span.about", line)));
  const key = el("span", { class: "key", "aria-hidden": true }, String(number));
  return button([key, said], choose, "choice", { "data-choice": choice });
}
