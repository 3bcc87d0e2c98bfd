"""A tab that holds a session of the widget and nothing else: its view writes down all that it is told."""

from __future__ import annotations

import asyncio
from typing import Any

#: Patience in tests, in milliseconds (`wait` in seconds).
QUICK = {"pause": 50, "longest": 200}

_OPEN = """
async (timings) => {
  const { converse } = await import("/widget/session/session.js");
  const waiting = new Set();
  window.told = [];
  const write = (name) => (...said) => {
    told.push([name, ...said]);
    for (const look of waiting) look();
  };
  const view = Object.fromEntries(
    ["opened", "event", "settled", "message", "state", "gone", "erased"].map((name) => [name, write(name)]),
  );
  window.until = (test) => new Promise((resolve) => {
    const look = () => test() && (waiting.delete(look), resolve());
    waiting.add(look);
    look();
  });
  window.all = (name) => told.filter(([other]) => other === name).map(([, ...said]) => said);
  window.session = converse("/", view, timings);
}
"""


class Tab:
    """One page with one session."""

    def __init__(self, page) -> None:
        self.page = page

    async def run(self, script: str) -> Any:
        async with asyncio.timeout(10):
            return await self.page.evaluate(script)

    async def until(self, condition: str) -> None:
        """Wait until a condition on what was told holds."""
        try:
            await self.run(f"until(() => {condition})")
        except TimeoutError:
            raise AssertionError(f"not yet {condition}: {await self.page.evaluate('told')}") from None

    async def say(self, text: str) -> None:
        await self.page.evaluate("(text) => session.say({ text }, text)", text)

    async def shown(self, text: str) -> None:
        await self.until(f"all('event').some(([event]) => event.text === {text!r})")

    async def answered(self, text: str) -> None:
        await self.shown(f"Vous avez dit : {text}")

    async def online(self) -> None:
        await self.until("all('settled').length && all('state').at(-1)[0] === 'online'")

    async def state(self, state: str, pending: int = 0) -> None:
        await self.until(f"String(all('state').at(-1)) === '{state},{pending}'")

    async def message(self, text: str, state: str) -> None:
        """Wait until this message was last said to be in this state."""
        await self.until(f"all('message').filter(([, words]) => words === {text!r}).at(-1)?.[2] === {state!r}")

    async def all(self, name: str) -> list[list]:
        return await self.page.evaluate("(name) => all(name)", name)

    async def texts(self) -> list[str]:
        """The words of the conversation in hand, as they came."""
        told = await self.page.evaluate("told")
        latest = max(i for i, (name, *_) in enumerate(told) if name == "opened")
        return [said[0]["text"] for name, *said in told[latest:] if name == "event"]

    async def key(self) -> dict:
        return await self.page.evaluate("(({ id, token }) => ({ id, token }))(session.life.api.key)")


async def open_tab(context, url: str, start: bool = True, **timings) -> Tab:
    """A new tab of a browser's context, on a page of the gateway that has no script of its own."""
    tab = Tab(await context.new_page())
    await tab.page.goto(f"{url}/widget/session/session.js")
    await begin(tab, start, **timings)
    return tab


async def begin(tab: Tab, start: bool = True, **timings) -> None:
    """Put a session on a page that was loaded, or loaded again."""
    await tab.page.evaluate(_OPEN, QUICK | timings)
    if start:
        await tab.page.evaluate("void session.start()")


def said(engine) -> list[str]:
    """What the engine heard, in order."""
    return [text for _, text in engine.heard]
