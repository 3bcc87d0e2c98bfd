"""A log on a page of its own, without a server's conversation: a test tells it what happens, in any order."""

from __future__ import annotations

import asyncio
import mimetypes
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Route

from guichet.settings import ROOT

#: An origin that exists nowhere: the widget's files are handed out from the folder.
ADDRESS = "http://guichet.test/"

#: Builds the log as the window does, in the widget's own styles, inside a box that scrolls.
BUILD = """async (size) => {
  const [{ log }, { el }, { styleSheets }] = await Promise.all(
    ["panel/log.js", "frames/dom.js", "styles/sheets.js"].map((name) => import(`/widget/${name}`)));
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = styleSheets();
  const list = el("div", { class: "log", role: "log", "aria-label": "Conversation" });
  const alarm = el("p", { class: "spoken", role: "alert" });
  const scroll = el("div", { class: "scroll" }, list);
  root.append(el("div", { class: "root" }, el("section", { class: "panel", "aria-label": "Essai" }, scroll, alarm)));
  const look = new CSSStyleSheet();
  look.replaceSync(`.panel { position: fixed; inset: 0 auto auto 0; width: ${size[0]}px; height: ${size[1]}px; }
    .scroll { height: 100%; overflow-y: auto; }`);
  root.adoptedStyleSheets.push(look);
  window.done = [];
  const told = (name) => (...given) => { window.done.push([name, ...given]); return Promise.resolve(); };
  const names = ["choose", "ask", "open", "retry", "rate", "satisfy", "human", "resend"];
  const actions = Object.fromEntries(names.map((name) => [name, told(name)]));
  window.scroller = scroll;
  window.list = list;
  window.log = log(list, alarm, { ...actions, ticks: () => ({ has: () => false, set() {} }) });
  window.log.clear();
}"""

#: Everything that a screen reader would be told of by itself: what enters a live region, and a region that appears.
LISTEN = """() => {
  const ROLES = { alert: "assertive", status: "polite", log: "polite" };
  const live = (node) => {
    for (let one = node.nodeType === 1 ? node : node.parentElement; one; one = one.parentElement) {
      const said = one.getAttribute("aria-live") ?? ROLES[one.getAttribute("role")];
      if (said) return said;
    }
    return "off";
  };
  const shown = (node) => (node.nodeType === 1 ? node : node.parentElement)?.checkVisibility();
  window.heard = [];
  const keep = (node) => {
    const said = node.textContent.replace(/\\s+/g, " ").trim();
    if (said && shown(node)) window.heard.push(said);
  };
  for (const host of document.querySelectorAll("*")) {
    if (!host.shadowRoot) continue;
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (live(change.target) === "off") continue;
        (change.type === "childList" ? change.addedNodes : [change.target]).forEach(keep);
      }
    }).observe(host.shadowRoot, {
      childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["hidden"],
    });
  }
}"""


async def serve(route: Route) -> None:
    """A file of the widget, or an empty page."""
    name = route.request.url.removeprefix(ADDRESS)
    if not name.startswith("widget/"):
        return await route.fulfill(content_type="text/html", body="<!doctype html><html lang=fr><title>Essai</title>")
    return await route.fulfill(path=ROOT / name, content_type=mimetypes.guess_type(name)[0])


@asynccontextmanager
async def bench(browser: Browser, **context):
    """A page for logs; a script error in it is an error of the test."""
    errors: list[str] = []
    context = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "reduced_motion": "reduce"} | context
    opened = await browser.new_context(**context)
    page = await opened.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.route("**/*", serve)
    await page.goto(ADDRESS)
    yield page
    await opened.close()
    assert errors == []


async def build(page, width: int = 430, height: int = 600) -> None:
    """Put a new log on the page; `window.done` keeps what it asks for."""
    await page.evaluate("localStorage.clear()")
    await page.evaluate(BUILD, [width, height])
    await page.evaluate(LISTEN)


async def add(page, *events: dict, past: bool = False) -> None:
    """Tell the log of events, which get the number, the time and the author that they lack."""
    now = await page.evaluate("new Date().toISOString()")
    full = [{"seq": i, "at": now, "author": "bot", "kind": "text", "text": ""} | e for i, e in enumerate(events, 1)]
    await page.evaluate("([all, past]) => all.forEach((event) => window.log.add(event, past))", [full, past])


async def heard(page) -> list[str]:
    """What has been said aloud since the last call, once nothing more is on its way."""
    # Timers of one delay end in their order: after `TOGETHER` of announcer.js, what waited to be said has been.
    await page.evaluate("new Promise((done) => setTimeout(done, 100))")
    return await page.evaluate("window.heard.splice(0)")


async def until(page, condition: str, seconds: float = 10) -> None:
    """Wait for a condition in the page. Playwright's own way evaluates text there, which the page's CSP refuses."""
    async with asyncio.timeout(seconds):
        await page.evaluate(f"async () => {{ while (!({condition})) await new Promise(requestAnimationFrame); }}")
