// What calls an agent: the number in the tab's title, a short sound, a notification. Never a citizen's words.

import { liking, tab } from "./kept.js";
import { say } from "./words.js";

/** Several tabs of a browser ring once. */
const TOGETHER = 2000;
/** Names of what rang are kept so many at most. */
const MOST = 500;

/** @typedef {(part: Element | null, ours?: string) => void} Ring */

/**
 * @param {HTMLElement} page
 * @returns {Ring} to be told of each new part that names what calls: `data-alerts`, `data-count`
 */
export function bells(page) {
  const title = document.title;
  /** @type {AudioContext | undefined} */
  let audio;
  let rung = new Set(tab.read("rung") ?? []);
  let first = tab.read("rung") === null;
  const box = page.querySelector("[data-bells]");
  box?.removeAttribute("hidden");
  const sound = button("sound", () => {
    liking.write("silent", !liking.read("silent"));
    show();
    beep();
  });
  const notify = button("notify", async () => {
    if (Notification.permission === "default") await Notification.requestPermission();
    else liking.write("quiet", !liking.read("quiet"));
    show();
  });

  /** @param {string} name @param {() => void} press */
  function button(name, press) {
    const found = page.querySelector(`[data-bell=${name}]`);
    found?.addEventListener("click", press);
    return found;
  }

  function show() {
    const silent = Boolean(liking.read("silent"));
    set(sound, !silent, say(silent ? "sound-off" : "sound-on"));
    if (!("Notification" in window)) return notify?.remove();
    const denied = Notification.permission === "denied";
    set(notify, mayNotify(), say(denied ? "notify-denied" : mayNotify() ? "notify-on" : "notify-off"));
    notify?.toggleAttribute("disabled", denied);
  }

  /** @param {Element | null} one @param {boolean} pressed @param {string} words */
  function set(one, pressed, words) {
    one?.setAttribute("aria-pressed", String(pressed));
    if (one) one.textContent = words;
  }

  const mayNotify = () =>
    "Notification" in window && Notification.permission === "granted" && !liking.read("quiet");

  function beep() {
    // Until a first click or key, browsers let no page make a sound.
    if (liking.read("silent") || navigator.userActivation?.hasBeenActive === false) return;
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume().catch(() => {});
    const [tone, volume, now] = [audio.createOscillator(), audio.createGain(), audio.currentTime];
    tone.frequency.setValueAtTime(660, now);
    tone.frequency.setValueAtTime(880, now + 0.12);
    volume.gain.setValueAtTime(0.12, now);
    volume.gain.exponentialRampToValueAtTime(0.001, now + 0.35);
    tone.connect(volume).connect(audio.destination);
    tone.start(now);
    tone.stop(now + 0.36);
  }

  /** @param {boolean} words whether it is a citizen who wrote, not a new request @param {string} name */
  function call(words, name) {
    const last = liking.read("last-rung");
    if (last?.name === name && Math.abs(Date.now() - last.at) < TOGETHER) return;
    liking.write("last-rung", { name, at: Date.now() });
    page.dispatchEvent(new CustomEvent("desk-ring", { detail: { words } }));
    beep();
    if (!mayNotify() || document.hasFocus()) return;
    const shown = new Notification(say(words ? "new-words" : "new-request"), { tag: "guichet-desk" });
    shown.onclick = () => (window.focus(), shown.close());
  }

  show();
  return (part, ours = "") => {
    const names = (part?.getAttribute("data-alerts") ?? "").split(" ").filter(Boolean);
    const count = Number(part?.getAttribute("data-count") ?? 0);
    document.title = count ? `(${count}) ${title}` : title;
    const fresh = names.filter((name) => !rung.has(name));
    rung = new Set([...rung, ...names].slice(-MOST));
    tab.write("rung", [...rung]);
    // What was there when the first page was opened is before the agent's eyes, as is the conversation they look at.
    const before = document.hasFocus() && ours ? fresh.filter((name) => name.startsWith(ours)) : [];
    const calling = first ? [] : fresh.filter((name) => !before.includes(name));
    first = false;
    const [name] = calling;
    if (name) call(name.includes("@"), name);
  };
}
