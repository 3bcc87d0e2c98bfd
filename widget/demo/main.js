// Wires the demo page: the form, the log and the conversation.

import { el } from "../widget/chat/dom.js";
import { Log } from "../widget/chat/log.js";
import { unfoldForPrint } from "../widget/chat/printing.js";
import { Session } from "../widget/chat/session.js";
import { texts } from "../widget/locale/fr.js";

const MAX_TEXT = 1000;

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (byId("form"));
const field = /** @type {HTMLTextAreaElement} */ (byId("text"));
const hint = byId("hint");

const log = new Log(byId("log"), byId("status"), byId("alarm"), {
  choose: (choice, label) => session.say({ choice }, label),
  retry: (seq) => again(log.events.get(seq)),
  rate: (seq, rating) => session.rate(seq, rating),
  ticks: (procedure) => session.ticks(procedure),
  resend: (clientId) => session.retry(clientId),
  start: (text) => session.say({ text }, text),
});

const session = new Session({
  event: (event) => log.add(event),
  message: (...message) => log.message(...message),
  connected,
  opened,
  gone: () => {
    log.clear();
    log.say(texts.gone);
  },
  unreachable: () => log.say(texts.cannotOpen, el("button", { type: "button", class: "quiet", onclick: () => session.start() }, texts.retry)),
});

let offline = false;

/** @param {boolean} works */
function connected(works) {
  if (!works) log.say(texts.offline);
  else if (offline) log.say("");
  offline = !works;
}

/** @param {boolean} fresh whether the conversation is new */
function opened(fresh) {
  log.clear();
  log.hush(!fresh);
  // The past of a resumed conversation comes in one go; what comes later is news.
  if (!fresh) setTimeout(() => log.hush(false), 1500);
}

/** @param {import("../widget/chat/frames.js").Event|undefined} event a message that got no answer */
function again(event) {
  if (event?.choice) session.say({ choice: event.choice }, event.text);
  else if (event) session.say({ text: event.text }, event.text);
}

function submit() {
  const text = field.value.trim();
  if (!text || excess() > 0) return;
  session.say({ text }, text);
  field.value = "";
  check();
  field.focus();
}

/** Characters as the server counts them, not UTF-16 units. */
function excess() {
  return Array.from(field.value.trim()).length - MAX_TEXT;
}

function check() {
  const extra = excess();
  hint.textContent = extra > 0 ? texts.tooLong(extra) : hint.dataset.text;
  field.setAttribute("aria-invalid", String(extra > 0));
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

async function save() {
  const address = URL.createObjectURL(await session.transcript());
  el("a", { href: address, download: texts.fileName }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function erase() {
  if (!confirm(texts.eraseConfirm)) return;
  await session.erase();
  log.say(texts.erased);
  field.focus();
}

hint.dataset.text = hint.textContent;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
field.addEventListener("input", check);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
byId("save").addEventListener("click", () => save().catch(() => log.say(texts.offline)));
byId("erase").addEventListener("click", () => erase().catch(() => log.say(texts.offline)));
unfoldForPrint();
session.start();
