// The widget in one line of HTML: defines <guichet-chat>, puts one on a page that has none, and lets the page's own
// links and buttons open it.

import { GuichetChat } from "./element.js";

const TRIGGERS = "[data-guichet-open], [data-guichet-procedure], [data-guichet-ask]";

/** @returns {GuichetChat|null} the page's own, the first if there are several */
function present() {
  return document.querySelector("guichet-chat");
}

/** A page that says nothing more than the script gets the widget, with the script's `data-…` as attributes. */
function insert() {
  if (present()) return;
  const script = [...document.scripts].find((other) => other.src === import.meta.url);
  const element = document.createElement("guichet-chat");
  for (const [name, value] of Object.entries(script?.dataset ?? {})) element.setAttribute(name, value ?? "");
  document.body.append(element);
}

/** @param {MouseEvent} event */
function onClick(event) {
  const from = event.target instanceof Element ? event.target.closest(TRIGGERS) : null;
  const chat = present();
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0;
  if (!(from instanceof HTMLElement) || !chat || elsewhere || event.defaultPrevented) return;
  event.preventDefault();
  const { guichetProcedure: procedure, guichetAsk: words } = from.dataset;
  if (procedure) chat.discuss(procedure, from.innerText.trim() || procedure);
  else if (words) chat.ask(words);
  else chat.show();
}

/** A second script tag, of this version or another, adds nothing. */
function begin() {
  if (customElements.get("guichet-chat")) return;
  customElements.define("guichet-chat", GuichetChat);
  document.addEventListener("click", onClick);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", insert, { once: true });
  else insert();
}

begin();
