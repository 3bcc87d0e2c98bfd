// Where a citizen writes: a field that grows, a count when it gets long, a question before a number of theirs leaves.
// What is being written stays in this tab over a reload, where the browser allows it.

import { el, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";
import { find, masked } from "../personal/find.js";
import { warning } from "../personal/warning.js";

const LONGEST = 1000;
/** When no more than this is left, it is shown; it is said at every fifty characters. */
const LITTLE = 100;

/**
 * @param {string} server whose draft this is
 * @param {import("./tray.js").Tray} tray
 * @param {{send(text: string): void, typed(text: string): void, announce(words: string): void}} owner
 */
export function composer(server, tray, { send, typed, announce }) {
  const name = `guichet.draft:${server}`;
  const drafts = ofThisTab();
  const about = { id: "text", part: "field", "aria-describedby": "hint" };
  const manner = { rows: 1, autocomplete: "off", enterkeyhint: "send", oninput, onkeydown };
  const field = el("textarea", { ...about, ...manner });
  const grow = make("div.grow", field);
  const count = make("p.count");
  const button = el("button", { type: "submit", part: "send" }, texts.send);
  const label = el("label", { for: "text" }, texts.question);
  const hint = el("p", { id: "hint", class: "hint" }, texts.hint);
  const form = el("form", { onsubmit }, label, make("div.line", grow, button), count, hint);
  let step = 0;
  let given = false;
  write(drafts[name] ?? "");

  function oninput() {
    measure();
    typed(field.value);
  }

  /** @param {KeyboardEvent} event */
  function onkeydown(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.defaultPrevented) onsubmit(event);
  }

  /** @param {string} text */
  function write(text) {
    field.value = text;
    measure();
  }

  /** The field grows with a copy of its words behind it: no style attribute is needed. The room left is shown. */
  function measure() {
    grow.dataset.text = drafts[name] = field.value;
    if (!field.value) delete drafts[name];
    const left = LONGEST - [...field.value.trim()].length;
    const words = left > LITTLE ? "" : left < 0 ? texts.tooLong(-left) : texts.panelLeft(left);
    count.hidden = !words;
    count.textContent = words;
    field.setAttribute("aria-invalid", String(left < 0));
    const before = step;
    step = words ? Math.floor(left / 50) : 0;
    if (words && step !== before) announce(words);
  }

  /** @param {Event} event */
  function onsubmit(event) {
    event.preventDefault();
    const text = field.value.trim();
    if (field.matches("[aria-invalid=true]")) return announce(String(count.textContent));
    const findings = given ? [] : find(text);
    if (!findings.length) return text && leave(text);
    tray.show(warning(text, findings, {
      mask: () => leave(masked(text, findings, texts.personal.labels)),
      edit: () => field.focus(),
      send: () => leave(text),
    }));
  }

  /** @param {string} text */
  function leave(text) {
    write("");
    send(text);
  }

  return {
    field,
    form,
    clear: () => write(""),

    /** What was asked for, if anything: a detail that the citizen agreed to give. @param {string} [asks] */
    expect(asks = "") {
      const [words, kind = ""] = texts.asks[asks] ?? [];
      field.inputMode = kind;
      field.autocomplete = /** @type {AutoFill} */ (kind || "off");
      hint.textContent = words ?? texts.hint;
      given = Boolean(words);
    },
  };
}

/** @returns {Record<string, string>} */
function ofThisTab() {
  try {
    return /** @type {any} */ (sessionStorage);
  } catch {
    return {};
  }
}
