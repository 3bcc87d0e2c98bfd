// The widget in one line of HTML: defines <guichet-chat>, puts one on a page that has none, and lets the page's own
// links and buttons open it.

import { GuichetChat } from "./element.js";

const TRIGGERS = "[data-guichet-open], [data-guichet-procedure], [data-guichet-ask]";

/** The page's own, the first if there are several. */
const present = () => /** @type {GuichetChat|null} */ (document.querySelector("guichet-chat"));

/** A page that says nothing more than the script gets the widget, with the script's `data-…` as attributes. */
function insert() {
  if (present()) return;
  const script = [...document.scripts].find((other) => other.src === import.meta.url);
  const element = new GuichetChat();
  for (const [name, value] of Object.entries({ ...script?.dataset })) element.setAttribute(name, String(value));
  document.body.append(element);
}

/** @param {MouseEvent} event */
function onClick(event) {
  const from = event.target instanceof Element ? event.target.closest(TRIGGERS) : null;
  const chat = present();
  // In another tab or window, or taken care of by the page.
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented;
  if (!(from instanceof HTMLElement) || !chat || elsewhere) return;
  event.preventDefault();
  const { guichetProcedure: procedure, guichetAsk: words } = from.dataset;
  // A tile says what it is about in its first line.
  if (procedure) chat.discuss(procedure, from.innerText.trim().split("\n")[0] || procedure);
  else if (words) chat.ask(words);
  else chat.show();
}

/** A second script tag, of this version or another, adds nothing. */
function begin() {
  if (customElements.get("guichet-chat")) return;
  customElements.define("guichet-chat", GuichetChat);
  document.addEventListener("click", onClick);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", insert);
  else insert();
}

begin();
