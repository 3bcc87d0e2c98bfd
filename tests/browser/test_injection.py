"""Two hundred hostile strings in messages, sheets and agents' replies: text on the page, and nothing else."""

from __future__ import annotations

import itertools
import json

import httpx
from playwright.async_api import expect

from guichet.gateway.clock import utc_now
from guichet.gateway.conversations import append
from guichet.gateway.database import Database
from guichet.gateway.frames import Frame
from tests.browser.frames_scenario import CHOICES, DEFINITION, FORMS, HANDOFF, TABLES
from tests.browser.injection_strings import STRINGS
from tests.browser.log_bench import bench, build, until
from tests.browser.scenario import ANSWER as LONG_ANSWER
from tests.gateway.running import settings_for
from tests.gateway.samples import ANSWER, CHECKLIST, NOTICE, OFFICES

WELCOME_AGENT = {"kind": "text", "text": "Bonjour.", "author": "agent", "agent": "Zoé"}
ARRIVED = {**HANDOFF, "owner": "agent", "agent": "Zoé"}
TALK = [WELCOME_AGENT, HANDOFF, ARRIVED]
FRAMES = [ANSWER, LONG_ANSWER, TABLES, CHECKLIST, OFFICES, NOTICE, CHOICES, DEFINITION, FORMS, *TALK]

#: What a string can't be changed in without the frame being another.
SPARED = {"kind", "owner", "author"}

#: The elements that the log is made of.
TAGS = """
a address article b bdi blockquote br button caption dd details dfn div dl dt em fieldset form h3 h4 h5 h6 i input label
legend li ol p path q section small span strong sub summary sup svg table tbody td textarea th thead time tr ul
"""

#: Everything that is not text, text that is wider than the window, and what became of the page.
CENSUS = """() => {
  const roots = [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const places = "[role=log] *, [part~=announcements] *, [role=alert] *";
  const all = roots.flatMap((root) => [...root.querySelectorAll(places)]);
  const attributes = all.flatMap((one) => [...one.attributes].map(({ name }) => name));
  const links = all.filter((one) => one.localName === "a");
  const log = roots.map((root) => root.querySelector("[role=log]")).find(Boolean);
  return {
    tags: [...new Set(all.map((one) => one.localName))],
    acting: attributes.filter((name) => /^on|^(style|src|srcset|srcdoc|(form)?action|ping|poster|data)$/.test(name)),
    schemes: [...new Set(links.map((link) => link.protocol))],
    disguised: links.filter((link) => link.username || link.password).map((link) => link.href),
    unguarded: links.filter((link) => link.target && !/noopener/.test(link.rel)).length,
    wide: [log, ...log.querySelectorAll(".entry, .bubble, .card")]
      .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 300)),
    page: document.documentElement.scrollWidth - innerWidth,
    owned: window.wasOwned || Object.prototype.owned,
  };
}"""

GUARD = "() => { window.owned = window.alert = () => { window.wasOwned = true; }; }"


def hostile(value, strings):
    """A frame with the next string in each of its texts."""
    if isinstance(value, str):
        return next(strings)
    if isinstance(value, list):
        return [hostile(item, strings) for item in value]
    if isinstance(value, dict):
        return {name: item if name in SPARED else hostile(item, strings) for name, item in value.items()}
    return value


def sent(frame: dict) -> dict:
    """The frame as the engine sends it: its options have a payload."""
    options = [{**option, "payload": "/choose"} for option in frame.get("options", [])]
    return frame | ({"options": options} if options else {})


def bare(text: str) -> str:
    """The characters without spaces: typography changes those."""
    return "".join(text.split())


def assert_harmless(census: dict) -> None:
    assert set(census["tags"]) <= set(TAGS.split())
    assert census["acting"] == []
    assert set(census["schemes"]) <= {"https:", "tel:", "sms:", "mailto:"}
    assert census["disguised"] == []
    assert census["unguarded"] == 0
    assert census["owned"] is None
    assert census["wide"] == []
    assert census["page"] <= 0


def test_there_are_two_hundred_of_them():
    assert len(set(STRINGS)) == len(STRINGS) >= 200


async def say_all(url: str, key: dict) -> list[str]:
    """Every string as a citizen's message; what the gateway keeps of them: no control character, no personal data."""
    headers = {"Authorization": f"Bearer {key['token']}"}
    path = f"{url}/api/conversations/{key['id']}"
    async with httpx.AsyncClient(headers=headers, trust_env=False) as http:
        for number, text in enumerate(STRINGS):
            answer = await http.post(f"{path}/messages", json={"client_id": f"h{number}", "text": text})
            assert answer.status_code in (202, 422), answer.text
        kept: list[dict] = []
        while page := (await http.get(f"{path}/events", params={"after": kept[-1]["seq"] if kept else 0})).json():
            kept += page
    return [event["text"] for event in kept if event["author"] == "citizen"]


async def agent_says(folder, conversation: str, texts: list[str]) -> None:
    """An agent's words in the store, as the desk will write them."""
    database = Database(settings_for(folder).database_url)
    frames = [Frame("text", text, {"agent": text}) for text in texts]
    async with database.write() as connection:
        await append(connection, conversation, "agent", frames, utc_now)
    await database.close()


async def conversation_of(page) -> dict:
    kept = await page.evaluate("Object.entries(localStorage)")
    values = [json.loads(value) for name, value in kept if name.startswith("guichet.conversation")]
    return next(value for value in values if value and "token" in value)


async def test_through_the_gateway_everything_stays_text(open_page, engine, url, tmp_path):
    strings = itertools.cycle(STRINGS)
    rounds = itertools.count()

    async def poison(_sender, text):
        frame = FRAMES[next(rounds) % len(FRAMES)]
        return [{"text": text}, {"custom": {"frames": [sent(hostile(frame, strings))]}}]

    page = await open_page(reduced_motion="reduce")
    await page.evaluate(GUARD)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = page.url
    engine.behaviour = poison
    key = await conversation_of(page)
    await agent_says(tmp_path, key["id"], STRINGS)
    taken = await say_all(url, key)
    assert len(set(taken) & set(STRINGS)) >= 180
    shown = "document.querySelector('guichet-chat').shadowRoot.querySelectorAll('.entry.citizen[data-seq]').length"
    await until(page, f"{shown} === {len(taken)}", seconds=30)
    await expect(page.locator(".typing")).to_be_hidden(timeout=30_000)

    await page.set_viewport_size({"width": 320, "height": 640})
    assert_harmless(await page.evaluate(CENSUS))
    assert [one for one in asked if not one.startswith((url, "blob:"))] == []
    assert page.url == address
    citizen = await page.locator(".entry.citizen .words").evaluate_all("all => all.map((one) => one.textContent)")
    assert [bare(text) for text in citizen] == [bare(text) for text in taken]
    agent = await page.locator(".entry.agent .words").evaluate_all("all => all.map((one) => one.textContent)")
    assert [bare(without_notes(text)) for text in agent] == [bare(text) for text in STRINGS]


def without_notes(text: str) -> str:
    """What the page itself says of a link."""
    return text.replace("(nouvelle fenêtre)", "")


async def test_every_string_in_every_sort_of_frame(browser):
    async with bench(browser, viewport={"width": 320, "height": 640}) as page:
        await page.evaluate(GUARD)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for frame in FRAMES:
            await build(page, 320, 640)
            asked.clear()
            events = [
                {"author": "bot", "seq": n, "at": "2026-11-20T08:05:00Z"} | one
                for n, one in enumerate(variants(frame), 1)
            ]
            await page.evaluate("(all) => all.forEach((event) => window.log.add(event))", events)
            await page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
            # Of a wait, the newest card takes the place of those before.
            kept = 1 if frame is HANDOFF else len(events)
            assert await page.locator(".entries > .entry").count() == kept
            assert_harmless(await page.evaluate(CENSUS))
            assert asked == []


def variants(frame: dict) -> list[dict]:
    """The frame again and again, until each string has been in it, each time in other fields."""
    fields = itertools.count()
    hostile(frame, (str(next(fields)) for _ in itertools.count()))
    step = min(5, next(fields))
    return [hostile(frame, itertools.cycle(STRINGS[n:] + STRINGS[:n])) for n in range(0, len(STRINGS), step)]
