"""The page of a request: its file, and each thing an agent does there, with and without a script."""

from __future__ import annotations

import asyncio
import re

import pytest

from guichet.gateway.desk.door.audit import Filter
from guichet.gateway.desk.requests.conversation_view import read_file
from tests.gateway.desk.answering import someone_asking
from tests.gateway.desk.signing import signed_in, words_of


@pytest.fixture
async def ines(url, settings, hands):
    async with signed_in(url, settings, "ines", clock=hands) as browser:
        yield browser


async def journal(desk) -> list[tuple[str, str]]:
    return [
        (e.login, e.action) for e in reversed(await desk.audit.entries(Filter())) if e.action.startswith("request.")
    ]


async def last_text(citizen, author: str = "agent") -> str:
    return [e["text"] for e in await citizen.events() if e["author"] == author][-1]


async def test_the_file_is_read_in_a_glance(camille, http, hands):
    _, reference = await someone_asking(http)
    hands.turn(minutes=3)
    words = words_of(await camille.read(f"/desk/demandes/{reference}"))
    for told in (
        "Motif L’assistant n’a pas compris",
        "Démarche Carte d'identité perdue (nouvel onglet) , documents",
        "Question ma carte est perdue",
        "Derniers mots je ne comprends pas",
        "Votre carte est-elle perdue ou volée ? Perdue",
        "Compréhension L’assistant hésitait.",
        "Attente 3 min",
        "Canal Site",
        "L’usager a demandé une personne",
        "L’usager n’en a pas laissé.",
    ):
        assert told in words


@pytest.mark.parametrize(
    ("confidence", "said"), [(0.95, "sure"), (0.8, "sure"), (0.79, "torn"), (0.5, "torn"), (0.2, "lost"), (None, "")]
)
def test_confidence_is_said_in_words(confidence, said):
    assert read_file({"confidence": confidence}).understood == said


def test_only_an_address_of_the_web_is_a_link():
    assert read_file({"procedure": {"url": "https://exemple.fr/"}}).address == "https://exemple.fr/"
    assert read_file({"procedure": {"url": "javascript:alert(1)"}}).address == ""
    assert read_file({"procedure": None}).address == ""


async def test_a_whole_conversation_by_forms_alone(camille, http, desk):
    citizen, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}"
    taken = await camille.send(f"{path}/prendre")
    assert (taken.status_code, taken.headers["location"]) == (303, path)
    said = await camille.send(f"{path}/dire", text="Bonjour\r\nje vous lis", client_id="un")
    assert said.status_code == 303
    assert await last_text(citizen) == "Bonjour\nje vous lis"
    await camille.send(f"{path}/note", text="À rappeler demain")
    page = await camille.read(path)
    assert "À rappeler demain" in words_of(page)
    assert "À rappeler demain" not in str(await citizen.events())
    assert (await camille.send(f"{path}/clore", outcome="resolved")).status_code == 303
    assert "Camille a terminé : résolue" in words_of(await camille.read(path))
    assert (await camille.send(f"{path}/rouvrir")).status_code == 303
    assert (await camille.send(f"{path}/rendre")).status_code == 303
    assert (await citizen.call("GET")).json()["owner"] == "bot"
    done = ["take", "say", "note", "seen", "close", "seen", "reopen", "give_back"]
    assert await journal(desk) == [("camille", f"request.{name}") for name in done]


async def test_words_sent_twice_are_said_once(camille, http):
    citizen, reference = await someone_asking(http)
    await camille.send(f"/desk/demandes/{reference}/prendre")
    answers = [
        await camille.fetch("POST", f"/desk/demandes/{reference}/dire", data={"text": "Bonjour", "client_id": "un"})
        for _ in range(3)
    ]
    assert len({answer.json()["seq"] for answer in answers}) == 1
    assert [e["text"] for e in await citizen.events() if e["author"] == "agent"] == ["Bonjour"]


async def test_of_two_who_take_at_once_one_does_and_the_other_is_told(camille, ines, http):
    _, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}/prendre"
    answers = await asyncio.gather(*(browser.fetch("POST", path) for browser in (camille, ines)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (late,) = [answer.json()["error"] for answer in answers if answer.status_code == 409]
    assert late["code"] == "request_already_taken"
    assert late["message"].startswith("Un collègue a déjà pris cette demande.")


async def test_without_a_script_the_page_says_why_it_was_refused(camille, ines, http):
    _, reference = await someone_asking(http)
    await camille.send(f"/desk/demandes/{reference}/prendre")
    refused = await ines.send(f"/desk/demandes/{reference}/prendre")
    assert refused.status_code == 303
    words = words_of(await ines.read(refused.headers["location"]))
    assert "Un collègue a déjà pris cette demande." in words
    assert "Camille répond à l’usager." in words


async def test_only_who_has_it_speaks_and_only_who_oversees_takes_over(url, camille, ines, settings, http, hands):
    citizen, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}"
    await camille.send(f"{path}/prendre")
    refused = await ines.fetch("POST", f"{path}/dire", data={"text": "moi", "client_id": "x"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "request_not_yours")
    assert (await ines.fetch("POST", f"{path}/prendre", data={"over": "1"})).status_code == 409
    assert (await ines.fetch("POST", f"{path}/clore", data={"outcome": "abuse", "over": "1"})).status_code == 409
    async with signed_in(url, settings, "chef", "supervisor", clock=hands) as chief:
        # A supervisor who only meant to take what was free does not take it from anyone.
        assert (await chief.fetch("POST", f"{path}/prendre")).status_code == 409
        assert "Reprendre à Camille" in words_of(await chief.read(path))
        assert (await chief.fetch("POST", f"{path}/prendre", data={"over": "1"})).status_code == 200
        await chief.fetch("POST", f"{path}/dire", data={"text": "Je reprends", "client_id": "y"})
    assert await last_text(citizen) == "Je reprends"


async def test_a_ticket_is_answered_and_ended_in_one_go(camille, http):
    citizen, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}"
    await camille.send(f"{path}/reporter")
    assert "À répondre plus tard 1 Carte d'identité perdue" in words_of(await camille.read("/desk/"))
    assert "Votre réponse à l’usager" in words_of(await camille.read(path))
    for _ in range(2):
        sent = await camille.fetch("POST", f"{path}/repondre", data={"text": "Voici", "client_id": "un"})
        assert sent.status_code == 200
    assert [e["text"] for e in await citizen.events() if e["author"] == "agent"] == ["Voici"]
    assert "Réponse envoyée" in words_of(await camille.read(path))


async def test_transfer_to_a_team_and_to_nobody(camille, http):
    citizen, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}"
    await camille.send(f"{path}/prendre")
    for to in ("", "team:", "team:cantine", "agent:", "agent:personne", "etat_civil", "agent:" + "x" * 200):
        assert (await camille.fetch("POST", f"{path}/transferer", data={"to": to})).status_code == 422
    assert (await camille.fetch("POST", f"{path}/transferer", data={"to": "team:etat_civil"})).status_code == 200
    assert "Camille passe votre demande à l'équipe État civil" in await last_text(citizen, "system")
    assert "Camille a transféré à État civil" in words_of(await camille.read(path))


async def test_contact_details_are_shown_on_demand_and_it_is_noted(camille, ines, http, desk):
    citizen, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}"
    menu = [e for e in await citizen.events() if e["kind"] == "choices"][-1]
    (phone,) = [o["choice"] for o in menu["options"] if "téléphone" in o["label"]]
    await citizen.choose(phone)
    await citizen.say("06 12 34 56 78")
    await camille.send(f"{path}/prendre")
    page = await camille.read(path)
    assert "L’usager a laissé un numéro de téléphone." in words_of(page)
    assert "0612345678" not in page.text
    assert "06 12 34" not in page.text
    assert (await ines.send(f"{path}/coordonnees")).status_code == 403
    assert "Prenez la demande pour les lire." in words_of(await ines.read(path))
    shown = await camille.send(f"{path}/coordonnees")
    assert "0612345678" in shown.text
    assert ("camille", "request.contact") in await journal(desk)
    assert ("ines", "request.contact") not in await journal(desk)


async def test_what_is_new_comes_as_fragments_after_a_number(camille, http):
    citizen, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}"
    await camille.send(f"{path}/prendre")
    after = (await citizen.events())[-1]["seq"]
    seq = await citizen.say("encore une chose")
    page = await camille.read(f"{path}/suite?after={after}")
    assert re.findall(r'data-seq="(\d+)"', page.text) == [str(seq)]
    assert f'data-last="{seq}"' in page.text
    # The date was shown before.
    assert 'class="day"' not in page.text
    assert 'class="day"' in (await camille.read(f"{path}/suite?after=0")).text
    for wrong in ("x", "-1", "1" * 20, "²"):
        assert (await camille.read(f"{path}/suite?after={wrong}")).status_code == 422


async def test_bad_input_is_refused_in_words(camille, http):
    _, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}"
    await camille.send(f"{path}/prendre")
    empty = await camille.fetch("POST", f"{path}/dire", data={"text": " \n ", "client_id": "a"})
    assert (empty.status_code, empty.json()["error"]["code"]) == (422, "request_empty")
    long = await camille.fetch("POST", f"{path}/dire", data={"text": "x" * 4_001, "client_id": "a"})
    assert (long.status_code, long.json()["error"]["code"]) == (422, "too_long")
    most = await camille.fetch("POST", f"{path}/dire", files={"text": (None, "é" * 4_000), "client_id": (None, "a")})
    assert most.status_code == 200
    for outcome in ("", "given_up", "x" * 20):
        assert (await camille.fetch("POST", f"{path}/clore", data={"outcome": outcome})).status_code == 422
    gone = await camille.fetch("POST", "/desk/demandes/DEM-2222-22/prendre")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "request_gone")
    assert (await camille.read("/desk/demandes/%00")).status_code == 404
    forged = await camille.http.post(f"{path}/clore", data={"outcome": "resolved"})
    assert forged.status_code == 403
    foreign = await camille.send(f"{path}/clore", headers={"Sec-Fetch-Site": "cross-site"}, outcome="resolved")
    assert foreign.status_code == 403


async def test_an_erased_conversation_leaves_a_clear_sentence(camille, http):
    citizen, reference = await someone_asking(http)
    await camille.send(f"/desk/demandes/{reference}/prendre")
    await citizen.call("DELETE")
    page = await camille.read(f"/desk/demandes/{reference}")
    assert page.status_code == 404
    assert "ou l’usager a effacé sa conversation" in words_of(page)
    said = await camille.fetch("POST", f"/desk/demandes/{reference}/dire", data={"text": "?", "client_id": "a"})
    assert said.status_code == 404
