"""The list of requests: who sees which, filters, search, order, pages, and what is typed wrong."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest

from guichet.gateway.desk.door.audit import Filter
from tests.gateway.desk.conftest import Hands
from tests.gateway.desk.ledger import ledger
from tests.gateway.desk.signing import behind, signed_in, words_of

NOW = Hands().now
HOUR = timedelta(hours=1)


@pytest.fixture
async def book(url, settings):
    async with ledger(settings) as book:
        yield book


def references(response) -> list[str]:
    """The references of a page, in order."""
    assert response.status_code == 200, response.text
    return re.findall(r'href="/desk/demandes/(DEM-[^"]+)"', response.text)


async def test_an_empty_desk_says_that_requests_will_come(camille):
    page = await camille.read("/desk/demandes")
    assert references(page) == []
    assert "Elles arriveront ici" in words_of(page)


async def test_what_waits_longest_comes_first_and_what_is_over_is_left_out(book, camille):
    young = await book.request(NOW - HOUR)
    old = await book.request(NOW - 3 * HOUR, [(5, "NobodyCame", "ticket")])
    over = await book.request(NOW - 5 * HOUR, [(1, "Take", "taken"), (9, "Close", "closed")], outcome="resolved")
    assert references(await camille.read("/desk/demandes")) == [old, young]
    assert references(await camille.read("/desk/demandes?statut=all")) == [old, young, over]
    assert references(await camille.read("/desk/demandes?statut=all&tri=recentes")) == [young, old, over]
    counts = words_of(await camille.read("/desk/demandes"))
    assert "À traiter 2 En attente 1 En cours 0 À répondre plus tard 1 Terminées 1 Toutes 3" in counts


async def test_agents_see_the_requests_of_their_teams_and_supervisors_all(url, settings, hands, book):
    mine, other = await book.request(NOW, team="accueil"), await book.request(NOW, team="etat_civil")
    async with signed_in(url, settings, "camille", teams=["accueil"], clock=hands) as camille:
        assert references(await camille.read("/desk/demandes?statut=all")) == [mine]
        assert references(await camille.read("/desk/demandes?equipe=etat_civil")) == [mine]
        assert references(await camille.read(f"/desk/demandes?q={other}")) == []
        assert "état civil" not in words_of(await camille.read("/desk/demandes")).lower()
    async with signed_in(url, settings, "sam", "supervisor", teams=["accueil"], clock=hands) as sam:
        assert set(references(await sam.read("/desk/demandes"))) == {mine, other}
        assert references(await sam.read("/desk/demandes?equipe=etat_civil")) == [other]
    async with signed_in(url, settings, "eli", "editor", clock=hands) as eli:
        assert (await eli.read("/desk/demandes")).status_code == 403


async def test_filters_narrow_down_together(book, camille):
    lost = await book.request(NOW - HOUR, reason="lost", procedure_id="F1", procedure_title="Acte de naissance")
    await book.request(NOW, reason="lost")
    await book.request(NOW, reason="asked", procedure_id="F1")
    assert references(await camille.read("/desk/demandes?motif=lost&demarche=F1")) == [lost]
    ended = await book.request(NOW, [(1, "GiveUp", "closed")], outcome="given_up")
    assert references(await camille.read("/desk/demandes?statut=closed&issue=given_up")) == [ended]
    assert ended not in references(await camille.read("/desk/demandes?conseiller=nobody"))


async def test_days_are_those_of_paris(book, camille):
    late = await book.request(datetime(2026, 7, 14, 22, 30, tzinfo=timezone.utc))
    assert references(await camille.read("/desk/demandes?du=2026-07-15&au=2026-07-15")) == [late]
    assert references(await camille.read("/desk/demandes?du=2026-07-14&au=2026-07-14")) == []
    assert references(await camille.read("/desk/demandes?du=2026-07-16&au=2026-07-15")) == [late]


async def test_a_reference_is_found_however_it_is_typed(book, camille):
    closed = await book.request(NOW, [(1, "GiveUp", "closed")])
    await book.request(NOW)
    typed = closed.lower().replace("-", " ")
    assert references(await camille.read("/desk/demandes", params={"q": typed})) == [closed]
    wrong = closed[:-1] + ("2" if closed[-1] != "2" else "3")
    assert "un caractère est faux" in words_of(await camille.read("/desk/demandes", params={"q": wrong}))


async def test_words_are_found_without_their_accents_and_must_all_be_there(book, camille):
    found = await book.request(NOW, said=["J'ai déménagé à Élancourt"], procedure_title="Carte grise")
    await book.request(NOW, said=["Élancourt, c'est où ?"])
    assert references(await camille.read("/desk/demandes?q=elancourt+DEMENAGE")) == [found]
    assert references(await camille.read("/desk/demandes?q=elancourt+carte")) == [found]
    assert references(await camille.read("/desk/demandes?q=elancourt+passeport")) == []


async def test_wildcards_of_sql_are_letters_like_others(book, camille):
    found = await book.request(NOW, said=["une remise de 100%_"])
    await book.request(NOW, said=["une remise de 1000"])
    for typed in ("%", "_", "100%"):
        assert references(await camille.read("/desk/demandes", params={"q": typed})) == [found]
    assert references(await camille.read("/desk/demandes", params={"q": "' OR 1=1 --"})) == []


async def test_the_agent_s_name_and_the_title_are_searched(url, settings, hands, book):
    async with signed_in(url, settings, "zoe", name="Zoé", clock=hands) as zoe:
        async with behind(settings, hands) as desk:
            agent_id = (await desk.accounts.by_login("zoe")).id
        found = await book.request(NOW, [(1, "Take", "taken")], agent_id=agent_id)
        await book.request(NOW)
        assert references(await zoe.read("/desk/demandes?q=zoe")) == [found]
        assert references(await zoe.read(f"/desk/demandes?conseiller={agent_id}")) == [found]


async def test_a_search_is_in_the_journal_without_its_words(settings, hands, book, camille):
    await book.request(NOW, said=["mon secret"])
    await camille.read("/desk/demandes?q=secret")
    async with behind(settings, hands) as desk:
        [entry] = await desk.audit.entries(Filter(action="requests.searched"))
    assert (entry.login, entry.subject, entry.detail) == ("camille", "", "1")


async def test_fifty_on_a_page_and_no_page_beyond_the_last(book, camille):
    for minutes in range(53):
        await book.request(NOW - timedelta(minutes=minutes))
    assert len(references(await camille.read("/desk/demandes"))) == 50
    last = references(await camille.read("/desk/demandes?page=2"))
    assert len(last) == 3
    assert references(await camille.read("/desk/demandes?page=999999999999")) == last
    for odd in ("-1", "0", "deux", "٣", "1e9", ""):
        assert len(references(await camille.read("/desk/demandes", params={"page": odd}))) == 50


@pytest.mark.parametrize("typed", ["2026-02-30", "0001-01-01", "9999-12-31", "hier", "2026-11-22T10:00", "%00"])
async def test_an_absurd_date_is_told_and_left_aside(book, camille, typed):
    reference = await book.request(NOW)
    page = await camille.read("/desk/demandes", params={"du": typed})
    assert references(page) == [reference]
    assert "Indiquez une date" in words_of(page)


async def test_hostile_values_are_shown_as_text(book, camille):
    await book.request(NOW, procedure_title="<script>alert(1)</script>", reason="<b>")
    page = await camille.read("/desk/demandes", params={"q": '"><script>x\x00', "statut": "<x>", "equipe": "nulle"})
    assert page.status_code == 200
    assert "<script>x" not in page.text
    assert "Cette équipe n’existe pas" in words_of(page)
    shown = await camille.read("/desk/demandes")
    assert "<script>alert" not in shown.text
    assert "&lt;script&gt;alert" in shown.text
