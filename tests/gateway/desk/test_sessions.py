"""Sessions of agents: fixation, theft, age, and what ends them."""

from __future__ import annotations

import pytest

from guichet.gateway.desk.door.audit import Filter
from guichet.gateway.desk.door.sessions import SIGNED_IN
from tests.gateway.desk.signing import PASSWORD, add_agent, browsing, csrf_of, signed_in, words_of
from tests.gateway.running import sqlite_alone

COOKIE = "guichet_desk"


def takes(browser, token: str) -> None:
    """The browser now shows this token."""
    browser.http.cookies.clear()
    browser.http.cookies.set(COOKIE, token, path="/desk")


async def is_in(browser) -> bool:
    return (await browser.read("/desk/compte")).status_code == 200


async def test_a_token_chosen_by_someone_else_is_never_taken(browser, settings, hands):
    await add_agent(settings, clock=hands)
    takes(browser, "jeton-choisi-par-un-autre")
    response = await browser.sign_in()
    assert response.status_code == 303
    async with browsing(str(browser.http.base_url)) as attacker:
        takes(attacker, "jeton-choisi-par-un-autre")
        assert not await is_in(attacker)
    assert any(c.name == COOKIE and c.value != "jeton-choisi-par-un-autre" for c in browser.http.cookies.jar)


async def test_signing_in_again_ends_the_session_before(camille, desk):
    before = camille.http.cookies[COOKIE]
    token = csrf_of(await camille.read("/desk/compte"))
    data = {"login": "camille", "password": PASSWORD, "csrf": token}
    assert (await camille.http.post("/desk/connexion", data=data)).status_code == 303
    assert camille.http.cookies[COOKIE] != before
    assert await desk.sessions.find(before) is None


async def test_a_token_stolen_before_the_sign_out_opens_nothing_after(url, camille):
    stolen = camille.http.cookies[COOKIE]
    response = await camille.sign_out()
    assert (response.status_code, response.headers["location"]) == (303, "/desk/connexion?fait=signed_out")
    assert "Vous êtes déconnecté" in words_of(await camille.read(response.headers["location"]))
    async with browsing(url) as thief:
        takes(thief, stolen)
        response = await thief.read("/desk/compte")
        assert response.status_code == 303
        assert response.headers["location"] == "/desk/connexion?next=%2Fdesk%2Fcompte&motif=expired"
        assert "Votre session est terminée" in words_of(await thief.read(response.headers["location"]))


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 5_000, "%00", "' OR 1=1 --"])
async def test_a_token_that_is_none_leads_to_the_sign_in(browser, token):
    response = await browser.read("/desk/compte", headers={"Cookie": f"{COOKIE}={token}".encode()})
    assert response.status_code == 303
    assert response.headers["location"].startswith("/desk/connexion")


@sqlite_alone
async def test_only_a_digest_is_stored(camille, settings):
    token = camille.http.cookies[COOKIE]
    files = list(settings.var.glob("guichet.db*"))
    assert files
    assert not any(token.encode() in file.read_bytes() for file in files)
    assert not any(PASSWORD.encode() in file.read_bytes() for file in files)


async def test_an_hour_without_a_sign_of_life_ends_it(camille, hands, desk):
    hands.turn(minutes=59)
    assert await is_in(camille)
    hands.turn(minutes=59)
    assert await is_in(camille)
    hands.turn(minutes=61)
    assert not await is_in(camille)
    hands.turn(minutes=-30)
    assert not await is_in(camille), "what has ended stays ended"


async def test_twelve_hours_end_it_in_any_case(camille, hands):
    for _ in range(23):
        hands.turn(minutes=31)
        assert await is_in(camille)
    hands.turn(minutes=8)
    assert not await is_in(camille)


async def test_a_clock_set_back_a_little_sends_nobody_out_and_much_lengthens_nothing(camille, hands):
    hands.turn(minutes=-4)
    assert await is_in(camille)
    hands.turn(minutes=-10)
    assert not await is_in(camille)


async def test_a_form_sent_after_the_end_does_nothing(camille, hands, desk):
    token = csrf_of(await camille.read("/desk/compte"))
    hands.turn(minutes=61)
    response = await camille.http.post("/desk/compte/nom", data={"name": "Trop tard", "csrf": token})
    assert response.status_code == 303
    assert response.headers["location"] == "/desk/connexion?motif=expired"
    assert (await desk.accounts.by_login("camille")).name == "Camille"


async def test_a_disabled_account_is_out_at_once(url, camille, desk):
    agent = await desk.accounts.by_login("camille")
    await desk.accounts.disable(agent.id)
    assert not await is_in(camille)
    assert (await camille.sign_in()).status_code == 401


async def test_a_new_password_ends_the_other_sessions(url, camille, settings):
    async with browsing(url) as other:
        await other.sign_in()
        assert await is_in(other)
        new = "cinq autres mots sans lien"
        fields = {"current": PASSWORD, "new": new, "again": new}
        response = await camille.send("/desk/compte/mot-de-passe", **fields)
        assert response.headers["location"] == "/desk/compte?fait=password_changed"
        assert await is_in(camille)
        assert not await is_in(other)
        assert (await other.sign_in()).status_code == 401
        assert (await other.sign_in(password=new)).status_code == 303


async def test_a_new_password_takes_the_present_one(camille):
    fields = {"current": "un autre mot de passe", "new": "cinq autres mots", "again": "cinq autres mots"}
    response = await camille.send("/desk/compte/mot-de-passe", **fields)
    assert response.status_code == 422
    assert "Le mot de passe actuel n’est pas le bon" in words_of(response)
    assert 'aria-invalid="true"' in response.text


async def test_ones_own_sessions_are_listed_and_ended(url, camille, hands, desk):
    agent = await desk.accounts.by_login("camille")
    async with browsing(url) as one, browsing(url) as two:
        for other in (one, two):
            hands.turn(seconds=1)
            other.http.headers["user-agent"] = "<b>Firefox</b>"
            await other.sign_in()
        page = await camille.read("/desk/compte")
        assert page.text.count("&lt;b&gt;Firefox&lt;/b&gt;") == 2
        newest = (await desk.sessions.listed(agent.id))[0]
        await camille.send("/desk/compte/sessions", session=newest.id)
        assert [await is_in(one), await is_in(two)] == [True, False]
        await camille.send("/desk/compte/sessions")
        assert not await is_in(one)
        assert not await is_in(two)
        assert await is_in(camille)


async def test_nobody_ends_the_session_of_another(url, camille, settings, hands, desk):
    async with signed_in(url, settings, "noor", clock=hands) as noor:
        mine = (await desk.sessions.listed((await desk.accounts.by_login("camille")).id))[0]
        await noor.send("/desk/compte/sessions", session=mine.id)
        assert await is_in(camille)


async def test_signing_out_makes_absent(camille, desk):
    assert (await desk.accounts.by_login("camille")).available
    await camille.sign_out()
    assert not (await desk.accounts.by_login("camille")).available
    (last, *_) = await desk.audit.entries(Filter())
    assert (last.login, last.action) == ("camille", "sign_out")


async def test_there_or_away_from_any_page(camille, desk):
    response = await camille.send("/desk/presence", available="0", back="/desk/compte")
    assert response.headers["location"] == "/desk/compte"
    assert not (await desk.accounts.by_login("camille")).available
    response = await camille.fetch("POST", "/desk/presence", data={"available": "1"})
    assert response.status_code == 204
    assert (await desk.accounts.by_login("camille")).available
    response = await camille.send("/desk/presence", available="0", back="https://ailleurs.fr/")
    assert response.headers["location"] == "/desk/"


async def test_old_sessions_leave_the_database(camille, desk, hands):
    agent = await desk.accounts.by_login("camille")
    hands.turn(hours=13)
    await desk.sessions.open(agent.id, SIGNED_IN)
    hands.turn(hours=-13)
    assert await desk.sessions.find(camille.http.cookies[COOKIE]) is None
