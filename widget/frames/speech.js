// « Lire à voix haute »: the browser's own voice, one reading at a time. Only voices of the device are used:
// the others send what they read to whoever makes the browser.

import { texts } from "../locale/fr.js";
import { button } from "./dom.js";

/** Engines stop by themselves after some fifteen seconds: what is longer is said in several breaths, in characters. */
const BREATH = 180;

/** @type {Set<HTMLElement>} buttons that wait for the browser to know its voices */
const waiting = new Set();
/**
 * The reading under way. Its parts are held here: a browser forgets those that nobody holds, and never ends.
 * @type {{button: HTMLElement, parts: SpeechSynthesisUtterance[]}|null}
 */
let reading = null;

/** A button that reads a text and stops reading; none where the browser can't. @param {string} text */
export function listen(text) {
  if (!("speechSynthesis" in globalThis)) return null;
  const press = () => (reading?.button === made ? hush() : read(made, text));
  const made = button(texts.speech.listen, press, "quiet listen");
  if (!voice()) wait(made);
  return made;
}

/** Stop reading. */
export function hush() {
  if (!reading) return;
  say(reading.button, false);
  reading = null;
  speechSynthesis.cancel();
}

/** @param {HTMLElement} made @param {string} text */
function read(made, text) {
  hush();
  const parts = sentences(text).map(utterance);
  const current = { button: made, parts };
  const over = () => void (reading === current && hush());
  for (const part of parts) part.onerror = over;
  parts.at(-1)?.addEventListener("end", over);
  reading = current;
  say(made, true);
  addEventListener("pagehide", hush, { once: true });
  for (const part of parts) speechSynthesis.speak(part);
}

/** @param {HTMLElement} made @param {boolean} speaking */
function say(made, speaking) {
  made.classList.toggle("speaking", speaking);
  made.textContent = speaking ? texts.speech.stop : texts.speech.listen;
}

/** @param {string} text */
function utterance(text) {
  const part = new SpeechSynthesisUtterance(text);
  part.voice = voice() ?? null;
  part.lang = part.voice?.lang ?? "fr-FR";
  return part;
}

/** A French voice of this device, that of France first. */
function voice() {
  const here = speechSynthesis.getVoices().filter(({ localService }) => localService);
  const french = here.filter(({ lang }) => /^fr\b|^fr_/i.test(lang));
  return french.find(({ lang }) => /^fr.fr$/i.test(lang)) ?? french[0];
}

/** Browsers find their voices late, some never: the button shows once there is one. @param {HTMLElement} made */
function wait(made) {
  made.hidden = true;
  if (waiting.add(made).size > 1) return;
  const found = () => {
    if (!voice()) return;
    for (const hidden of waiting) hidden.hidden = false;
    waiting.clear();
    speechSynthesis.removeEventListener("voiceschanged", found);
  };
  speechSynthesis.addEventListener("voiceschanged", found);
}

/**
 * A text in breaths that can be said: sentence by sentence, without addresses nor signs that are for the eye.
 * @param {string} text
 * @returns {string[]}
 */
export function sentences(text) {
  const plain = text
    .replace(/https?:\/\/\S+/g, "")
    .replace(/[☐☑▸→•|]|^\s*-\s/gm, ", ")
    .replace(/\bn°/g, "numéro")
    .replace(/[ \t\u00a0\u202f]+/g, " ");
  const said = plain.match(/.+?(?:[.!?…](?=\s|$)|$)/gm) ?? [];
  const breaths = said.flatMap((sentence) => sentence.match(breath()) ?? []);
  return breaths.map((part) => part.replace(/^[\s,]+|\s+$/g, "")).filter((part) => /[\p{L}\p{N}]/u.test(part));
}

function breath() {
  return new RegExp(`.{1,${BREATH}}(?=[\\s,;:]|$)|\\S{${BREATH}}`, "g");
}
