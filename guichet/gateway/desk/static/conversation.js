// The page of one request: everything on it follows the server, and what the agent does goes there without a reload.

import { canned } from "./canned.js";
import { composer } from "./composer.js";
import { panels } from "./fragments.js";
import { load, post } from "./loading.js";
import { logOf } from "./log.js";
import { outbox } from "./outbox.js";
import { keepParts, parse, showParts } from "./parts.js";
import { say } from "./words.js";

/** How long « écrit » stays after the last sign of it. */
const TYPING_FOR = 6000;

/** @param {HTMLElement} page @param {import("./bells.js").Ring} ring @returns {import("./signals.js").Page} */
export function converse(page, ring) {
  const { here = "", reference = "" } = page.dataset;
  const refusal = /** @type {HTMLElement} */ (page.querySelector("[data-refusal]"));
  const typing = /** @type {HTMLElement} */ (page.querySelector("[data-typing]"));
  let typingUntil = 0;
  keepParts();
  const log = logOf(page);

  /** @param {string} message nothing: all is well again */
  function refuse(message) {
    refusal.hidden = !message;
    refusal.textContent = message;
  }

  const refresh = load(() => `${here}/suite?after=${log.last}`, (html) => {
    const news = parse(html);
    if (news.querySelector(".event.citizen")) hideTyping();
    log.add(news);
    const changed = showParts(news);
    if (changed.includes("composer")) field.ready();
  });
  const lookAtQueue = load(() => "/desk/file?bref=1", (html) => {
    showParts(parse(html));
    ring(page.querySelector("[data-alerts]"), reference);
  });

  const out = outbox(here, reference, {
    shown: (all, late) => log.pending(all, late),
    sent: ({ text, kind }, seq) => {
      refuse("");
      if (kind === "dire") log.sent(text, seq);
      refresh();
    },
    held: () => refuse(say("signed-out")),
    refused: ({ text }, message) => {
      field.giveBack(text);
      settle(409, { error: { message } });
    },
  });
  const openCanned = canned(page, reference, (text) => field.insert(text));
  const field = composer(page, reference, {
    send: (text, kind) => out.add(text, kind),
    typing: () => void post(`${here}/ecrit`, new FormData()),
    openCanned,
    quiet: () => /** @type {HTMLElement} */ (page.querySelector("[data-log]")).focus(),
  });

  /** What became of an action: the page as it is now, and why when it was refused. @param {number} status @param {any} body */
  function settle(status, body) {
    const done = status >= 200 && status < 300;
    refuse(done ? "" : status === 401 ? say("signed-out") : (body.error?.message ?? say("failed")));
    refresh();
    return done;
  }

  function hideTyping() {
    typing.hidden = true;
    typing.textContent = "";
  }

  page.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-deed], [data-reveal]")) return;
    event.preventDefault();
    const address = form.getAttribute("action") ?? "";
    if (form.matches("[data-reveal]")) return void reveal(address);
    // A button that is disabled, or hidden with its menu, would lose the cursor of who works by keyboard.
    if (form.ariaBusy) return;
    form.ariaBusy = "true";
    const { status, body } = await post(address, new FormData(form));
    form.ariaBusy = null;
    if (!settle(status, body)) return;
    if (form.matches("[data-note]")) form.reset();
    const menu = form.closest("details");
    if (menu?.contains(document.activeElement)) menu.querySelector("summary")?.focus();
    menu?.removeAttribute("open");
  });

  /** @param {string} address */
  async function reveal(address) {
    const form = new FormData();
    form.set("csrf", document.querySelector("meta[name=csrf]")?.getAttribute("content") ?? "");
    const answer = await fetch(address, { method: "POST", body: form, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return void settle(answer.status, await answer.json().catch(() => ({})));
    page.querySelector('[data-part="contact"]')?.replaceChildren(parse(await answer.text()));
    document.getElementById("contact-title")?.focus();
  }

  page.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-open-canned]")) openCanned();
  });
  page.addEventListener("desk-canned", () => field.focus() ?? openCanned());
  // One menu at a time, and Escape closes it.
  page.addEventListener("toggle", ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.open || !target.matches("[data-menu]")) return;
    for (const other of page.querySelectorAll("[data-menu][open]")) if (other !== target) other.removeAttribute("open");
  }, true);
  page.addEventListener("keydown", (event) => {
    const menu = event.target instanceof Element && event.target.closest("[data-menu][open]");
    if (event.key !== "Escape" || !menu) return;
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  });
  panels(page, settle);
  out.start();
  return {
    refresh: () => (refresh(), lookAtQueue()),
    queue: lookAtQueue,
    request: refresh,
    gone: () => page.querySelectorAll("button, textarea, select").forEach((one) => one.setAttribute("disabled", "")),
    typing() {
      typing.hidden = false;
      if (typing.textContent !== say("writes")) typing.textContent = say("writes");
      typingUntil = Date.now() + TYPING_FOR;
      setTimeout(() => Date.now() >= typingUntil && hideTyping(), TYPING_FOR + 50);
    },
  };
}
