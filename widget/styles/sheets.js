// The style sheet of the shadow, made once for all widgets of a page. Constructed sheets need no leave from a CSP.

import { css as base } from "./base.css.js";
import { css as cards } from "./cards.css.js";
import { css as chat } from "./chat.css.js";
import { css as panel } from "./panel.css.js";
import { css as print } from "./print.css.js";
import { css as tokens } from "./tokens.css.js";

/** @type {CSSStyleSheet|undefined} */
let made;

/** @returns {CSSStyleSheet[]} */
export function styleSheets() {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(tokens + base + panel + chat + cards + print);
  }
  return [made];
}
