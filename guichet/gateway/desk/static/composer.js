// The field an agent writes in: a draft that survives a reload, sending with Enter, the sign that somebody types.

import { liking, tab } from "./kept.js";

/** Citizens see « écrit » for some seconds; to say it again sooner is of no use. */
const TYPING_EVERY = 4000;

/**
 * @typedef {{
 *   send: (text: string, kind: string) => void,
 *   typing: () => void,
 *   openCanned: () => void,
 *   quiet: () => void,
 * }} Ways
 */

/** @param {HTMLElement} page @param {string} reference @param {Ways} ways */
export function composer(page, reference, ways) {
  const draft = `draft.${reference}`;
  let typed = 0;

  const form = () => /** @type {HTMLFormElement | null} */ (page.querySelector("form[data-compose]"));
  const field = () => /** @type {HTMLTextAreaElement | null} */ (page.querySelector("[data-text]"));

  function submit() {
    const text = field()?.value.trim();
    if (!text) return;
    put("");
    ways.send(text, form()?.dataset.compose ?? "dire");
  }

  /** @param {string} text */
  function put(text) {
    const there = field();
    if (!there) return;
    there.value = text;
    there.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.key === "Escape") return ways.quiet();
    if (event.key === "/" && !field()?.value && !event.isComposing) {
      event.preventDefault();
      return ways.openCanned();
    }
    const always = event.ctrlKey || event.metaKey;
    // A ticket ends with its answer: too much for a slip of the Enter key.
    const sends = always || (!event.shiftKey && enterSends() && form()?.dataset.compose === "dire");
    if (event.key !== "Enter" || event.isComposing || !sends) return;
    event.preventDefault();
    submit();
  }

  function changed() {
    const there = field();
    tab.write(draft, there?.value || null);
    there?.style.setProperty("height", "auto");
    if (there) there.style.setProperty("height", `${Math.min(there.scrollHeight + 2, 240)}px`);
    if (form()?.dataset.compose !== "dire" || !there?.value || Date.now() - typed < TYPING_EVERY) return;
    typed = Date.now();
    ways.typing();
  }

  const enterSends = () => liking.read("enter") !== false;

  page.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    submit();
  });
  page.addEventListener("input", ({ target }) => target === field() && changed());
  page.addEventListener("keydown", (event) => event.target === field() && press(event));
  page.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches("[data-enter-sends]")) liking.write("enter", target.checked);
  });

  const self = {
    /** The field came, or came anew. */
    ready() {
      const there = field();
      if (!there) return;
      there.value ||= tab.read(draft) ?? "";
      page.querySelectorAll("[data-enter], [data-open-canned]").forEach((one) => one.removeAttribute("hidden"));
      const box = /** @type {HTMLInputElement | null} */ (page.querySelector("[data-enter-sends]"));
      if (box) box.checked = enterSends();
      // The script sends, with a number of its own.
      there.required = false;
    },
    /** @param {string} text put where the cursor is */
    insert(text) {
      const there = field();
      if (!there) return;
      there.focus();
      there.setRangeText(text, there.selectionStart, there.selectionEnd, "end");
      there.dispatchEvent(new Event("input", { bubbles: true }));
    },
    /** Words that were refused come back, before those written since. @param {string} text */
    giveBack(text) {
      const since = field()?.value ?? tab.read(draft) ?? "";
      tab.write(draft, since ? `${text}\n${since}` : text);
      put(tab.read(draft));
    },
    focus: () => field()?.focus(),
  };
  self.ready();
  return self;
}
