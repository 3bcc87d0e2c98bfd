"""The session when its conversation is no more: erased here, in another tab, or forgotten by the server."""

from __future__ import annotations

import pytest

from tests.browser.tab import open_tab, said


@pytest.fixture
async def context(browser):
    return await browser.new_context(locale="fr-FR")


async def test_erasing_in_one_tab_is_seen_by_the_other(context, url, engine):
    one, other = await open_tab(context, url), await open_tab(context, url)
    await one.say("à effacer")
    await other.answered("à effacer")
    before = await other.key()
    await one.run("session.ticks('F1').set('Une photo', true)")
    await one.run("session.erase()")
    for tab in (one, other):
        await tab.until("all('erased').length === 1 && all('opened').length === 2 && all('settled').length === 2")
        assert await tab.all("gone") == []
    assert (await one.all("opened"), await other.all("opened")) == ([[True], [True]], [[False], [False]])
    assert await one.key() == await other.key() != before
    assert engine.forgotten == [before["id"]]
    assert before["id"] not in await one.page.evaluate("JSON.stringify(localStorage)")
    await other.say("et maintenant")
    await one.answered("et maintenant")
    assert len(await one.texts()) == 3


async def test_erasing_forgets_what_is_unsent(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    await context.route("**/messages", lambda route: route.abort())
    await tab.say("finalement non")
    await tab.message("finalement non", "failed")
    await tab.run("session.erase()")
    await context.unroute("**/messages")
    await tab.say("bonjour")
    await tab.answered("bonjour")
    await tab.state("online")
    assert said(engine) == ["bonjour"]


async def test_a_conversation_that_can_t_be_erased_stays(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    await engine.stop()
    refused = await tab.run("session.erase().catch((error) => error.status)")
    assert refused == 503
    assert await tab.all("erased") == []
    assert (await tab.key())["id"] in await tab.page.evaluate("JSON.stringify(localStorage)")


async def test_a_conversation_that_is_gone_is_replaced_and_the_unsent_text_goes_there(context, url, engine):
    tab = await open_tab(context, url)
    await tab.online()
    key = await tab.key()
    await context.route("**/messages", lambda route: route.abort())
    await tab.say("ne me perdez pas")
    await tab.run("session.say({ choice: 'inconnu' }, 'Perdue')")
    await tab.message("ne me perdez pas", "failed")
    headers = {"Authorization": f"Bearer {key['token']}"}
    await context.request.delete(f"{url}/api/conversations/{key['id']}", headers=headers)
    await tab.until("all('gone').length === 1 && all('opened').length === 2")
    await context.unroute("**/messages")
    await tab.answered("ne me perdez pas")
    await tab.message("Perdue", "refused")
    await tab.state("online")
    assert await tab.key() != key
    assert [sender for sender, _ in engine.heard] == [(await tab.key())["id"]]
