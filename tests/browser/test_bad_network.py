"""The session behind bad proxies, on dead connections, on a slow or missing server, without storage."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.browser.proxy import proxying
from tests.browser.tab import open_tab, said
from tests.gateway.running import serving, settings_for

NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
)
NO_LOCKS = "Object.defineProperty(navigator, 'locks', { value: undefined })"


@pytest.fixture
async def context(browser):
    return await browser.new_context(locale="fr-FR")


@pytest.fixture
async def proxied(tmp_path, engine):
    settings = settings_for(tmp_path, engine.port)
    async with serving(settings, heartbeat=0.1) as url, proxying(url) as (proxy, address):
        yield proxy, address


async def test_behind_a_proxy_that_holds_streams_back_polls_take_over(context, proxied):
    proxy, url = proxied
    proxy.stream = "hold"
    tab = await open_tab(context, url, firstByte=300)
    await tab.say("bonjour")
    await tab.answered("bonjour")
    await tab.state("online")
    assert proxy.count("STREAM") == 1
    assert 1 <= proxy.count("wait=25") <= 4
    assert [state for state, _ in await tab.all("state") if state not in ("connecting", "online")] == []


async def test_the_stream_is_tried_again_after_a_while(context, proxied):
    proxy, url = proxied
    proxy.stream = "hold"
    tab = await open_tab(context, url, firstByte=200, again=400, wait=0.2)
    await tab.say("par le détour")
    await tab.answered("par le détour")
    proxy.stream = "pass"
    await proxy.saw("STREAM", 2)
    await tab.say("tout droit")
    await tab.answered("tout droit")
    assert proxy.count("STREAM") < proxy.count("CALL")


async def test_streams_that_end_early_again_and_again_give_way_to_polls(context, proxied):
    proxy, url = proxied
    proxy.stream = "cut"
    tab = await open_tab(context, url)
    await tab.online()
    await proxy.saw("wait=25", 1)
    await tab.say("bonjour")
    await tab.answered("bonjour")
    assert proxy.count("STREAM") == 3
    await tab.state("online")


async def test_a_stream_that_died_in_silence_is_noticed(context, proxied):
    proxy, url = proxied
    tab = await open_tab(context, url, silence=700)
    await tab.online()
    await tab.say("avant")
    await tab.answered("avant")
    proxy.freeze()
    await tab.say("pendant")
    await tab.until("all('state').at(-1)[0] === 'reconnecting'")
    await tab.answered("pendant")
    words = await tab.texts()
    assert len(words) == len(set(words)) == 5


async def test_a_machine_that_slept_looks_at_once_whether_its_connection_still_lives(context, proxied):
    proxy, url = proxied
    tab = await open_tab(context, url)
    await tab.online()
    proxy.freeze()
    await tab.say("pendant le sommeil")
    await proxy.saw("/messages", 1)
    # What a page sees of sleep: its timers stood still, and the clock on the wall did not.
    await tab.run("void (Date.now = ((now) => () => now() + 3_600_000)(Date.now))")
    await tab.answered("pendant le sommeil")


async def test_a_stream_that_lives_is_left_alone(context, proxied):
    proxy, url = proxied
    tab = await open_tab(context, url, silence=700)
    await tab.online()
    # Three times the silence that would be death, filled with the server's signs of life.
    await tab.run("new Promise((resolve) => setTimeout(resolve, 2100))")
    assert proxy.count("STREAM") == 1


async def test_a_server_that_is_away_at_first_is_found_when_it_comes(context, proxied, engine):
    proxy, url = proxied
    proxy.api = "down"
    tab = await open_tab(context, url)
    await tab.say("déjà écrit")
    await tab.state("unreachable", 1)
    await tab.message("déjà écrit", "sending")
    proxy.api = "pass"
    await tab.answered("déjà écrit")
    await tab.state("online")
    assert await tab.all("opened") == [[True]]
    assert said(engine) == ["déjà écrit"]


@pytest.mark.parametrize("trouble", ["portal", "nowhere"])
async def test_what_a_proxy_says_in_the_server_s_place_loses_nothing(context, proxied, engine, trouble):
    proxy, url = proxied
    tab = await open_tab(context, url)
    await tab.online()
    key = await tab.key()
    proxy.api = trouble
    await tab.run("session.life.feed.cut()")
    await tab.say("chez le serveur, pas au portail")
    await tab.message("chez le serveur, pas au portail", "failed")
    await tab.state("unreachable", 1)
    proxy.api = "pass"
    await tab.answered("chez le serveur, pas au portail")
    await tab.state("online")
    assert await tab.key() == key
    assert await tab.all("gone") == []
    assert said(engine) == ["chez le serveur, pas au portail"]


async def test_too_fast_waits_as_long_as_the_server_asks_and_keeps_the_order(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    tries = []

    async def slow_down(route):
        tries.append(json.loads(route.request.post_data)["text"])
        if len(tries) == 1:
            await route.fulfill(status=429, headers={"Retry-After": "1"}, json={"error": {"code": "x", "message": "y"}})
        else:
            await route.continue_()

    await context.route("**/messages", slow_down)
    began = await tab.run("performance.now()")
    await tab.say("un")
    await tab.say("deux")
    await tab.message("un", "waiting")
    assert next(told for told in await tab.all("message") if told[2] == "waiting")[3] == 1
    await tab.answered("deux")
    assert await tab.run("performance.now()") - began > 1000
    assert tries == ["un", "un", "deux"]
    assert said(engine) == ["un", "deux"]


async def test_what_the_server_refuses_is_not_sent_again_and_holds_nothing_up(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    sent: list[str] = []
    tab.page.on("request", lambda request: request.url.endswith("/messages") and sent.append(request.method))
    await tab.run("['é'.repeat(1001), 'plus court'].forEach((text) => session.say({ text }, text))")
    await tab.answered("plus court")
    refused = [told for told in await tab.all("message") if told[2] == "refused"]
    assert len(refused) == 1
    assert refused[0][3].startswith("Votre message dépasse 1 000 caractères")
    await tab.page.reload()
    again = await open_tab(context, url)
    await again.online()
    assert [told[2] for told in await again.all("message")] == ["refused"]
    await again.say("suivant")
    await again.answered("suivant")
    last = await open_tab(context, url)
    await last.online()
    assert await last.all("message") == []
    assert len(sent) == 2
    assert said(engine) == ["plus court", "suivant"]


async def test_a_long_past_is_read_page_by_page(context, url):
    past = [{"seq": seq, "at": "", "author": "bot", "kind": "text", "text": f"{seq}"} for seq in range(1, 1203)]
    asked = []

    async def page_of_it(route):
        if "text/event-stream" in route.request.headers["accept"]:
            return await route.continue_()
        after = int(route.request.url.split("after=")[1].split("&")[0])
        asked.append(after)
        # Some repeat what was had already.
        await route.fulfill(json=past[max(0, after - 3) : after + 500])

    tab = await open_tab(context, url)
    await tab.online()
    await context.route("**/events?*", page_of_it)
    again = await open_tab(context, url)
    await again.online()
    assert asked == [0, 500, 1000]
    assert await again.texts() == [event["text"] for event in past]
    assert all(past for _, past in await again.all("event"))


async def test_without_storage_it_lasts_as_long_as_the_page(context, url, engine):
    await context.add_init_script(NO_STORAGE)
    tab = await open_tab(context, url)
    await tab.say("en mémoire")
    await tab.answered("en mémoire")
    await tab.run("session.ticks('F1').set('Une photo', true)")
    assert await tab.run("session.ticks('F1').has('Une photo')")
    await context.set_offline(True)
    await tab.say("hors ligne")
    await tab.message("hors ligne", "queued")
    await context.set_offline(False)
    await tab.answered("hors ligne")
    await tab.run("session.erase()")
    await tab.until("all('opened').length === 2")
    assert said(engine) == ["en mémoire", "hors ligne"]


async def test_without_locks_two_tabs_that_open_at_once_end_up_in_one_conversation(context, url, engine):
    await context.add_init_script(NO_LOCKS)
    one, other = await open_tab(context, url, start=False), await open_tab(context, url, start=False)
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(route):
        asked.set()
        await go_on.wait()
        await route.continue_()

    await one.page.route("**/api/conversations", slow)
    await one.page.evaluate("void session.start()")
    await asked.wait()
    await other.page.evaluate("void session.start()")
    await other.online()
    go_on.set()
    await one.say("du premier")
    await other.say("du second")
    for tab in (one, other):
        await tab.answered("du premier")
        await tab.answered("du second")
        await tab.state("online")
    assert await one.key() == await other.key()
    assert sorted(said(engine)) == ["du premier", "du second"]
