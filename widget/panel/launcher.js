// The button that opens the window, and says what came in while it was closed.

import { el, spoken } from "../frames/dom.js";
import { texts } from "../locale/fr.js";
import { icon } from "./icons.js";

export class Launcher {
  /** @param {() => void} open */
  constructor(open) {
    const [words, more] = texts.panel.launch;
    this.news = el("span", { class: "news", hidden: true });
    const label = el("span", {}, words, " ", el("span", { class: "longer" }, more));
    const attributes = { type: "button", class: "launcher", part: "launcher", title: "", onclick: open };
    this.button = el("button", attributes, icon("counter"), label, this.news);
    this.voice = spoken("");
    this.voice.setAttribute("role", "status");
    this.unread = 0;
  }

  /** Said too: the citizen may be reading another part of the page. */
  count() {
    this.unread += 1;
    this.news.textContent = texts.panel.unread(this.unread);
    this.news.hidden = false;
    this.voice.textContent = `${texts.title} : ${this.news.textContent}`;
  }

  /** @param {boolean} shown */
  show(shown) {
    this.button.hidden = !shown;
    if (shown) return;
    this.unread = 0;
    this.news.hidden = true;
    this.voice.textContent = "";
  }
}
