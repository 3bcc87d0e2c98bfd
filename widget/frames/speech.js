// « Lire à voix haute »: the browser's own voice, one reading at a time. Only voices of the device are used:
// the others send what they read to whoever makes the browser.

import * as texts from "../locale/fr.js";
import { button } from "./dom.js";

/**
 * The reading under way. Its parts are held here: a browser forgets those that nobody holds, and never ends.
 * @type {{made: HTMLElement, parts: SpeechSynthesisUtterance[]}|null}
 */
let reading = null;

/** A button that reads a text and stops reading; none where the browser can't. @param {string} text */
export function listen(text) {
  if (!("speechSynthesis" in globalThis)) return null;
  const made = button(texts.speechListen, () => (reading?.made === made ? hush() : read(made, text)), "quiet listen");
  // Browsers find their voices late, some never: the button shows once there is one.
  const show = () => {
    made.hidden = !voice();
  };
  show();
  speechSynthesis.addEventListener("voiceschanged", show);
  return made;
}

/** Stop reading. */
export function hush() {
  if (!reading) return;
  say(reading.made, false);
  reading = null;
  speechSynthesis.cancel();
}

/** @param {HTMLElement} made @param {string} text */
function read(made, text) {
  hush();
  const parts = sentences(text).map(utterance);
  const over = () => void (reading?.parts === parts && hush());
  reading = { made, parts };
  say(made, true);
  addEventListener("pagehide", hush, { once: true });
  parts.at(-1)?.addEventListener("end", over);
  for (const part of parts) {
    part.onerror = over;
    speechSynthesis.speak(part);
  }
}

/** @param {HTMLElement} made @param {boolean} speaking */
function say(made, speaking) {
  made.classList.toggle("speaking", speaking);
  made.textContent = speaking ? texts.speechStop : texts.speechListen;
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
  const voices = speechSynthesis.getVoices();
  const french = voices.filter(({ lang, localService }) => localService && /^fr\b|^fr_/.test(lang));
  return french.find(({ lang }) => lang.endsWith("FR")) ?? french[0];
}

/**
 * A text in parts that can be said: sentence by sentence, without addresses nor signs that are for the eye.
 * @param {string} text
 * @returns {string[]}
 */
function sentences(text) {
  const plain = text
    .replace(/https?:\/\/\S+/g, "")
    .replace(/[☐☑▸→•|]|^\s*-\s/gm, ", ")
    .replace(/\bn°/g, "numéro");
  const said = plain.split(/\n|(?<=[.!?…])\s/).map((part) => part.replace(/^[\s,]+/, "").trim());
  return said.filter((part) => /\w/.test(part));
}
