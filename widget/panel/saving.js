// The conversation as a file that the citizen keeps.

import { el } from "../frames/dom.js";
import * as texts from "../locale/fr.js";

/** @param {() => Promise<Blob>} transcript */
export async function save(transcript) {
  const href = URL.createObjectURL(await transcript());
  el("a", { href, download: texts.fileName }).click();
  // The browser reads the file after the click; a minute is more than it needs.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
