"""The accounts: what may be one, who may do what, and the administrator's page."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.gateway.desk.door.accounts import AccountProblem, Role, checked_login
from guichet.gateway.desk.door.audit import Filter
from guichet.gateway.desk.door.passwords import one_time_password, weakness
from tests.gateway.desk.signing import PASSWORD, add_agent, browsing, signed_in, words_of


def test_what_a_role_includes():
    included = {role: {other for other in Role if role.includes(other)} for role in Role}
    assert included == {
        Role.AGENT: {Role.AGENT},
        Role.SUPERVISOR: {Role.SUPERVISOR, Role.AGENT},
        Role.EDITOR: {Role.EDITOR},
        Role.ADMINISTRATOR: set(Role),
    }


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("court", "short"),
        ("onze signes", "short"),
        ("a" * 201, "long"),
        ("camille12345", "login"),
        ("Camille-2026!", "login"),
        ("MotDePasse2026!", "trivial"),
        ("123456789012", "trivial"),
        ("azertyuiop12", "trivial"),
        ("ababababababab", "trivial"),
        (PASSWORD, ""),
        ("mon école à côté", ""),
        ("camille aime les trains de nuit", ""),
    ],
)
def test_which_passwords_are_good_enough(password, why):
    assert weakness(password, "camille") == why


def test_a_password_made_here_is_good_enough():
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert {weakness(password, "camille") for password in made} == {""}


@given(st.text(max_size=80))
def test_a_login_is_refused_or_plain(text):
    try:
        login = checked_login(text)
    except AccountProblem:
        return
    assert login.isascii()
    assert login == login.strip().lower()
    assert 1 <= len(login) <= 60


async def test_an_account_is_what_was_asked(desk):
    agent, password = await desk.accounts.add(" C.Martin ", "  Camille   M. ", Role.SUPERVISOR, ["accueil", "accueil"])
    assert (agent.login, agent.name, agent.role, agent.teams) == (
        "c.martin",
        "Camille M.",
        Role.SUPERVISOR,
        ("accueil",),
    )
    assert (agent.active, agent.second_factor, agent.available, agent.last_seen) == (True, False, False, "")
    assert agent.must_choose
    assert await desk.accounts.get(agent.id) == await desk.accounts.by_login("C.MARTIN") == agent
    checked = await desk.accounts.passwords.check(password, await desk.accounts.password_hash(agent.id))
    assert checked.right


async def test_the_same_accent_typed_otherwise_is_the_same_password(desk):
    agent, _ = await desk.accounts.add("noor", "Noor", Role.AGENT, password="une école à côté")
    stored = await desk.accounts.password_hash(agent.id)
    assert stored.startswith("$argon2id$")
    assert (await desk.accounts.passwords.check("une e\u0301cole a\u0300 co\u0302te\u0301", stored)).right


async def test_an_old_hash_is_renewed_at_sign_in(browser, settings, hands, desk):
    agent = await add_agent(settings, clock=hands)
    weak = await desk.accounts.password_hash(agent.id)
    await browser.sign_in()
    renewed = await desk.accounts.password_hash(agent.id)
    assert "m=8," in weak
    assert "m=65536," in renewed
    await browser.sign_out()
    assert (await browser.sign_in()).status_code == 303


@pytest.mark.parametrize(
    ("login", "name", "code"),
    [
        ("", "Camille", "login_invalid"),
        ("été", "Camille", "login_invalid"),
        ("a b", "Camille", "login_invalid"),
        ("-a", "Camille", "login_invalid"),
        ("a\0", "Camille", "login_invalid"),
        ("a" * 61, "Camille", "login_invalid"),
        ("noor", " \u200b\0 ", "name_invalid"),
        ("noor", "x" * 61, "name_invalid"),
        ("camille", "Camille", "login_taken"),
    ],
)
async def test_what_no_account_can_be(desk, settings, hands, login, name, code):
    await add_agent(settings, clock=hands)
    with pytest.raises(AccountProblem, match=f"^{code}$"):
        await desk.accounts.add(login, name, Role.AGENT)
    assert len(await desk.accounts.all()) == 1


async def test_one_login_twice_at_once_is_one_account(desk):
    tries = (desk.accounts.add("noor", "Noor", Role.AGENT) for _ in range(3))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(str(r) for r in results if isinstance(r, Exception)) == ["login_taken"] * 2
    assert len(await desk.accounts.all()) == 1


async def test_a_disabled_account_comes_back_as_new(desk, settings, hands):
    agent = await add_agent(settings, "noor", Role.ADMINISTRATOR, clock=hands)
    await desk.second_factors.start(agent.id)
    await desk.accounts.disable(agent.id)
    assert await desk.accounts.password_hash(agent.id) == ""
    assert not await desk.accounts.any_active()
    back, _ = await desk.accounts.add("noor", "Noor", Role.AGENT)
    assert (back.id, back.active, back.role, back.must_choose) == (agent.id, True, Role.AGENT, True)
    assert await desk.second_factors.pending(agent.id) == ""


async def test_who_is_present(desk, settings, hands):
    for login in ("camille", "noor"):
        await add_agent(settings, login, clock=hands)
    hands.turn(seconds=90)
    noor = await desk.accounts.by_login("noor")
    await desk.accounts.seen(noor.id)
    assert [agent.login for agent in await desk.accounts.present(60)] == ["noor"]
    assert [agent.login for agent in await desk.accounts.present(120)] == ["camille", "noor"]
    await desk.accounts.disable(noor.id)
    assert [agent.login for agent in await desk.accounts.present(120)] == ["camille"]


@pytest.mark.parametrize("path", ["/desk/comptes", "/desk/journal", "/desk/journal.csv"])
async def test_a_page_beyond_ones_role_is_refused_and_noted(camille, desk, path):
    response = await camille.read(path)
    assert response.status_code == 403
    assert "Votre rôle ne donne pas accès à cette page" in words_of(response)
    assert (await camille.read(path, headers={"Accept": "application/json"})).json()["error"]["code"] == "role"
    (entry, *_) = await desk.audit.entries(Filter(action="access.refused"))
    assert (entry.login, entry.detail) == ("camille", path.strip("/"))


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("agent", ["Demandes", "Dossiers", "Réponses"]),
        ("supervisor", ["Demandes", "Dossiers", "Réponses", "Questions", "Suivi", "Journal", "Réglages"]),
        ("editor", ["Réponses", "Questions"]),
        ("administrator", ["Demandes", "Dossiers", "Réponses", "Questions", "Suivi", "Journal", "Comptes", "Réglages"]),
    ],
)
async def test_the_menu_shows_what_one_may_open(url, settings, hands, role, shown):
    async with signed_in(url, settings, "noor", role, clock=hands) as noor:
        page = await noor.read("/desk/compte")
    menu = page.text.split("<nav", 1)[1].split("</nav>")[0]
    assert [part.split("<")[0] for part in menu.split('">')[2:]] == shown


async def test_an_administrator_adds_an_account_and_hands_the_password_over(url, chief, desk):
    fields = {"login": "noor", "name": "Noor", "role": "agent", "team": "accueil"}
    page = await chief.send("/desk/comptes", "/desk/comptes", **fields)
    assert page.status_code == 200, words_of(page)
    password = page.text.split('<code class="key">')[1].split("<")[0]
    assert password not in (await chief.read("/desk/comptes")).text
    async with browsing(url) as browser:
        assert (await browser.sign_in("noor", password)).headers["location"] == "/desk/mot-de-passe"
    assert (await desk.accounts.by_login("noor")).teams == ("accueil",)
    (entry,) = await desk.audit.entries(Filter(action="account.added"))
    assert (entry.login, entry.subject, entry.detail) == ("chef", "noor", "agent")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"role": "roi"}, "Choisissez un rôle"),
        ({"team": "inconnue"}, "Cette équipe n’existe pas"),
        ({"login": "chef"}, "déjà pris"),
        ({"name": ""}, "Indiquez un prénom"),
        ({"login": "a" * 101}, "trop long"),
    ],
)
async def test_what_the_administrator_is_told(chief, desk, fields, said):
    given = {"login": "noor", "name": "Noor", "role": "agent"} | fields
    page = await chief.send("/desk/comptes", "/desk/comptes", **given)
    assert page.status_code == 422
    assert said in words_of(page)
    assert len(await desk.accounts.all()) == 1


async def test_changing_disabling_and_resetting(url, chief, settings, hands, desk):
    async with signed_in(url, settings, "noor", clock=hands) as noor:
        agent = await desk.accounts.by_login("noor")
        place = f"/desk/comptes/{agent.id}"
        fields = {"name": "Noor B.", "role": "supervisor"}
        await chief.send(f"{place}/modifier", "/desk/comptes", **fields)
        assert (await noor.read("/desk/journal")).status_code == 200
        page = await chief.send(f"{place}/mot-de-passe", "/desk/comptes")
        password = page.text.split('<code class="key">')[1].split("<")[0]
        assert (await noor.read("/desk/compte")).status_code == 303
        assert (await noor.sign_in("noor")).status_code == 401
        assert (await noor.sign_in("noor", password)).status_code == 303
        await chief.send(f"{place}/desactiver", "/desk/comptes")
        assert (await noor.sign_in("noor", password)).status_code == 401
        assert (await chief.send(f"{place}/modifier", "/desk/comptes", **fields)).status_code == 404
    noted = [(e.action, e.detail) for e in await desk.audit.entries(Filter(login="chef"))]
    assert noted[:3] == [
        ("account.disabled", ""),
        ("password.reset", ""),
        ("account.changed", "agent → supervisor"),
    ]


@pytest.mark.parametrize("part", ["desactiver", "mot-de-passe", "double", "modifier"])
async def test_nobody_locks_the_last_administrator_out(chief, desk, part):
    agent = await desk.accounts.by_login("chef")
    fields = {"name": "Chef", "role": "agent"}
    page = await chief.send(f"/desk/comptes/{agent.id}/{part}", "/desk/comptes", **fields)
    assert page.status_code == 422
    assert "C’est votre propre compte" in words_of(page)
    assert (await desk.accounts.by_login("chef")).role is Role.ADMINISTRATOR


async def test_a_hostile_name_is_only_text(url, settings, hands, chief):
    hostile = '"><script>alert(1)</script>{{ 7*7 }}'
    async with signed_in(url, settings, "noor", name=hostile, clock=hands) as noor:
        own, all_ = await noor.read("/desk/compte"), await chief.read("/desk/comptes")
    for page in (own, all_):
        assert "<script>alert" not in page.text
        assert "{{ 7*7 }}" in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/desk/comptes/%00/modifier", "/desk/comptes/é/modifier", "/desk/comptes/" + "a" * 500 + "/modifier"]
)
async def test_an_account_that_does_not_exist(chief, path):
    page = await chief.send(path, "/desk/comptes", name="x", role="agent")
    assert page.status_code == 404


async def test_an_oversized_form_is_told(camille):
    response = await camille.http.post("/desk/compte/nom", data={"name": "a" * 20_000})
    assert response.status_code == 413
    assert "trop volumineux" in words_of(response)


async def test_a_form_that_is_none_is_told(camille, desk):
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Sec-Fetch-Site": "same-origin"}
    response = await camille.http.post("/desk/compte/nom", content=b"\xff\x00--x", headers=headers)
    assert response.status_code == 403
    assert (await desk.accounts.by_login("camille")).name == "Camille"


async def test_a_wrong_method_is_told_in_the_desk(camille):
    response = await camille.http.put("/desk/compte")
    assert response.status_code == 405
