// A question with its options as numbered buttons. Its own digits choose while the focus is in the list.

import { texts } from "../locale/fr.js";
import { credits } from "./credits.js";
import { array, el } from "./dom.js";
import { linked } from "./links.js";
import { listen } from "./speech.js";

/** @typedef {import("./shapes.js").Choices} Choices */
/** @typedef {import("./shapes.js").Offered} Offered */

/** @param {Choices} event @param {import("./shapes.js").Actions} actions */
export function choices(event, actions) {
  const options = array(event.options).map((option, i) =>
    el("li", {}, optionButton(option, i + 1, () => actions.choose(option.choice, option.label))),
  );
  const named = { class: "choices", role: "list", "aria-label": texts.choicesLabel };
  const list = el("ol", { ...named, onkeydown: onDigit }, ...options);
  return el(
    "div",
    { class: "bubble question" },
    el("p", { class: "words" }, ...linked(question(event))),
    list,
    ...credits(event.source),
    el("div", { class: "card-tools" }, listen(event.text)),
  );
}

/**
 * A question that has been answered makes room: its options fold, and can all still be chosen.
 * @param {HTMLElement} entry the entry of the question
 * @param {string|undefined} choiceId what was chosen; nothing when the answer was typed
 */
export function answered(entry, choiceId) {
  const list = /** @type {HTMLElement|null} */ (entry.querySelector(".choices"));
  if (!list) return;
  const focused = /** @type {Document|ShadowRoot} */ (list.getRootNode()).activeElement;
  const summary = el("summary", {}, ...summaryWords(mark(list, choiceId)));
  const fold = list.closest(".answered");
  if (fold) fold.querySelector("summary")?.replaceWith(summary);
  else {
    const made = el("details", { class: "answered" }, summary);
    list.replaceWith(made);
    made.append(list);
  }
  /** @type {HTMLDetailsElement} */ (summary.parentElement).open = false;
  if (focused && list.contains(focused)) summary.focus({ preventScroll: true });
}

/** @param {HTMLElement} list @param {string|undefined} choiceId @returns {string} the label of the chosen option */
function mark(list, choiceId) {
  let label = "";
  for (const made of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-choice]"))) {
    const chosen = choiceId !== undefined && made.dataset.choice === choiceId;
    made.toggleAttribute("aria-pressed", false);
    if (!chosen) continue;
    made.setAttribute("aria-pressed", "true");
    label = made.querySelector(".label")?.textContent ?? "";
  }
  return label;
}

/** @param {string} label */
function summaryWords(label) {
  const words = texts.choices;
  const change = el("span", { class: "change" }, label ? words.change : words.see);
  return label ? [words.chosen, el("strong", {}, label), " — ", change] : [words.other, " — ", change];
}

/** @param {Offered} option @param {number} number @param {() => void} choose */
function optionButton(option, number, choose) {
  const key = el("span", { class: "key", "aria-hidden": true }, String(number));
  const shortcut = number < 10 ? number : null;
  const words = el("span", { class: "says" }, el("span", { class: "label" }, option.label), ...about(option));
  const button = { type: "button", class: "choice", "data-choice": option.choice, "aria-keyshortcuts": shortcut };
  return el("button", { ...button, onclick: choose }, key, words);
}

/** What stands behind an option, where its label does not say it. @param {Offered} option */
function about(option) {
  const { procedure, deadline, procedures } = option;
  const lines = [
    procedure && procedure.title !== option.label ? procedure.title : "",
    deadline ? texts.choices.when(deadline) : "",
    array(procedures).map(({ title }) => title).join(" · "),
  ];
  return lines.filter(Boolean).map((line) => el("span", { class: "about" }, line));
}

/** @param {KeyboardEvent} event */
function onDigit(event) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  const list = /** @type {HTMLElement} */ (event.currentTarget);
  const chosen = /** @type {HTMLElement|undefined} */ (list.querySelectorAll("[data-choice]")[Number(event.key) - 1]);
  if (!chosen) return;
  event.preventDefault();
  chosen.click();
}

/**
 * The plain text repeats the options, one per line, for clients that can't show buttons: drop those lines.
 * @param {Choices} event
 */
function question(event) {
  if (event.prompt) return event.prompt;
  const labels = array(event.options).map((option) => option.label);
  const bare = (/** @type {string} */ line) => line.replace(/^\s*(?:[-•*]|\d+[.)])\s*/, "");
  return event.text.split("\n").filter((line) => !labels.includes(bare(line))).join("\n").trim();
}
