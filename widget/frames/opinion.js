// A form that sends what a citizen thinks of something, with a comment if they like, and says what became of it.

import * as texts from "../locale/fr.js";
import { el, make } from "./dom.js";

/** @typedef {import("./dom.js").Child} Child */

/**
 * @param {string} style
 * @param {(comment?: string) => Promise<void>} send
 */
export function opinion(style, send) {
  const said = el("p", { role: "status", class: "about", tabindex: -1 });
  const more = make("div.more-said");
  const field = el("textarea", { rows: 2, maxlength: 1000, autocomplete: "off" });
  /** Do it, then say that it is done; a failure is said as well, nothing is lost. @param {() => Promise<void>} act */
  const tell = async (act) => {
    const worked = await act().then(() => true, () => false);
    said.className = worked ? "about" : "problem";
    said.textContent = worked ? texts.thanks : texts.failed;
    return worked;
  };
  const onsubmit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (!(await tell(() => send(field.value.trim() || undefined)))) return;
    more.replaceChildren();
    said.focus();
  };
  /** @param {string} label of the comment @param {Child} before */
  const ask = (label, before) => {
    const comment = el("label", { class: "comment" }, make("span", label), field);
    const submit = el("button", { type: "submit", class: "quiet" }, texts.send);
    more.replaceChildren(make("div", before, comment, make("p.hint", texts.hint), submit));
  };
  const form = el("form", { class: style, onsubmit }, more, said);
  return { form, said, ask, tell };
}
