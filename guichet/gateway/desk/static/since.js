// How long ago: the server's own words, kept true while the page is open.

import { say } from "./words.js";

/** @typedef {{now: string, minutes: string, hours: string, days: string}} Moments */

/** @param {ParentNode} root */
export function tickAll(root) {
  /** @type {Moments} */
  const moments = JSON.parse(say("moments") || "null");
  if (!moments) return;
  for (const time of root.querySelectorAll("time[data-since]")) {
    const told = tell(Date.now() - Date.parse(time.getAttribute("data-since") ?? ""), moments);
    if (time.textContent !== told) time.textContent = told;
  }
}

/** @param {number} milliseconds @param {Moments} moments */
export function tell(milliseconds, moments) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / 1440)];
  const unit = days ? "days" : hours ? "hours" : minutes ? "minutes" : "now";
  return moments[unit]
    .replace("{days}", String(days))
    .replace("{hours}", String(hours))
    .replace("{minutes:02}", String(minutes % 60).padStart(2, "0"))
    .replace("{minutes}", String(minutes % 60));
}
