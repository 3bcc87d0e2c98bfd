"""Ready-made replies: the first ones given once, read by all, changed by those who may, filled for a request."""

from __future__ import annotations

import asyncio
import re
from html import unescape

import httpx
import pytest

from guichet.canned import REPLIES, load_canned
from guichet.gateway.desk.replies.reply_store import Draft, ReplyProblem, ReplyStore
from guichet.settings import ROOT
from tests.gateway.desk.answering import handing_over, someone_asking, started, write_teams
from tests.gateway.desk.signing import signed_in, words_of
from tests.gateway.running import serving, settings_for

PAGE = "/desk/reponses"
FIRST = """
replies:
  - {id: bonjour, title: Bonjour, shortcut: bonjour, text: "Bonjour, {agent}."}
  - {id: fin, title: Au revoir, shortcut: fin, text: "Bonne journée."}
"""
NEW = {"title": "Horaires", "shortcut": "heures", "text": "Nous ouvrons lundi. {agent}"}


@pytest.fixture
def first(tmp_path):
    path = tmp_path / "replies.yml"
    path.write_text(FIRST, "utf-8")
    return path


@pytest.fixture
def store(desk, first):
    return ReplyStore(desk.database, desk.clock, first)


@pytest.fixture
async def editor(url, settings, hands):
    async with signed_in(url, settings, "redac", "editor", clock=hands) as browser:
        yield browser


def shortcuts(response) -> list[str]:
    return re.findall(r"<kbd>/([a-z0-9]+)</kbd>", response.text)


async def test_the_first_ones_are_given_once_and_whoever_deletes_all_gets_none_back(store):
    assert [(one.id, one.by) for one in await store.all()] == [("fin", ""), ("bonjour", "")]
    for reply in await store.all():
        await store.delete(reply.id)
    assert await store.all() == []


async def test_two_processes_that_begin_at_once_give_them_once(desk, first):
    stores = [ReplyStore(desk.database, desk.clock, first) for _ in range(5)]
    found = await asyncio.gather(*(store.all() for store in stores))
    assert [[one.id for one in replies] for replies in found] == [["fin", "bonjour"]] * 5


async def test_a_reply_added_before_anybody_looked_does_not_take_the_place_of_the_first_ones(store):
    await store.add(Draft("Horaires", "heures", "Lundi."), "a")
    assert [one.shortcut for one in await store.all()] == ["fin", "bonjour", "heures"]


async def test_a_file_that_cannot_be_read_gives_none_until_it_is_mended(store, first):
    first.write_text("replies: [{id: 1}]", "utf-8")
    assert await store.all() == []
    first.write_text(FIRST, "utf-8")
    assert len(await store.all()) == 2


async def test_of_two_who_change_the_same_reply_the_second_is_told(store, hands):
    reply = (await store.all())[0]
    hands.turn(seconds=1)
    await store.change(reply.id, Draft("Adieu", "adieu", "Adieu."), "a", reply.at)
    with pytest.raises(ReplyProblem) as caught:
        await store.change(reply.id, Draft("Salut", "salut", "Salut."), "b", reply.at)
    assert caught.value.codes == {"text": "reply_changed"}
    assert (await store.get(reply.id)).text == "Adieu."


async def test_everybody_reads_them_and_agents_have_no_form(camille, editor, chief):
    titles = {reply.title for reply in load_canned(ROOT / REPLIES)}
    for browser in (camille, editor, chief):
        shown = await browser.read(PAGE)
        assert shown.status_code == 200
        assert titles <= set(map(unescape, re.findall(r"<h2>([^<]+)</h2>", shown.text)))
    agents, editors = (await camille.read(PAGE)).text, (await editor.read(PAGE)).text
    assert "/supprimer" not in agents
    assert "/supprimer" in editors
    # As it will read: nothing between braces is left.
    assert "{agent}" not in re.sub(r"<details.*?</details>", "", agents, flags=re.S)


async def test_an_editor_adds_changes_and_deletes_and_the_journal_tells(editor, chief):
    added = await editor.send(PAGE, **NEW)
    assert (added.status_code, added.headers["location"]) == (303, f"{PAGE}?fait=reply_added")
    shown = await editor.read(f"{PAGE}?q=horaires")
    assert shortcuts(shown) == ["heures"]
    path, at = re.search(
        r'action="(/desk/reponses/[^"]+)/modifier">.*?name="at" value="([^"]+)"', shown.text, re.S
    ).groups()
    await editor.send(f"{path}/modifier", at=at, **NEW | {"text": "Nous ouvrons mardi."})
    assert "Nous ouvrons mardi." in words_of(await editor.read(PAGE))
    await editor.send(f"{path}/supprimer")
    assert "heures" not in shortcuts(await editor.read(PAGE))
    gone = await editor.send(f"{path}/modifier", at=at, **NEW)
    assert (gone.status_code, "quelqu’un l’a supprimée" in words_of(gone)) == (404, True)
    journal = words_of(await chief.read("/desk/journal"))
    for line in ("ajoutée Horaires", "modifiée Horaires", "supprimée Horaires"):
        assert f"Réponse toute prête {line}" in journal


async def test_an_agent_may_not_change_them(camille):
    before = shortcuts(await camille.read(PAGE))
    for path in (PAGE, f"{PAGE}/bonjour/modifier", f"{PAGE}/bonjour/supprimer"):
        assert (await camille.send(path, **NEW)).status_code == 403
    assert shortcuts(await camille.read(PAGE)) == before


async def test_without_a_session_or_from_another_site_nothing_is_done(browser, editor):
    assert (await browser.read(PAGE)).status_code == 303
    assert (await browser.read(f"{PAGE}.json", headers={"Accept": "application/json"})).status_code == 401
    assert (await editor.send(PAGE, headers={"Sec-Fetch-Site": "cross-site"}, **NEW)).status_code == 403
    assert "heures" not in shortcuts(await editor.read(PAGE))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": " "}, "Donnez un titre"),
        ({"title": "x" * 61}, "61 caractères. Gardez-en 60"),
        ({"shortcut": ""}, "Donnez un raccourci"),
        ({"shortcut": "été"}, "sans accent"),
        ({"shortcut": "x" * 21}, "Gardez-en 20"),
        ({"shortcut": "bonjour"}, "déjà celui d’une autre réponse"),
        ({"text": ""}, "Écrivez le texte"),
        ({"text": "x" * 1001}, "1001 caractères. Gardez-en 1000"),
        ({"text": "Bonjour {nom} {agent}"}, "{nom} n’est pas connu"),
    ],
)
async def test_what_cannot_be_a_reply_is_told_beside_its_field_and_nothing_typed_is_lost(editor, changed, told):
    refused = await editor.send(PAGE, **NEW | changed)
    assert refused.status_code == 422
    (name,) = changed
    problem = re.search(rf'id="{name}-new-problem">([^<]+)<', refused.text)
    assert told in unescape(problem[1])
    kept = re.search(r'<textarea id="text-new"[^>]*>([^<]*)<', refused.text)[1]
    assert unescape(kept) == (NEW | changed)["text"]
    assert "heures" not in shortcuts(await editor.read(PAGE))


async def test_a_preview_shows_how_it_reads_and_saves_nothing(editor):
    shown = await editor.send(PAGE, preview="1", **NEW | {"text": "Bonjour {agent} ({reference})"})
    assert shown.status_code == 200
    assert "Bonjour Camille (DEM-7F3K-Q2)" in words_of(shown)
    assert "heures" not in shortcuts(await editor.read(PAGE))


async def test_words_are_looked_for_without_accents_and_an_empty_list_says_so(editor):
    assert shortcuts(await editor.read(f"{PAGE}?q=PRECISION")) == ["precision"]
    assert shortcuts(await editor.read(f"{PAGE}?q=/rdv")) == ["rdv"]
    assert "Aucune réponse ne contient" in words_of(await editor.read(f"{PAGE}?q=zzzz"))
    hostile = await editor.send(PAGE, **NEW | {"text": "<script>alert(1)</script>", "title": "<img src=x>"})
    assert hostile.status_code == 303
    assert "<img src=x" not in (await editor.read(PAGE)).text
    assert "<script>alert" not in (await editor.read(PAGE)).text


async def test_a_conversations_page_gets_them_filled_for_its_request_and_agent(tmp_path):
    engine, settings = await started(handing_over()), settings_for(tmp_path)
    async with (
        serving(settings_for(tmp_path, engine.port), teams=write_teams(tmp_path)) as url,
        signed_in(url, settings) as camille,
        signed_in(url, settings, "ailleurs", teams=("etat_civil",)) as other,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as http,
    ):
        _, reference = await someone_asking(http)
        found = await camille.read(f"{PAGE}.json?reference={reference}")
        replies = {reply["shortcut"]: reply for reply in found.json()}
        assert set(replies["bonjour"]) == {"id", "title", "shortcut", "text"}
        assert replies["bonjour"]["text"].startswith("Bonjour, Camille à votre écoute.")
        assert "(Carte d'identité perdue)" in replies["bonjour"]["text"]
        assert reference in replies["plustard"]["text"]
        assert "{" not in "".join(reply["text"] for reply in replies.values())
        asked = {"Accept": "application/json"}
        assert (await other.read(f"{PAGE}.json?reference={reference}", headers=asked)).status_code == 403
        assert (await camille.read(f"{PAGE}.json?reference=DEM-0000-00", headers=asked)).status_code == 404
    await engine.stop()
