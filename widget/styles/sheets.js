// The style sheets of the shadow, made once for all widgets of a page. Constructed sheets need no leave from a CSP.

import { css as cards } from "./cards.css.js";
import { css as chat } from "./chat.css.js";
import { css as log } from "./log.css.js";
import { css as panel } from "./panel.css.js";
import { css as personal } from "./personal.css.js";
import { css as tokens } from "./tokens.css.js";

/** @type {CSSStyleSheet[]|undefined} */
let made;

export function styleSheets() {
  made ??= [tokens, chat, cards, log, panel, personal].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  return made;
}
