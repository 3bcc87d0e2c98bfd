"""Quotes from the official sheet: found, shown and sent with their source, by whoever has the request."""

from __future__ import annotations

import re

import pytest

from guichet.procedure import Link
from tests.core.catalogues import write_catalogue
from tests.core.trees import chapter, choice, items, p, sheet
from tests.gateway.desk.answering import FILE, someone_asking
from tests.gateway.desk.signing import signed_in, words_of

ASKED = choice(
    "c1",
    ("Perdue", items("La déclaration de perte", "Une photo")),
    ("Volée", items("La déclaration de vol", "Une photo")),
    question="Votre carte est-elle perdue ou volée ?",
)
CARD = sheet(
    chapter("Documents à fournir", ASKED),
    chapter("Coût", p("Le timbre fiscal coûte 25 €.")),
    id_="F1344",
    title="Carte d'identité perdue",
)
PASSPORT = sheet(chapter("Coût", p("Le passeport coûte 86 €.")), id_="F99", title="Passeport d'un majeur")
CHILD = sheet(chapter("Coût", p("Le passeport coûte 42 €.")), id_="F98", title="Passeport d'un mineur")
BOTH = sheet(
    id_="passeport",
    title="Passeport",
    type="editor",
    sheets=("F99", "F98"),
    sheet_labels=(Link("F99", "Pour un adulte"), Link("F98", "Pour un enfant")),
)


@pytest.fixture
def catalogue(settings):
    return write_catalogue(settings.catalogue_path, CARD, PASSPORT, CHILD, BOTH)


@pytest.fixture
async def asking(http, camille):
    """A citizen who waits, with their reference."""
    return await someone_asking(http)


async def panel(browser, reference, **args):
    """The part of the conversation's page, as its script gets it."""
    headers = {"X-Requested-With": "fetch"}
    return await browser.read(f"/desk/demandes/{reference}/citations", params=args, headers=headers)


async def quote(browser, reference, **fields):
    return await browser.send(f"/desk/demandes/{reference}/citer", **fields)


def previews(response) -> dict[str, str]:
    """The beginning of each extract, by its title."""
    found = re.findall(r"<h4[^>]*>([^<]+)</h4>\s*<p class=\"extract\">([^<]+)</p>", response.text)
    return {title.strip(): words for title, words in found}


async def test_the_sheet_in_hand_is_quoted_for_the_citizens_own_case(catalogue, camille, asking):
    citizen, reference = asking
    await camille.send(f"/desk/demandes/{reference}/prendre")
    shown = await panel(camille, reference)
    assert shown.status_code == 200
    assert previews(shown) == {
        "Documents": "Documents à fournir\n- La déclaration de perte\n- Une photo",
        "Prix": "Coût\nLe timbre fiscal coûte 25 €.",
    }
    assert "Situation retenue : Perdue" in words_of(shown)
    sent = await quote(camille, reference, sheet="F1344", aspect="documents", cas="c1.1", client_id="q1")
    assert (sent.status_code, sent.headers["location"]) == (303, f"/desk/demandes/{reference}")
    said = (await citizen.events())[-1]
    assert (said["author"], said["kind"], said["agent"]) == ("agent", "answer", "Camille")
    assert (said["procedure"]["sheet"], said["aspect"], said["case"]) == ("F1344", "documents", ["Perdue"])
    assert said["source"]["url"] == "https://www.service-public.example/F1"
    assert "La déclaration de perte" in said["text"]
    assert "La déclaration de vol" not in said["text"]


async def test_sent_twice_is_said_once(catalogue, camille, asking):
    citizen, reference = asking
    await camille.send(f"/desk/demandes/{reference}/prendre")
    path = f"/desk/demandes/{reference}/citer"
    data = {"sheet": "F1344", "aspect": "cost", "client_id": "q1"}
    first, again = [await camille.fetch("POST", path, data=data) for _ in range(2)]
    assert first.status_code == 200
    assert first.json() == again.json() == {"seq": (await citizen.events())[-1]["seq"]}
    assert len([event for event in await citizen.events() if event["author"] == "agent"]) == 1


async def test_without_a_case_every_answer_to_an_open_question_is_quoted_and_the_case_can_be_told(
    catalogue, camille, asking
):
    citizen, reference = asking
    await camille.send(f"/desk/demandes/{reference}/prendre")
    shown = await panel(camille, reference, sheet="F1344")
    assert "Votre carte est-elle perdue ou volée ?" in words_of(shown)
    link = re.search(r'href="([^"]+)">Volée<', shown.text)[1].replace("&amp;", "&")
    narrowed = await camille.read(link, headers={"X-Requested-With": "fetch"})
    assert previews(narrowed)["Documents"] == "Documents à fournir\n- La déclaration de vol\n- Une photo"
    await quote(camille, reference, sheet="F1344", aspect="documents")
    text = (await citizen.events())[-1]["text"]
    assert "La déclaration de perte" in text
    assert "La déclaration de vol" in text


async def test_another_sheet_is_found_by_its_name(catalogue, camille, asking):
    _, reference = asking
    assert "passeport" in (await panel(camille, reference, q="passep")).text
    several = await panel(camille, reference, procedure="passeport")
    assert "Laquelle correspond ?" in words_of(several)
    assert [words for _, words in re.findall(r"sheet=(F\d+)\">([^<]+)<", several.text)] == [
        "Pour un adulte",
        "Pour un enfant",
    ]
    chosen = await panel(camille, reference, procedure="passeport", sheet="F98")
    assert previews(chosen) == {"Prix": "Coût\nLe passeport coûte 42 €."}
    assert "Aucune fiche" in words_of(await panel(camille, reference, q="zzzz"))


async def test_only_whoever_has_the_request_quotes(catalogue, url, settings, hands, camille, asking):
    citizen, reference = asking
    shown = await panel(camille, reference)
    assert "/citer" not in shown.text
    assert "Prenez la demande" in words_of(shown)
    before = len(await citizen.events())
    refused = await camille.fetch(
        "POST", f"/desk/demandes/{reference}/citer", data={"sheet": "F1344", "aspect": "cost"}
    )
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "request_not_yours")
    back = await quote(camille, reference, sheet="F1344", aspect="cost")
    assert back.headers["location"] == f"/desk/demandes/{reference}?refus=request_not_yours"
    async with signed_in(url, settings, "ailleurs", teams=("etat_civil",), clock=hands) as other:
        assert (await panel(other, reference)).status_code == 403
        assert (await quote(other, reference, sheet="F1344", aspect="cost")).status_code == 403
    async with signed_in(url, settings, "redac", "editor", clock=hands) as editor:
        assert (await panel(editor, reference)).status_code == 403
    assert len(await citizen.events()) == before


async def test_a_ticket_is_answered_by_an_extract_and_ends(catalogue, camille, asking):
    citizen, reference = asking
    await camille.send(f"/desk/demandes/{reference}/prendre")
    await camille.send(f"/desk/demandes/{reference}/reporter")
    shown = await panel(camille, reference)
    assert "Répondre par cet extrait et terminer" in words_of(shown)
    await quote(camille, reference, sheet="F1344", aspect="cost", ends="1")
    extract, ending = (await citizen.events())[-2:]
    assert (extract["author"], extract["kind"], extract["aspect"]) == ("agent", "answer", "cost")
    assert (ending["owner"], ending["closing"]) == ("closed", True)


@pytest.mark.parametrize(
    "fields",
    [
        {"sheet": "F1344", "aspect": "recourse"},
        {"sheet": "F1344", "aspect": "<script>"},
        {"sheet": "F0", "aspect": "cost"},
        {"sheet": "", "aspect": "cost"},
    ],
)
async def test_what_no_sheet_says_is_not_quoted(catalogue, camille, asking, fields):
    citizen, reference = asking
    await camille.send(f"/desk/demandes/{reference}/prendre")
    before = len(await citizen.events())
    refused = await quote(camille, reference, **fields)
    assert refused.status_code == 422
    assert "n’est plus dans la fiche" in words_of(refused)
    assert len(await citizen.events()) == before


async def test_without_a_catalogue_it_says_so(camille, asking):
    _, reference = asking
    shown = await panel(camille, reference)
    assert shown.status_code == 200
    assert "Les fiches ne sont pas encore chargées" in words_of(shown)
    await camille.send(f"/desk/demandes/{reference}/prendre")
    assert (await quote(camille, reference, sheet="F1344", aspect="cost")).status_code == 503


async def test_without_a_script_it_is_a_page_and_hostile_words_are_only_text(catalogue, camille, asking):
    _, reference = asking
    shown = await camille.read(f"/desk/demandes/{reference}/citations", params={"q": "<img src=x>"})
    assert "<title>Citer une fiche" in shown.text
    assert "<img" not in shown.text
    assert shown.headers["content-security-policy"].startswith("default-src 'none'")


async def test_a_quote_is_in_the_journal_and_a_form_of_another_site_is_refused(catalogue, url, settings, hands, asking):
    _, reference = asking
    async with signed_in(url, settings, "chef", "administrator", clock=hands) as chief:
        await chief.send(f"/desk/demandes/{reference}/prendre")
        foreign = await quote(chief, reference, sheet="F1344", aspect="cost", headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403
        await quote(chief, reference, sheet="F1344", aspect="cost")
        journal = words_of(await chief.read("/desk/journal"))
        assert f"Fiche citée à un usager {reference} F1344 cost" in journal


def test_the_file_that_the_engine_hands_over_is_what_these_tests_suppose():
    assert FILE["answers"] == [{"question": ASKED.question, "answer": "Perdue"}]
