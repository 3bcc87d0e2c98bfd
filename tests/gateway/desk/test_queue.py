"""The queue: who sees which requests, in what order, and what is said of them."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.gateway.desk.answering import FILE, handing_over, someone_asking, write_teams
from tests.gateway.desk.signing import browsing, signed_in, words_of


def waiting(page: httpx.Response) -> list[str]:
    """The references of a page's waiting requests, in their order."""
    part = page.text.partition('data-part="waiting"')[2].partition('data-part="mine"')[0]
    return re.findall(r'action="/desk/demandes/([^/"]+)/prendre"', part)


async def test_an_empty_desk_says_so(camille):
    page = await camille.read("/desk/")
    assert page.status_code == 200
    words = words_of(page)
    assert "Personne n’attend." in words
    assert "Vous n’avez aucune conversation en cours." in words
    assert "Vous êtes seul pour le moment." in words


async def test_whoever_has_waited_longest_comes_first(camille, http, hands):
    references = []
    for _ in range(3):
        references.append((await someone_asking(http))[1])
        hands.turn(minutes=1)
    page = await camille.read("/desk/")
    assert waiting(page) == references
    words = words_of(page)
    assert "Attend depuis 3 min Carte d'identité perdue « ma carte est perdue »" in words
    assert f'data-alerts="{" ".join(references)}" data-count="3"' in page.text


async def test_an_agent_sees_the_requests_of_their_teams_and_a_supervisor_all(url, settings, http, hands):
    async with (
        signed_in(url, settings, "ines", teams=["etat_civil"], clock=hands) as ines,
        signed_in(url, settings, "chef", "supervisor", teams=["accueil"], clock=hands) as chief,
    ):
        _, plain = await someone_asking(http)
        _, papers = await someone_asking(http, "mes papiers, quelqu'un")
        assert waiting(await ines.read("/desk/")) == [papers]
        assert set(waiting(await chief.read("/desk/"))) == {plain, papers}
        assert waiting(await chief.read("/desk/?equipe=etat_civil")) == [papers]
        assert waiting(await ines.read("/desk/?equipe=accueil")) == [papers]
        assert (await ines.read(f"/desk/demandes/{plain}")).status_code == 403
        refused = await ines.send(f"/desk/demandes/{plain}/prendre")
        assert refused.status_code == 403
        assert "Cette demande est celle d’une autre équipe." in words_of(refused)


async def test_the_first_team_has_the_requests_of_a_team_that_is_no_more(url, settings, http, hands, tmp_path):
    async with signed_in(url, settings, "ines", teams=["accueil"], clock=hands) as ines:
        _, reference = await someone_asking(http, "mes papiers, quelqu'un")
        assert waiting(await ines.read("/desk/")) == []
        path = write_teams(tmp_path)
        kept = path.read_text(encoding="utf-8").partition("  - id: etat_civil")[0]
        path.write_text(kept, encoding="utf-8")
        assert waiting(await ines.read("/desk/")) == [reference]
        assert (await ines.read(f"/desk/demandes/{reference}")).status_code == 200


async def test_a_request_for_a_colleague_is_marked_and_comes_first_for_them(url, camille, settings, http, hands):
    _, first = await someone_asking(http)
    hands.turn(minutes=1)
    _, second = await someone_asking(http)
    async with signed_in(url, settings, "ines", clock=hands) as ines:
        page = await camille.read(f"/desk/demandes/{second}")
        (colleague,) = re.findall(r'value="(agent:[^"]+)"', page.text)
        sent = await camille.send(f"/desk/demandes/{second}/transferer", to=colleague)
        assert sent.status_code == 303
        assert waiting(await ines.read("/desk/")) == [second, first]
        assert "Pour vous" in words_of(await ines.read("/desk/"))
        assert waiting(await camille.read("/desk/")) == [first, second]
        assert "Pour Ines" in words_of(await camille.read("/desk/"))


async def test_my_conversations_say_how_many_words_await_an_answer(camille, http, hands):
    citizen, reference = await someone_asking(http)
    await camille.send(f"/desk/demandes/{reference}/prendre")
    await camille.send(f"/desk/demandes/{reference}/dire", text="Bonjour")
    assert "Vous avez répondu." in words_of(await camille.read("/desk/"))
    await citizen.say("un")
    await citizen.say("deux")
    hands.turn(minutes=4)
    page = await camille.read("/desk/file")
    assert "2 sans réponse depuis 4 min" in words_of(page)
    assert re.search(rf'data-alerts="{reference}@[^" ]+" data-count="1"', page.text)


async def test_a_request_without_a_file_shows_the_last_typed_words(tmp_path, camille, http, engine):
    engine.behaviour = handing_over({"reason": "trouble"})
    _, _ = await someone_asking(http, "au secours, quelqu'un")
    words = words_of(await camille.read("/desk/"))
    assert "Panne ou assistant arrêté « au secours, quelqu'un »" in words


@pytest.mark.parametrize(
    "file",
    [
        {"aspect": "weather", "answers": [{"unheard": "of"}], "confidence": -7.0, "more": {"deep": [1]}},
        {"reason": "lost", "procedure": {"id": "F1", "title": "T" * 400, "url": None}, "question": "q" * 500},
    ],
)
async def test_a_strange_file_does_not_break_the_desk(camille, http, engine, file):
    engine.behaviour = handing_over(file)
    _, reference = await someone_asking(http)
    assert (await camille.read("/desk/")).status_code == 200
    assert (await camille.read(f"/desk/demandes/{reference}")).status_code == 200


async def test_hostile_words_are_words(camille, http, engine):
    engine.behaviour = handing_over(FILE | {"question": "<script>alert(1)</script>", "last": "\"'><img src=x>"})
    citizen, reference = await someone_asking(http)
    await citizen.say("<img src=x onerror=alert(1)>")
    for path in ("/desk/", f"/desk/demandes/{reference}", f"/desk/demandes/{reference}/suite"):
        page = await camille.read(path)
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")


async def test_an_editor_has_no_queue_and_a_stranger_is_led_to_the_sign_in(url, settings, hands):
    async with signed_in(url, settings, "redac", "editor", clock=hands) as editor, browsing(url) as stranger:
        assert (await editor.read("/desk/")).status_code == 403
        assert (await editor.read("/desk/flux")).status_code == 403
        assert (await stranger.read("/desk/")).headers["location"] == "/desk/connexion?next=%2Fdesk%2F"
        assert (await stranger.read("/desk/flux", headers={"Accept": "text/event-stream"})).status_code == 401
