// How the window looks here and now: light or dark, the site's colour, the size of the text, the room that is seen.
// It sets custom properties in a style sheet of its own: a strict CSP allows no style attribute.

import { styleSheets } from "../styles/sheets.js";
import { isDark, mix, opposite, readable, rgb } from "./colours.js";

/** Where the window takes the whole screen; `panel.css.js` says the same. */
export const FULL_SCREEN = "(max-width: 30em), (max-height: 30em)";

/** Lines of text under which header, conversation and field have no room beside each other. */
const FEW_LINES = 26;

/**
 * @param {ShadowRoot} root @param {HTMLElement} frame all that the widget shows, in the page already
 * @param {() => string|null} accent the colour that the site wants @param {AbortSignal} signal when to stop
 */
export function looks(root, frame, accent, signal) {
  const sheet = new CSSStyleSheet({ media: "screen" });
  sheet.replaceSync(".root {} .root {}");
  root.adoptedStyleSheets = [...styleSheets(), sheet];
  const [colours, sizes] = [...sheet.cssRules].map((rule) => /** @type {CSSStyleRule} */ (rule).style);
  const style = getComputedStyle(frame);
  const preference = matchMedia("(prefers-color-scheme: dark)");
  const seen = visualViewport;
  /** The browser's own size of text, in pixels: some people have set it larger. */
  const medium = parseFloat(style.fontSize);
  let unit = medium;

  /** A keyboard on the screen hides what is behind it: stay above. A page that is zoomed into is left alone. */
  function fit() {
    const hidden = seen && seen.scale < 1.05 && seen.height < innerHeight - 60;
    const room = hidden ? `--seen-height: ${seen.height}px; --seen-top: ${seen.offsetTop}px` : "";
    sizes.cssText = `--unit: ${unit}px; ${room}`;
    frame.classList.toggle("tight", (hidden ? seen.height : innerHeight) < unit * FEW_LINES);
  }

  function paint() {
    frame.classList.toggle("dark", dark());
    const wished = rgb(accent() ?? own("--guichet-primary"));
    colours.cssText = wished ? tint(wished) : "";
  }

  /** A ground that the site has set decides; then the colour scheme of its page; then what the citizen prefers. */
  function dark() {
    const ground = rgb(own("--guichet-surface"));
    if (ground) return isDark(ground);
    const scheme = getComputedStyle(root.host).colorScheme;
    const dark = scheme.includes("dark");
    return dark === scheme.includes("light") ? preference.matches : dark;
  }

  /** @param {import("./colours.js").Rgb} wished */
  function tint(wished) {
    const surface = rgb(own("--surface")) ?? [255, 255, 255];
    const sunk = rgb(own("--sunk")) ?? surface;
    const mine = rgb(own("--guichet-mine")) ?? mix(surface, wished, 0.13);
    const primary = readable(wished, [surface, sunk, mine]);
    return `--primary: rgb(${primary}); --on-primary: rgb(${opposite(primary)}); --mine: rgb(${mine})`;
  }

  /** @param {string} name @returns {string} the value of a custom property, empty for none */
  function own(name) {
    return style.getPropertyValue(name);
  }

  preference.addEventListener("change", paint, { signal });
  for (const event of ["resize", "scroll"]) seen?.addEventListener(event, fit, { signal });

  return {
    paint,
    fit,

    /** @param {number} scale of the text, 1 for the browser's own size */
    size(scale) {
      unit = medium * scale;
      fit();
    },
  };
}
