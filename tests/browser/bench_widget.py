"""`python -m tests.browser.bench_widget`: what the widget costs a page, beside the same page without it, in one run.

On a slowed processor and a slow network, as an old phone has. Nothing passes or fails here: the bundle's tests do.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
from playwright.async_api import Browser, Page

from tests.browser.bundling import bundle, copy
from tests.browser.chromium import launched
from tests.gateway.running import serving, settings_for

#: What the others are compared with.
REFERENCE = "sans le widget"

ROUNDS = 5
PHONE = {"width": 390, "height": 844}

#: How many times slower than this machine.
SLOWER = 4

#: Between slow and fast 3G: milliseconds before the first byte of each answer, and bytes per second each way.
NETWORK = {"offline": False, "latency": 400, "downloadThroughput": 75_000, "uploadThroughput": 50_000}

#: When the page is loaded, the widget's first button is there and the browser has nothing left to do; and how long the
#: page answered to nothing until then. In milliseconds.
READY = """async (awaited) => {
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });
  const later = () => new Promise((resume) => setTimeout(resume, 10));
  const buttons = () => [...document.querySelector("guichet-chat")?.shadowRoot?.querySelectorAll("button") ?? []];
  const usable = () => !awaited || buttons().some((button) => button.getClientRects().length);
  while (document.readyState !== "complete" || !usable()) await later();
  await new Promise((idle) => requestIdleCallback(idle));
  return [performance.now(), tasks.reduce((sum, task) => sum + task.duration, 0)];
}"""

_SCRIPT = re.compile(r"<script[^>]*guichet\.js[^>]*></script>\n?")


@dataclass(frozen=True)
class Visit:
    """One visit of the page: milliseconds until it can be used, and of silence; addresses asked; bytes received."""

    ready: float
    busy: float
    asked: tuple[str, ...]
    received: float


def main() -> None:
    """Print the weight of the bundle, then what each way to have the widget costs."""
    with tempfile.TemporaryDirectory() as folder:
        bundled, modules, without = (copy(Path(folder, name)) for name in ("bundled", "modules", "without"))
        done = bundle(bundled)
        click.echo(done.stdout.partition("intégrité")[0].rstrip())
        index = without / "demo" / "index.html"
        index.write_text(_SCRIPT.sub("", index.read_text(encoding="utf-8")), encoding="utf-8")
        ways = {REFERENCE: without, "avec le widget, module par module": modules}
        if done.returncode:
            click.echo(done.stderr.strip())
        else:
            ways["avec le widget, en un fichier"] = bundled
        for line in report(asyncio.run(measure(ways))):
            click.echo(line)


def report(measured: dict[str, list[Visit]]) -> Iterator[str]:
    """One line for each way, beside the first, which is the reference point."""
    speed = f"{NETWORK['latency']} ms d'attente, {NETWORK['downloadThroughput'] // 1000} ko/s"
    yield f"page de démonstration, première visite, processeur {SLOWER} fois plus lent, {speed} :"
    reference = _median(next(iter(measured.values())), "ready")
    for name, each in measured.items():
        ready, busy, received = (_median(each, what) for what in ("ready", "busy", "received"))
        hosts = sorted({urlsplit(address).netloc for visit in each for address in visit.asked})
        yield f"  {name} : utilisable en {ready / 1000:.2f} s ({(ready - reference) / 1000:+.2f}), muette {busy:.0f} ms"
        yield f"    {len(each[-1].asked)} requêtes, {received / 1000:.0f} ko ; serveurs : {', '.join(hosts)}"


def _median(visits: list[Visit], what: str) -> float:
    return statistics.median(getattr(visit, what) for visit in visits)


async def measure(ways: dict[str, Path]) -> dict[str, list[Visit]]:
    """The visits of each way; the ways take turns, so that what else the machine does falls on all."""
    measured: dict[str, list[Visit]] = {name: [] for name in ways}
    async with AsyncExitStack() as stack:
        opened = [serving(settings_for(widget.parent), widget=widget) for widget in ways.values()]
        servers = dict(zip(ways, [await stack.enter_async_context(one) for one in opened], strict=True))
        browser = await stack.enter_async_context(launched())
        for _ in range(ROUNDS):
            for name, server in servers.items():
                measured[name].append(await visit(browser, f"{server}/demo/", name != REFERENCE))
    return measured


async def visit(browser: Browser, address: str, awaited: bool) -> Visit:
    """One first visit of a page, nothing in the cache. `awaited`: whether it has the widget."""
    context = await browser.new_context(viewport=PHONE, locale="fr-FR")
    page = await context.new_page()
    asked, received = await _slow_down(page)
    await page.goto(address, wait_until="commit")
    ready, busy = await page.evaluate(READY, awaited)
    await context.close()
    return Visit(ready, busy, tuple(asked), sum(received))


async def _slow_down(page: Page) -> tuple[list[str], list[float]]:
    """Makes the page slow; gives lists that fill with the addresses it asks and the bytes that come, as compressed."""
    asked: list[str] = []
    received: list[float] = []
    session = await page.context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    session.on("Network.dataReceived", lambda event: received.append(event["encodedDataLength"]))
    session.on("Network.responseReceived", lambda event: received.append(event["response"]["encodedDataLength"]))
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", NETWORK)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return asked, received


if __name__ == "__main__":
    main()
