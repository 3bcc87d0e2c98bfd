// <guichet-chat>: attributes in, events out, everything else in its shadow.

import { FULL_SCREEN } from "./panel/looks.js";
import { panel } from "./panel/panel.js";

/** The server that this script came from, whatever folder it is under. */
const HOME = new URL("../", import.meta.url).href;

export class GuichetChat extends HTMLElement {
  static observedAttributes = ["server", "lang", "title", "accent", "open", "position", "procedure"];

  /** @type {import("./panel/panel.js").Panel|undefined} */
  panel;

  connectedCallback() {
    // A framework may have moved the element: then it goes on as it is.
    if (this.panel) return;
    this.panel = panel(this, this.shadowRoot ?? this.attachShadow({ mode: "open" }), this.options());
    // A window over the whole screen would hide the page that was asked for.
    if (matchMedia(FULL_SCREEN).matches) this.removeAttribute("open");
    this.panel.toggle(this.hasAttribute("open"), false);
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.discard());
  }

  /** @param {string} name @param {string|null} before @param {string|null} after */
  attributeChangedCallback(name, before, after) {
    if (!this.panel || before === after) return;
    if (name === "server") {
      // Another server is another conversation.
      this.discard();
      this.connectedCallback();
    } else if (name !== "open") this.panel.dress(this.options());
    this.panel.toggle(this.hasAttribute("open"), name === "open");
  }

  /** @returns {import("./panel/panel.js").Options} */
  options() {
    const given = GuichetChat.observedAttributes.map((name) => this.getAttribute(name));
    // The window speaks French, whatever `lang` asks for: there is no other yet.
    const [server, , title, accent, , position, procedure] = given;
    return {
      server: new URL(server || HOME, document.baseURI).href.replace(/\/*$/, "/"),
      title,
      accent,
      position,
      procedure,
    };
  }

  discard() {
    this.panel?.stop();
    this.panel = undefined;
    this.shadowRoot?.replaceChildren();
  }

  show() {
    if (this.panel?.isOpen()) this.panel.enter();
    else this.setAttribute("open", "");
  }

  close() {
    this.removeAttribute("open");
  }

  /** Open, and say this as if the citizen had written it. @param {string} text */
  ask(text) {
    this.show();
    this.panel?.ask({ text }, text);
  }

  /** Open on a procedure. @param {string} procedure @param {string} title what the citizen sees of it */
  discuss(procedure, title) {
    this.show();
    this.panel?.ask({ procedure }, title);
  }
}
