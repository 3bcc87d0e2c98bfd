// The button that opens the window, and says what came in while it was closed.

import { button, el, make } from "../frames/dom.js";
import * as texts from "../locale/fr.js";
import { icon } from "../frames/icons.js";

/** @param {() => void} open */
export function launcher(open) {
  const [words, more] = texts.panelLaunch;
  const news = make("span.news");
  const label = make("span", words, " ", make("span.longer", more));
  const opener = button([icon("counter"), label, news], open, "launcher", { part: "launcher" });
  const voice = el("p", { class: "spoken", role: "status" });
  let unread = 0;

  /** Said too: the citizen may be reading another part of the page. */
  function tell(words = "") {
    news.textContent = words;
    news.hidden = !words;
    voice.textContent = words && `${texts.title} : ${words}`;
  }

  return {
    button: opener,
    voice,
    count: () => tell(texts.panelUnread(++unread)),
    /** @param {boolean} shown */
    show(shown) {
      opener.hidden = !shown;
      unread = 0;
      tell();
    },
  };
}
