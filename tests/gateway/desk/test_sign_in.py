"""The desk's door: password, lock-out, second factor, forged forms."""

from __future__ import annotations

import asyncio

import httpx
import pyotp
import pytest
from argon2 import PasswordHasher

from guichet.gateway.desk.door.audit import Filter
from guichet.gateway.desk.door.lockout import wait_after
from guichet.gateway.desk.door.passwords import Passwords
from tests.gateway.desk.signing import PASSWORD, Browser, add_agent, browsing, csrf_of, signed_in, words_of
from tests.gateway.running import serving, settings_for


async def journal(desk, action=""):
    return [(e.login, e.action, e.subject) for e in await desk.audit.entries(Filter(action=action))]


async def test_a_page_leads_to_the_sign_in_and_back(browser, settings, hands):
    await add_agent(settings, clock=hands)
    response = await browser.read("/desk/compte?fait=name_changed")
    assert response.status_code == 303
    assert response.headers["location"] == "/desk/connexion?next=%2Fdesk%2Fcompte%3Ffait%3Dname_changed"
    response = await browser.sign_in(next="/desk/compte?fait=name_changed")
    assert (response.status_code, response.headers["location"]) == (303, "/desk/compte?fait=name_changed")
    page = await browser.read("/desk/compte")
    assert page.status_code == 200
    assert "Camille , mon compte Conseiller" in words_of(page)


@pytest.mark.parametrize(
    "address",
    ["https://ailleurs.fr/", "//ailleurs.fr", "/desk//ailleurs.fr", "/desk/\\ailleurs.fr", "/demo/", "/desk/\nx", "é"],
)
async def test_a_link_to_the_sign_in_leads_to_no_other_site(browser, settings, hands, address):
    await add_agent(settings, clock=hands)
    response = await browser.sign_in(next=address)
    assert (response.status_code, response.headers["location"]) == (303, "/desk/")


async def test_a_script_is_told_and_not_led_elsewhere(browser):
    for headers in ({"Accept": "application/json"}, {"X-Requested-With": "fetch"}, {"Accept": "text/event-stream"}):
        response = await browser.read("/desk/compte", headers=headers)
        assert response.status_code == 401
        assert response.json()["error"]["code"] == "sign_in_needed"
        assert response.json()["error"]["message"].startswith("Votre session est terminée")


async def test_the_cookie_is_for_the_desk_alone_and_hidden_from_scripts(url, browser, settings, hands):
    await add_agent(settings, clock=hands)
    response = await browser.sign_in()
    cookies = {c.partition("=")[0]: c for c in response.headers.get_list("set-cookie")}
    for name in ("guichet_desk", "guichet_desk_browser"):
        parts = {part.strip() for part in cookies[name].split(";")}
        assert {"HttpOnly", "SameSite=Strict", "Path=/desk"} <= parts
        assert "Secure" not in parts
    assert browser.http.cookies["guichet_desk"] not in (await browser.read("/desk/compte")).text


async def test_over_https_the_cookie_is_secure(settings, hands):
    ahead = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    async with serving(settings, clock=hands, proxies=1) as url:
        await add_agent(settings, clock=hands)
        async with httpx.AsyncClient(base_url=url, trust_env=False, headers=ahead) as http:
            token = csrf_of(await http.get("/desk/connexion"))
            # As the browser has it: this client itself speaks plain http, and keeps a secure cookie to itself.
            door = {"Cookie": "; ".join(f"{c.name}={c.value}" for c in http.cookies.jar)}
            fields = {"login": "camille", "password": PASSWORD, "csrf": token}
            response = await http.post("/desk/connexion", data=fields, headers=door)
    assert response.status_code == 303
    assert all("Secure" in cookie for cookie in response.headers.get_list("set-cookie"))


async def test_what_was_wrong_is_not_told(browser, settings, hands, desk):
    await add_agent(settings, clock=hands)
    wrong = await browser.sign_in("camille", "un autre mot de passe")
    unknown = await browser.sign_in("personne", "un autre mot de passe")
    assert wrong.status_code == unknown.status_code == 401
    sentence = "L’identifiant ou le mot de passe n’est pas le bon."
    assert sentence in words_of(wrong)
    assert words_of(wrong).replace("camille", "") == words_of(unknown).replace("personne", "")
    # Somebody may have typed a password in the wrong field: what is no login is written nowhere.
    assert await journal(desk) == [("", "sign_in.failed", ""), ("", "sign_in.failed", "camille")]


async def test_an_unknown_login_costs_a_hash_of_the_same_kind(desk, settings, hands):
    asked = []

    class Watching(PasswordHasher):
        def verify(self, stored, password):
            asked.append(stored.split("$")[:4])
            return super().verify(stored, password)

    passwords = Passwords(Watching())
    stored = await passwords.hash(PASSWORD)
    assert (await passwords.check(PASSWORD, stored)).right
    assert await desk.accounts.password_hash("nobody") == ""
    assert not (await passwords.check(PASSWORD, "")).right
    assert asked[0] == asked[1] == ["", "argon2id", "v=19", "m=65536,t=3,p=4"]


def test_waits_double_up_to_a_quarter_of_an_hour():
    minutes = [wait_after(failures).total_seconds() / 60 for failures in range(12)]
    assert minutes == [0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert wait_after(10**9).total_seconds() == 900


async def test_five_failures_lock_for_a_minute_then_longer(browser, settings, hands, desk):
    await add_agent(settings, clock=hands)
    for _ in range(5):
        assert (await browser.sign_in(password="un autre mot de passe")).status_code == 401
    locked = await browser.sign_in()
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "60")
    assert "Trop d’essais. Réessayez dans 1 min." in words_of(locked)
    hands.turn(seconds=61)
    assert (await browser.sign_in(password="encore un autre essai")).status_code == 401
    locked = await browser.sign_in(login=" Camille ")
    assert "Réessayez dans 2 min." in words_of(locked)
    hands.turn(seconds=121)
    assert (await browser.sign_in()).status_code == 303
    assert ("", "sign_in.locked", "camille") in await journal(desk)
    assert await desk.lockout.failures("camille") == 0


async def test_an_unknown_login_locks_just_the_same(browser):
    for _ in range(5):
        await browser.sign_in("personne", "un autre mot de passe")
    assert (await browser.sign_in("personne")).status_code == 429


async def test_a_lock_outlives_the_gateway(settings, hands):
    async with serving(settings, clock=hands) as url, browsing(url) as browser:
        await add_agent(settings, clock=hands)
        for _ in range(5):
            await browser.sign_in(password="un autre mot de passe")
    async with serving(settings, clock=hands) as url, browsing(url) as browser:
        assert (await browser.sign_in()).status_code == 429


async def test_many_tries_at_once_are_not_many_free_tries(desk, settings, hands):
    waits = await asyncio.gather(*(desk.lockout.attempt("camille") for _ in range(20)))
    assert sum(1 for seconds in waits if seconds == 0) == 5


async def test_whoever_locks_the_door_from_outside_does_not_lock_the_agent_out(url, camille, settings, hands):
    """The agent's session goes on, and their browser may sign in again."""
    await camille.sign_out()
    await camille.sign_in()
    async with browsing(url) as stranger:
        for _ in range(5):
            await stranger.sign_in(password="un autre mot de passe")
        assert (await stranger.sign_in()).status_code == 429
        assert (await camille.read("/desk/compte")).status_code == 200
        await camille.sign_out()
        assert (await camille.sign_in()).status_code == 303
        assert (await stranger.sign_in()).status_code == 429
    # The known browser has a count of its own, no free pass.
    await camille.sign_out()
    for _ in range(5):
        await camille.sign_in(password="un autre mot de passe")
    assert (await camille.sign_in()).status_code == 429


async def test_a_clock_set_back_neither_locks_for_ever_nor_opens(browser, settings, hands):
    await add_agent(settings, clock=hands)
    for _ in range(5):
        await browser.sign_in(password="un autre mot de passe")
    hands.turn(seconds=-30)
    assert (await browser.sign_in()).status_code == 429
    hands.turn(hours=-5)
    assert (await browser.sign_in()).status_code == 303


async def test_too_many_tries_from_one_address(tmp_path, hands):
    slow = settings_for(tmp_path, rate_per_minute=3)
    async with serving(slow, clock=hands) as url, browsing(url) as browser:
        for number in range(3):
            assert (await browser.sign_in(f"agent{number}")).status_code == 401
        response = await browser.sign_in("agent4")
        assert response.status_code == 429
        assert "Attendez 20 secondes" in words_of(response)


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, "autre site"),
        ({"Sec-Fetch-Site": "same-site"}, "autre site"),
        ({"Sec-Fetch-Site": "", "Origin": "https://ailleurs.fr"}, "autre site"),
        ({"Sec-Fetch-Site": "", "Origin": "null"}, "autre site"),
    ],
)
async def test_a_form_of_another_site_is_refused(camille, desk, headers, said):
    response = await camille.send("/desk/compte/nom", headers=headers, name="Pirate")
    assert response.status_code == 403
    assert said in words_of(response)
    assert (await desk.accounts.by_login("camille")).name == "Camille"


@pytest.mark.parametrize("token", ["", "0" * 64, "é", "\0"])
async def test_a_form_without_the_token_is_refused(camille, desk, token):
    data = {"name": "Pirate", "csrf": token}
    response = await camille.http.post("/desk/compte/nom", data=data)
    assert response.status_code == 403
    assert "rien n’a été fait" in words_of(response)
    assert (await desk.accounts.by_login("camille")).name == "Camille"


async def test_the_token_of_another_agent_does_not_serve(url, camille, settings, hands):
    async with signed_in(url, settings, "noor", clock=hands) as noor:
        token = csrf_of(await noor.read("/desk/compte"))
    response = await camille.http.post("/desk/compte/nom", data={"name": "Pirate", "csrf": token})
    assert response.status_code == 403


async def test_the_sign_in_itself_takes_no_forged_form(browser, settings, hands):
    await add_agent(settings, clock=hands)
    response = await browser.http.post("/desk/connexion", data={"login": "camille", "password": PASSWORD})
    assert response.status_code == 403
    assert "guichet_desk" not in browser.http.cookies


async def test_every_form_of_the_desk_wants_the_token(url, chief):
    """No page is forgotten, those of other modules included."""
    from guichet.gateway.app import create_app  # the routes alone
    from guichet.settings import load

    app = create_app(load())
    routes = [route for route in app.router.routes_all.values() if route.path.startswith("desk")]
    posts = [route for route in routes if "POST" in route.methods]
    assert len(posts) > 10
    for route in posts:
        path = "/" + "/".join("1" if part.startswith("<") else part for part in route.path.split("/"))
        response = await chief.http.post(path, data={"csrf": "0" * 64})
        assert response.status_code == 403, path


async def enrol(browser: Browser, hands) -> tuple[str, list[str]]:
    """Turn the second factor on: its secret and the recovery codes."""
    page = await browser.send("/desk/compte/double/activer", current=PASSWORD)
    assert page.status_code == 200, words_of(page)
    assert 'src="data:image/svg+xml' in page.text
    secret = page.text.split('<code class="key">')[1].split("<")[0].replace(" ", "")
    page = await browser.send("/desk/compte/double/confirmer", code=pyotp.TOTP(secret).at(hands.now))
    assert "Vos codes de secours" in words_of(page), words_of(page)
    codes = [part.split("</code>")[0] for part in page.text.split("<li><code>")[1:]]
    return secret, codes


async def test_with_a_second_factor_the_password_alone_opens_nothing(camille, hands, desk):
    secret, codes = await enrol(camille, hands)
    assert len(codes) == len(set(codes)) == 8
    await camille.sign_out()
    hands.turn(minutes=1)
    response = await camille.sign_in(next="/desk/compte")
    assert response.headers["location"] == "/desk/code?next=%2Fdesk%2Fcompte"
    half_way = await camille.read("/desk/compte")
    assert (half_way.status_code, half_way.headers["location"]) == (303, "/desk/code?next=%2Fdesk%2Fcompte")
    wrong = await camille.send("/desk/code", "/desk/code", code="000000")
    assert wrong.status_code == 401
    assert "Ce code n’est pas le bon" in words_of(wrong)
    half_token = camille.http.cookies["guichet_desk"]
    right = await camille.send("/desk/code", "/desk/code", code=pyotp.TOTP(secret).at(hands.now), next="/desk/compte")
    assert (right.status_code, right.headers["location"]) == (303, "/desk/compte")
    assert camille.http.cookies["guichet_desk"] != half_token
    assert await desk.sessions.find(half_token) is None
    assert [e[1] for e in await journal(desk)][:2] == ["sign_in.done", "sign_in.code_failed"]


async def test_a_code_serves_once_and_only_around_its_time(camille, hands, desk):
    secret, _ = await enrol(camille, hands)
    agent = await desk.accounts.by_login("camille")
    totp = pyotp.TOTP(secret)
    assert not await desk.second_factors.check(agent.id, totp.at(hands.now))
    hands.turn(minutes=5)
    assert not await desk.second_factors.check(agent.id, totp.at(hands.now, counter_offset=-2))
    assert not await desk.second_factors.check(agent.id, totp.at(hands.now, counter_offset=2))
    code = totp.at(hands.now)
    results = await asyncio.gather(*(desk.second_factors.check(agent.id, code) for _ in range(5)))
    assert sorted(results) == [False, False, False, False, True]
    hands.turn(seconds=30)
    assert not await desk.second_factors.check(agent.id, code)
    assert await desk.second_factors.check(agent.id, f" {totp.at(hands.now)[:3]} {totp.at(hands.now)[3:]} ")
    # A clock set back gives no code a second life.
    hands.turn(seconds=-30)
    assert not await desk.second_factors.check(agent.id, code)


async def test_a_recovery_code_serves_once_without_the_telephone(camille, hands, desk):
    _, codes = await enrol(camille, hands)
    await camille.sign_out()
    await camille.sign_in()
    response = await camille.send("/desk/code", "/desk/code", code=codes[3].upper().replace("-", " "))
    assert response.status_code == 303
    assert "Il vous reste 7 codes de secours" in words_of(await camille.read("/desk/compte"))
    assert ("camille", "second_factor.recovered", "camille") in await journal(desk)
    await camille.sign_out()
    await camille.sign_in()
    assert (await camille.send("/desk/code", "/desk/code", code=codes[3])).status_code == 401


async def test_codes_are_locked_like_passwords(camille, hands):
    await enrol(camille, hands)
    await camille.sign_out()
    await camille.sign_in()
    answers = [(await camille.send("/desk/code", "/desk/code", code=f"{n:06}")).status_code for n in range(5)]
    # The right password before them did not set the count back.
    assert answers == [401, 401, 401, 401, 429]


async def test_the_password_waits_ten_minutes_for_the_code(camille, hands):
    await enrol(camille, hands)
    await camille.sign_out()
    await camille.sign_in()
    hands.turn(minutes=11)
    response = await camille.http.get("/desk/code")
    assert response.status_code == 303
    assert response.headers["location"].startswith("/desk/connexion")


async def test_a_second_factor_takes_the_password_to_turn_on_and_off(camille, hands, desk):
    refused = await camille.send("/desk/compte/double/activer", current="un autre mot de passe")
    assert "Le mot de passe actuel n’est pas le bon" in words_of(refused)
    await enrol(camille, hands)
    refused = await camille.send("/desk/compte/double/retirer", current="un autre mot de passe")
    assert refused.status_code == 422
    assert (await desk.accounts.by_login("camille")).second_factor
    assert (await camille.send("/desk/compte/double/retirer", current=PASSWORD)).status_code == 303
    assert not (await desk.accounts.by_login("camille")).second_factor


async def test_a_first_code_that_is_wrong_turns_nothing_on(camille, desk):
    await camille.send("/desk/compte/double/activer", current=PASSWORD)
    page = await camille.send("/desk/compte/double/confirmer", code="000000")
    assert page.status_code == 422
    assert "Carré à scanner" in page.text
    assert not (await desk.accounts.by_login("camille")).second_factor
    await camille.sign_out()
    assert (await camille.sign_in()).headers["location"] == "/desk/"


async def test_a_first_password_has_to_be_replaced(browser, settings, hands, desk):
    _, once = await desk.accounts.add("noor", "Noor", "agent")
    assert (await browser.sign_in("noor", once)).headers["location"] == "/desk/mot-de-passe"
    assert (await browser.read("/desk/compte")).headers["location"].startswith("/desk/mot-de-passe")
    choose = "/desk/mot-de-passe"
    same = await browser.send(choose, choose, new=once, again=once)
    assert "C’est déjà votre mot de passe" in words_of(same)
    short = await browser.send(choose, choose, new="court", again="court")
    assert "12 caractères au moins." in words_of(short)
    differs = await browser.send(choose, choose, new=PASSWORD, again=PASSWORD + "x")
    assert "ne sont pas les mêmes" in words_of(differs)
    assert (await browser.send(choose, choose, new=PASSWORD, again=PASSWORD)).headers["location"] == "/desk/"
    assert (await browser.read("/desk/compte")).status_code == 200
    assert (await browser.read(choose)).status_code == 404
    async with browsing(str(browser.http.base_url)) as other:
        assert (await other.sign_in("noor", once)).status_code == 401
        assert (await other.sign_in("noor", PASSWORD)).status_code == 303
