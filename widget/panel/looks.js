// How the window looks here and now: light or dark, the site's colour, the size of the text, the room that is seen.
// It sets custom properties in a style sheet of its own: a strict CSP allows no style attribute.

import { styleSheets } from "../styles/sheets.js";
import { hex, isDark, mix, opposite, readable, rgb } from "./colours.js";

/** Where the window takes the whole screen; `panel.css.js` says the same. */
export const FULL_SCREEN = "(max-width: 30em), (max-height: 30em)";

/** Lines of text under which header, conversation and field have no room beside each other. */
const FEW_LINES = 26;

export class Looks {
  /** @param {ShadowRoot} root @param {HTMLElement} frame all that the widget shows, in the page already */
  constructor(root, frame) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@media screen { .root {} }");
    root.adoptedStyleSheets = [...styleSheets(), sheet];
    const media = /** @type {CSSMediaRule} */ (sheet.cssRules[0]);
    this.rule = /** @type {CSSStyleRule} */ (media.cssRules[0]).style;
    this.frame = frame;
    this.host = /** @type {HTMLElement} */ (root.host);
    /** The browser's own size of text, in pixels: some people have set it larger. */
    this.medium = parseFloat(getComputedStyle(frame).fontSize) || 16;
    this.unit = this.medium;
  }

  /** @param {AbortSignal} signal when to stop @param {() => void} changed */
  follow(signal, changed) {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
    const seen = () => this.fit();
    visualViewport?.addEventListener("resize", seen, { signal });
    visualViewport?.addEventListener("scroll", seen, { signal });
  }

  /** @param {number} scale of the text, 1 for the browser's own size */
  size(scale) {
    this.unit = this.medium * scale;
    this.set("--unit", `${this.unit}px`);
    this.fit();
  }

  /** A keyboard on the screen hides what is behind it: stay above. A page that is zoomed into is left alone. */
  fit() {
    const seen = visualViewport;
    const hidden = seen && seen.scale < 1.05 && seen.height < innerHeight - 60;
    this.set("--seen-height", hidden ? `${seen.height}px` : null);
    this.set("--seen-top", hidden ? `${seen.offsetTop}px` : null);
    this.frame.classList.toggle("tight", (hidden ? seen.height : innerHeight) < this.unit * FEW_LINES);
  }

  /** @param {string|null} accent the colour that the site wants */
  paint(accent) {
    this.frame.classList.toggle("dark", this.dark());
    for (const name of ["--primary", "--primary-strong", "--on-primary", "--mine"]) this.set(name, null);
    const wished = rgb(accent ?? this.own("--guichet-primary"));
    if (wished) this.tint(wished);
  }

  /** A ground that the site has set decides; then what it asks for, what its page is, what the citizen prefers. */
  dark() {
    const ground = rgb(this.own("--guichet-surface"));
    if (ground) return isDark(ground);
    const page = getComputedStyle(this.host.parentElement ?? document.documentElement).colorScheme;
    const scheme = this.own("--guichet-color-scheme") || page;
    if (!scheme.includes("dark")) return !scheme.includes("light") && prefersDark();
    return !scheme.includes("light") || prefersDark();
  }

  /** @param {import("./colours.js").Rgb} wished */
  tint(wished) {
    const surface = rgb(this.own("--surface")) ?? [255, 255, 255];
    const sunk = rgb(this.own("--sunk")) ?? surface;
    const mine = rgb(this.own("--guichet-mine")) ?? mix(surface, wished, 0.13);
    const primary = readable(wished, [surface, sunk, mine]);
    this.set("--primary", hex(primary));
    this.set("--primary-strong", hex(mix(primary, opposite(surface), 0.25)));
    this.set("--on-primary", hex(opposite(primary)));
    this.set("--mine", hex(mine));
  }

  /** @param {string} name @returns {string} the value of a custom property, empty for none */
  own(name) {
    return getComputedStyle(this.frame).getPropertyValue(name).trim();
  }

  /** @param {string} name @param {string|null} value */
  set(name, value) {
    if (value === null) this.rule.removeProperty(name);
    else this.rule.setProperty(name, value);
  }
}

function prefersDark() {
  return matchMedia("(prefers-color-scheme: dark)").matches;
}
