"""The pages on what was not understood: who may read them, what they show, and what becomes of a group."""

from __future__ import annotations

from html import unescape

import pytest

from guichet.gateway.clock import stamp
from guichet.gateway.conversations import Conversations
from guichet.gateway.desk.door.audit import Filter
from guichet.gateway.unanswered import entries
from guichet.gateway.unanswered.entries import Entries, Proposed
from tests.core.small_project import POOL, small_project
from tests.gateway.desk.signing import signed_in, words_of
from tests.gateway.running import serving

QUESTIONS = "/desk/questions"
POOLS = ("où s'abonner à la piscine", "abonnement piscine où", "PISCINE : où s'abonner ?")


@pytest.fixture
def project(tmp_path):
    return small_project(tmp_path / "depot")


@pytest.fixture
async def url(settings, hands, teams, heartbeat, project):
    async with serving(settings, clock=hands, teams=teams, heartbeat=heartbeat, project=project) as address:
        yield address


@pytest.fixture
async def zoe(url, settings, hands):
    """An editor who is signed in."""
    async with signed_in(url, settings, "zoe", "editor", clock=hands) as browser:
        yield browser


@pytest.fixture
async def store(url, desk):
    return Entries(desk.database, desk.clock)


async def asked(desk, *texts: str, why: str = "none", comment: str = "") -> None:
    """Each text said by somebody else, and not understood."""
    for text in texts:
        number = len(await Entries(desk.database, desk.clock).all()) + 1
        await Conversations(desk.database, desk.clock).open(f"conversation{number}", "x", "widget", "fr", [])
        async with desk.database.write() as connection:
            near = [Proposed("carte_musee", "Carte du musée")]
            at = stamp(desk.clock())
            await entries.keep(connection, f"conversation{number}", 1, why, text, near, at, comment)


async def journal(desk) -> list[tuple[str, str, str]]:
    return [(one.action, one.subject, one.detail) for one in await desk.audit.entries(Filter())]


async def test_groups_are_listed_the_heaviest_first_and_never_who_asked(zoe, desk):
    await asked(desk, "un coq qui chante")
    await asked(desk, *POOLS)
    page = await zoe.read(QUESTIONS)
    shown = words_of(page)
    assert "2 groupes, 4 messages" in shown
    assert shown.index("piscine") < shown.index("coq")
    assert "3 usagers" in shown
    assert "conversation1" not in page.text


async def test_nothing_to_do_is_said_so(zoe):
    assert "Aucune question en attente" in words_of(await zoe.read(QUESTIONS))


async def test_agents_may_not_read_it_and_see_no_link_to_it(camille, zoe, chief, url, settings, hands):
    for path in (QUESTIONS, f"{QUESTIONS}/1"):
        assert (await camille.read(path)).status_code == 403
    assert f'href="{QUESTIONS}"' not in (await camille.read("/desk/")).text
    assert f'href="{QUESTIONS}"' in (await zoe.read("/desk/reponses")).text
    assert (await chief.read(QUESTIONS)).status_code == 200
    async with signed_in(url, settings, "sam", "supervisor", clock=hands) as sam:
        assert (await sam.read(QUESTIONS)).status_code == 200


async def test_a_group_shows_its_wordings_its_comments_and_what_was_shown(zoe, desk):
    await asked(desk, *POOLS, why="thumb", comment="rien à voir")
    shown = words_of(await zoe.read(f"{QUESTIONS}/1"))
    for text in (*POOLS, "rien à voir", "Carte du musée", "pouce baissé : 3"):
        assert text in shown


async def test_an_example_is_written_and_the_group_leaves_the_list(zoe, desk, store, project):
    await asked(desk, *POOLS)
    text = "où on s'abonne pour nager"
    sent = {"target": "carte_piscine", "text": text, "newest": "3"}
    done = await zoe.send(f"{QUESTIONS}/1/attribuer", f"{QUESTIONS}/1", **sent)
    assert (done.status_code, done.headers["location"]) == (303, f"{QUESTIONS}?fait=unanswered_assigned")
    assert f'- {{text: "{text}", author: "Zoe", date: 2026-03-02}}' in (project / POOL).read_text("utf-8")
    assert await store.open() == []
    assert ("unanswered.assigned", "carte_piscine", POOL) in await journal(desk)
    after = words_of(await zoe.read(done.headers["location"]))
    for command in ("guichet train", "guichet evaluate", "guichet models promote"):
        assert command in after


async def test_a_refused_example_is_said_and_what_was_typed_stays(zoe, desk, store, project):
    await asked(desk, *POOLS)
    before = (project / POOL).read_bytes()
    sent = {"target": "carte_piscine", "text": "nager, appelez le 06 12 34 56 78", "newest": "3"}
    page = await zoe.send(f"{QUESTIONS}/1/attribuer", f"{QUESTIONS}/1", **sent)
    assert page.status_code == 422
    assert "données personnelles" in words_of(page)
    assert "nager, appelez le" in unescape(page.text)
    assert (project / POOL).read_bytes() == before
    assert len(await store.open()) == 3
    assert [line for line in await journal(desk) if line[0].startswith("unanswered")] == []


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": "nager"}, "Choisissez de quelle démarche"),
        ({"text": "nager", "target": "carte_piscine", "intent": "greet"}, "Gardez l’un des deux"),
        ({"text": " ", "target": "carte_piscine"}, "Écrivez la phrase"),
        ({"text": "a\n" * 6, "target": "carte_piscine"}, "5 au plus"),
    ],
)
async def test_a_form_that_is_not_complete_says_what_is_missing(zoe, desk, sent, told):
    await asked(desk, *POOLS)
    page = await zoe.send(f"{QUESTIONS}/1/attribuer", f"{QUESTIONS}/1", newest="3", **sent)
    assert page.status_code == 422
    assert told in words_of(page)


async def test_what_came_after_the_page_was_shown_stays(zoe, desk, store):
    await asked(desk, *POOLS)
    await zoe.send(f"{QUESTIONS}/1/sans-suite", f"{QUESTIONS}/1", newest="2")
    assert [entry.words for entry in await store.open()] == [POOLS[2]]


async def test_one_wording_alone_can_be_seen_to(zoe, desk, store):
    await asked(desk, *POOLS)
    alone = words_of(await zoe.read(f"{QUESTIONS}/2?seule=1"))
    assert POOLS[1] in alone
    assert POOLS[0] not in alone
    await zoe.send(f"{QUESTIONS}/2/sans-suite", f"{QUESTIONS}/2?seule=1", newest="3", alone="1")
    assert [entry.words for entry in await store.open()] == [POOLS[0], POOLS[2]]
    assert ("unanswered.dismissed", "", "1") in await journal(desk)


async def test_what_a_colleague_saw_to_is_said_to_be_gone(zoe, desk):
    await asked(desk, *POOLS)
    page = f"{QUESTIONS}/1"
    assert (await zoe.send(f"{page}/sans-suite", page, newest="3")).status_code == 303
    late = await zoe.send(f"{page}/attribuer", QUESTIONS, newest="3", target="carte_piscine", text="nager")
    assert late.status_code == 404
    assert "un collègue s’en est occupé" in words_of(late)


async def test_a_form_without_the_page_s_token_does_nothing(zoe, desk, store):
    await asked(desk, *POOLS)
    for deed in ("attribuer", "sans-suite"):
        refused = await zoe.http.post(f"{QUESTIONS}/1/{deed}", data={"newest": "3"})
        assert refused.status_code == 403
    assert len(await store.open()) == 3


async def test_without_the_editors_files_the_page_says_so_and_what_to_do(zoe, desk, project):
    await asked(desk, *POOLS)
    (project / "data" / "nlu").rename(project / "data" / "ailleurs")
    shown = words_of(await zoe.read(f"{QUESTIONS}/1"))
    assert "ne peuvent pas être écrits d’ici" in shown
    assert "guichet unanswered assign" in shown
    assert "Ajouter l’exemple" not in shown
    assert "Classer sans suite" in shown
