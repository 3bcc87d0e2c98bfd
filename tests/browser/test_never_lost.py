"""The session in a real Chromium: whatever happens to page, network and server, nothing is lost or said twice."""

from __future__ import annotations

import asyncio
import signal

import pytest

from tests.browser.chromium import launched
from tests.browser.scenario import LOST
from tests.browser.tab import begin, open_tab, said
from tests.gateway.test_restart import free_port, process


@pytest.fixture
async def context(browser):
    return await browser.new_context(locale="fr-FR")


@pytest.fixture
async def caching_context():
    """Of a browser that keeps pages to come back to, which Playwright's own settings forbid."""
    async with launched(ignore_default_args=["--disable-back-forward-cache"]) as chromium:
        yield await chromium.new_context(locale="fr-FR")


async def test_a_server_killed_in_mid_answer_answers_after_its_restart(tmp_path, context, engine):
    gate = asyncio.Event()

    async def wait(_sender, text):
        await gate.wait()
        return [{"text": f"Vous avez dit : {text}"}]

    engine.behaviour, port = wait, free_port()
    async with process(tmp_path, engine.port, port) as (running, _):
        tab = await open_tab(context, f"http://127.0.0.1:{port}")
        await tab.online()
        await tab.say("bonjour")
        await tab.shown("bonjour")
        running.send_signal(signal.SIGKILL)
        await running.wait()
        await tab.state("reconnecting")
    await tab.say("toujours là")
    await tab.message("toujours là", "failed")
    await tab.state("unreachable", 1)
    gate.set()
    async with process(tmp_path, engine.port, port):
        await tab.answered("bonjour")
        await tab.answered("toujours là")
        await tab.state("online")
        words = await tab.texts()
    assert sorted(words.count(text) for text in words) == [1] * 5
    assert len(await tab.all("opened")) == 1


async def test_offline_and_back_a_message_leaves_once(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    await context.set_offline(True)
    await tab.state("offline")
    await tab.say("dans le tunnel")
    await tab.say("toujours dans le tunnel")
    await tab.message("dans le tunnel", "queued")
    await tab.message("toujours dans le tunnel", "queued")
    await tab.state("offline", 2)
    await context.set_offline(False)
    await tab.answered("toujours dans le tunnel")
    await tab.state("online")
    assert said(engine) == ["dans le tunnel", "toujours dans le tunnel"]


async def test_what_was_typed_offline_leaves_when_the_tab_is_opened_again(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    await context.set_offline(True)
    await tab.say("gardez-le moi")
    await tab.message("gardez-le moi", "queued")
    await tab.page.close()
    await context.set_offline(False)
    again = await open_tab(context, url)
    await again.answered("gardez-le moi")
    await again.state("online")
    assert said(engine) == ["gardez-le moi"]
    last = await open_tab(context, url)
    await last.online()
    assert await last.all("message") == []


async def test_a_reload_in_mid_walk_shows_the_past_as_past_and_goes_on(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    await tab.say("ma carte")
    await tab.until("all('event').at(-1)[0].kind === 'choices'")
    first = await tab.key()
    await tab.page.reload()
    await begin(tab)
    await tab.online()
    assert await tab.key() == first
    assert await tab.all("opened") == [[False]]
    assert [past for _, past in await tab.all("event")] == [True] * 3
    choice = "all('event').at(-1)[0].options[0].choice"
    await tab.run(f"session.say({{ choice: {choice} }}, 'Perdue')")
    await tab.until("all('event').at(-1)[0].kind === 'answer'")
    assert [(event["seq"], past) for event, past in (await tab.all("event"))[3:]] == [(4, False), (5, False)]
    assert said(engine)[-1] == LOST


async def test_the_first_words_of_a_new_conversation_are_news(context, url):
    tab = await open_tab(context, url)
    await tab.online()
    assert await tab.all("opened") == [[True]]
    assert [past for _, past in await tab.all("event")] == [False]


async def test_a_reload_while_a_message_leaves_makes_no_second_message(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    lost = asyncio.Event()

    async def lose_the_answer(route):
        await route.fetch()
        lost.set()
        await route.abort()

    await context.route("**/messages", lose_the_answer)
    await tab.say("une seule fois")
    await lost.wait()
    await tab.page.reload()
    await begin(tab)
    await tab.answered("une seule fois")
    await tab.state("online")
    assert said(engine) == ["une seule fois"]


async def test_a_message_that_was_accepted_after_all_is_no_failure(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    late = asyncio.Event()

    async def lose_the_answer(route):
        await route.fetch()
        await tab.answered("arrivé")
        await route.abort()
        late.set()

    await context.route("**/messages", lose_the_answer)
    await tab.say("arrivé")
    await late.wait()
    await context.unroute("**/messages")
    await tab.say("suivant")
    await tab.answered("suivant")
    assert {state for _, _, state, _ in await tab.all("message")} <= {"sending", "queued"}
    assert said(engine) == ["arrivé", "suivant"]


async def test_two_tabs_share_the_conversation_and_what_is_unsent(context, url, engine):
    one, other = await open_tab(context, url), await open_tab(context, url)
    await one.online()
    await other.online()
    assert await one.key() == await other.key()
    await context.route("**/messages", lambda route: route.abort())
    await one.say("du premier")
    await other.message("du premier", "failed")
    await other.say("du second")
    await one.message("du second", "queued")
    await one.state("online", 2)
    under_way: list[int] = [0]

    async def slowly(route):
        under_way.append(under_way[-1] + 1)
        answer = await route.fetch()
        await asyncio.sleep(0.3)  # longer than either tab's patience
        under_way.append(under_way[-1] - 1)
        await route.fulfill(response=answer)

    await context.route("**/messages", slowly)  # before the other
    for tab in (one, other):
        await tab.answered("du second")
        await tab.state("online")
        words = await tab.texts()
        assert len(words) == len(set(words)) == 5
    assert said(engine) == ["du premier", "du second"]
    assert max(under_way) == 1


async def test_what_is_unsent_leaves_by_another_tab_when_its_own_is_closed(context, url, engine):
    one, other = await open_tab(context, url), await open_tab(context, url)
    await one.online()
    await other.online()
    await one.page.route("**/messages", lambda route: route.abort())
    await other.page.route("**/messages", lambda route: route.abort())
    await one.say("je ferme")
    await other.message("je ferme", "failed")
    await one.page.close()
    await other.page.unroute("**/messages")
    await other.answered("je ferme")
    assert said(engine) == ["je ferme"]


@pytest.mark.parametrize("erased", [False, True])
async def test_a_page_that_comes_back_from_the_browser_s_cache_catches_up(caching_context, url, erased):
    tab, other = await open_tab(caching_context, url), await open_tab(caching_context, url)
    await tab.online()
    await tab.run("void addEventListener('pageshow', ({ persisted }) => (window.cached = persisted))")
    await tab.page.goto(f"{url}/widget/session/api.js")
    if erased:
        await other.run("session.erase()")
    await other.say("pendant ce temps")
    await other.answered("pendant ce temps")
    await tab.page.go_back(wait_until="commit")
    await tab.answered("pendant ce temps")
    assert await tab.run("cached")
    assert len(await tab.all("erased")) == erased
    assert await tab.key() == await other.key()


async def test_a_session_that_was_stopped_is_resumed_by_another(context, url):
    tab = await open_tab(context, url)
    await tab.say("avant")
    await tab.answered("avant")
    await tab.run("(window.told = [], session.stop())")
    await begin(tab)
    await tab.say("après")
    await tab.answered("après")
    # Both write down what they are told in one place.
    assert [event["seq"] for event, _ in await tab.all("event")] == [1, 2, 3, 4, 5]


async def test_a_view_that_fails_holds_nothing_back(context, url):
    tab = await open_tab(context, url)
    complaints: list[str] = []
    tab.page.on("pageerror", lambda error: complaints.append(str(error)))
    await tab.online()
    await tab.run("void (told.push = () => { delete told.push; throw new Error('unshowable') })")
    await tab.say("bonjour")
    await tab.answered("bonjour")
    assert complaints == ["unshowable"]
