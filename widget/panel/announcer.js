// What a screen reader says of the conversation, each thing once. What is said of an event is in `announcement.js`.
//
// The log itself is silent (`aria-live="off"`). A live region says all that enters it as one long string, without
// headings, links or buttons, so that a card would be three screens of speech, said again when a choice folds or a
// box is ticked. NVDA takes each change as it comes, VoiceOver drops one when two come at once, and TalkBack reads
// the whole entry: hence short plain sentences, in a region that is there from the start, several at once as one.

import { el, make } from "../frames/dom.js";

/** What comes within this time is said as one, in milliseconds. */
const TOGETHER = 100;
/** How long words stay, in milliseconds: they are taken up at once, and whoever reads on must not meet them again. */
const KEPT = 5_000;
/** An alarm stays longer: it may interrupt, and be interrupted. */
const ALARM = 15_000;

/** @param {HTMLElement} alarm what interrupts, an alert; the polite region goes beside it */
export function announcer(alarm) {
  const region = el("div", { class: "spoken", part: "announcements", "aria-live": "polite" });
  /** @type {string[]} */
  let waiting = [];

  const flush = () => {
    const said = make("p", waiting.join(" "));
    waiting = [];
    region.append(said);
    setTimeout(() => said.remove(), KEPT);
  };

  return {
    /** A region is heard only when it is in the page before its words. */
    settle: () => alarm.after(region),
    /** In its turn. @param {string} words */
    say: (words) => {
      if (words && waiting.push(words) === 1) setTimeout(flush, TOGETHER);
    },
    /** At once, over whatever is being said. @param {string} words */
    cry: (words) => {
      alarm.textContent = words;
      setTimeout(() => alarm.replaceChildren(), ALARM);
    },
  };
}
