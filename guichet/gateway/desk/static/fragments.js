// A panel that is loaded when it is opened: its links and searches stay inside it, its forms are sent by the script.

import { load, post } from "./loading.js";
import { parse, place } from "./parts.js";
import { say } from "./words.js";

/** @param {HTMLElement} page @param {(status: number, body: any) => void} done */
export function panels(page, done) {
  page.addEventListener("toggle", ({ target }) => {
    if (target instanceof HTMLDetailsElement && target.open) fill(target.querySelector("[data-fragment]"));
  }, true);

  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-fragment] a[href]");
    const panel = link && link.closest("[data-fragment]");
    if (!link || !panel || !inside(panel, link.getAttribute("href") ?? "")) return;
    event.preventDefault();
    fill(panel, link.getAttribute("href") ?? "");
  });

  page.addEventListener("submit", async (event) => {
    const form = event.target;
    const panel = form instanceof HTMLFormElement && form.closest("[data-fragment]");
    if (!panel || !(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    const address = form.getAttribute("action") ?? "";
    const sent = new FormData(form, event.submitter);
    if (form.method === "get") {
      fill(panel, `${address || panel.getAttribute("data-fragment")}?${new URLSearchParams(/** @type {any} */ (sent))}`);
      return;
    }
    if (form.ariaBusy) return;
    form.ariaBusy = "true";
    const { status, body } = await post(address, sent);
    form.ariaBusy = null;
    done(status, body);
    if (status >= 200 && status < 300) fill(panel);
  });
}

/** @param {Element} panel @param {string} address */
const inside = (panel, address) => address.split("?")[0] === panel.getAttribute("data-fragment");

/** @param {Element | null} panel @param {string} [address] */
function fill(panel, address = panel?.getAttribute("data-fragment") ?? "") {
  if (!panel) return;
  panel.setAttribute("aria-busy", "true");
  load(
    () => address,
    (html) => {
      const find = place(panel);
      panel.replaceChildren(parse(html));
      if (!panel.textContent?.trim()) panel.textContent = say("no-fragment");
      find(panel);
      panel.removeAttribute("aria-busy");
    },
  )();
}
