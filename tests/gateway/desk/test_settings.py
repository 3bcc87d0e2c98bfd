"""What a supervisor switches off and what citizens then get; teams and mail as they are set up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import httpx
import pytest

from guichet.settings import MailSettings
from tests.gateway.desk.signing import add_agent, signed_in, words_of
from tests.gateway.running import arrive, serving

PAGE = "/desk/reglages"
NOTICE = "Une fiche est fausse, nous la corrigeons."
TEAMS = """
teams:
  - id: accueil
    name: Accueil
    departement: "75"
    week: {lundi-vendredi: [9:00-12:30, 13:30-17:00]}
    closures:
      - {start: 2020-01-06, reason: Passée}
      - {start: 2026-03-09, end: 2026-03-10, reason: Travaux}
      - {start: 2026-03-12, hours: 14:00-17:00, reason: Réunion}
    escalate_minutes: 15
    escalate_to: [chef@mairie.example]
"""


@pytest.fixture
def teams(tmp_path):
    path = tmp_path / "teams.yml"
    path.write_text(TEAMS, "utf-8")
    return path


@pytest.fixture
async def nadia(url, settings, hands):
    async with signed_in(url, settings, "nadia", "supervisor", clock=hands) as browser:
        yield browser


@pytest.fixture
async def citizen(url, settings, hands):
    await add_agent(settings, "quelqu.un", clock=hands)
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as http:
        yield await arrive(http)


async def stop(browser, name, notice=NOTICE, confirmed="1"):
    return await browser.send(f"{PAGE}/{name}/arreter", notice=notice, confirmed=confirmed)


async def test_a_stopped_bot_gives_its_dated_notice_and_a_person_at_once(nadia, citizen, engine):
    assert (await stop(nadia, "bot")).headers["location"] == f"{PAGE}?fait=switch_off"
    notice, menu = await citizen.answers(await citizen.say("bonjour"), 2)
    assert (notice["kind"], menu["kind"]) == ("notice", "choices")
    assert notice["text"] == f"L'assistant automatique est arrêté depuis le 02/03/2026. {NOTICE}"
    assert [option["label"] for option in menu["options"]] == ["Parler à une personne"]
    (asked, *_) = await citizen.answers(await citizen.choose(menu["options"][0]["choice"]))
    assert (asked["kind"], asked["owner"]) == ("handoff", "waiting")
    assert engine.heard == []


async def test_back_in_service_the_bot_answers_again(nadia, citizen):
    await stop(nadia, "bot")
    asking = await nadia.send(f"{PAGE}/bot/reprendre")
    assert "Remettre l’assistant en service ?" in words_of(asking)
    assert (await citizen.ask("allô"))[0]["kind"] == "notice"
    await nadia.send(f"{PAGE}/bot/reprendre", confirmed="1")
    assert (await citizen.ask("bonjour"))[0]["text"] == "Vous avez dit : bonjour"


async def test_without_hand_off_asking_gives_the_notice_and_the_other_ways(nadia, citizen):
    await stop(nadia, "handoff", "Travaux jusqu'à lundi.")
    notice, otherwise = await citizen.answers(await citizen.say("je veux quelqu'un"), 2)
    assert notice["text"] == "Les conseillers ne peuvent pas répondre ici depuis le 02/03/2026. Travaux jusqu'à lundi."
    assert (otherwise["kind"], otherwise["text"]) == ("text", "Personne ici.")
    state = (await citizen.call("GET")).json()
    assert (state["owner"], state["reference"]) == ("bot", None)


async def test_what_is_already_open_stays_open_when_hand_off_stops(nadia, citizen):
    await citizen.ask("je veux quelqu'un")
    await stop(nadia, "handoff")
    assert (await citizen.call("GET")).json()["owner"] == "waiting"


async def test_nothing_changes_before_it_is_confirmed_with_what_citizens_will_read(nadia, citizen):
    shown = await stop(nadia, "bot", confirmed="")
    assert shown.status_code == 200
    words = words_of(shown)
    assert "Arrêter l’assistant pour tous les usagers ?" in words
    assert f"L'assistant automatique est arrêté depuis le 02/03/2026. {NOTICE}" in words
    assert (await citizen.ask("bonjour"))[0]["kind"] == "text"


async def test_the_page_tells_since_when_by_whom_and_what_is_read_and_the_journal_keeps_it(nadia, chief, hands):
    await stop(nadia, "bot")
    hands.turn(minutes=5)
    shown = words_of(await nadia.read(PAGE))
    assert "Depuis le 02/03/2026 à 10 h 00 , par Nadia." in shown
    assert f"arrêté depuis le 02/03/2026. {NOTICE}" in shown
    await nadia.send(f"{PAGE}/bot/reprendre", confirmed="1")
    journal = words_of(await chief.read("/desk/journal"))
    assert f"Service arrêté bot {NOTICE}" in journal
    assert "nadia Service remis en route bot" in journal


@pytest.mark.parametrize(("notice", "told"), [("  \n ", "Écrivez l’avis"), ("x" * 301, "301 caractères")])
async def test_a_notice_is_required_and_short(nadia, citizen, notice, told):
    refused = await stop(nadia, "bot", notice)
    assert refused.status_code == 422
    assert told in words_of(refused)
    assert notice.strip() in refused.text
    assert (await citizen.ask("bonjour"))[0]["kind"] == "text"


async def test_braces_and_markup_in_a_notice_are_only_characters(nadia, citizen):
    notice = "{date} <b>gras</b> {0}"
    assert "<b>gras" not in (await stop(nadia, "bot", notice, confirmed="")).text
    await stop(nadia, "bot", notice)
    assert (await citizen.ask("bonjour"))[0]["text"].endswith(notice)


async def test_only_supervisors_and_administrators_may(url, settings, hands, camille, chief, browser):
    async with signed_in(url, settings, "redac", "editor", clock=hands) as editor:
        for refused in (camille, editor):
            assert (await refused.read(PAGE)).status_code == 403
            assert (await stop(refused, "bot")).status_code == 403
    assert (await browser.read(PAGE)).status_code == 303
    assert (await chief.read(PAGE)).status_code == 200
    assert (await stop(chief, "everything")).status_code == 404
    foreign = await chief.send(
        f"{PAGE}/bot/arreter", headers={"Sec-Fetch-Site": "cross-site"}, notice=NOTICE, confirmed="1"
    )
    assert foreign.status_code == 403
    assert "Depuis le" not in words_of(await chief.read(PAGE))


async def test_teams_are_told_as_they_are_at_this_hour(nadia, hands):
    shown = words_of(await nadia.read(PAGE))
    assert "Accueil ouverte" in shown
    assert "Ouverte jusqu’à 12 h 30" in shown
    assert "du 9 mars 2026 au 10 mars 2026 : Travaux" in shown
    assert "le 12 mars 2026 : 14 h 00 – 17 h 00, Réunion" in shown
    assert "Passée" not in shown
    assert "Après 15 min sans réponse, un courriel à chef@mairie.example (mais aucun courriel ne part" in shown
    hands.now = datetime(2026, 3, 2, 20, 0, tzinfo=timezone.utc)
    await nadia.sign_in("nadia")
    assert "Fermée, réouverture demain à 9 h" in words_of(await nadia.read(PAGE))


@pytest.mark.parametrize(
    ("week", "told"),
    [
        ("{lundi-dimanche: [0:00-24:00]}", "Ouverte sans interruption"),
        ("{lundi: [0:00-24:00]}", "Ouverte jusqu’à minuit"),
        ("{mardi: []}", "Fermée, sans réouverture dans les deux semaines"),
    ],
)
async def test_an_end_that_is_no_hour_is_told_in_words(nadia, teams, week, told):
    teams.write_text(TEAMS.replace("{lundi-vendredi: [9:00-12:30, 13:30-17:00]}", week), "utf-8")
    assert told in words_of(await nadia.read(PAGE))


async def test_a_file_with_faults_is_told_and_the_teams_stay(nadia, teams):
    await nadia.read(PAGE)
    teams.write_text(TEAMS.replace("9:00-12:30", "9:00-midi"), "utf-8")
    shown = words_of(await nadia.read(PAGE))
    assert "Le fichier des équipes a une faute" in shown
    assert "data/desk/teams.yml" in shown
    assert "9:00-midi" in shown
    assert "Accueil ouverte" in shown


async def test_what_is_installed_is_told_without_a_secret(tmp_path, hands, settings, teams):
    assert settings.mail == MailSettings()
    mail = MailSettings(host="127.0.0.1", port=1, user="u", password="motdepasse", sender="Guichet <g@mairie.example>")
    settings = replace(settings, mail=mail, public_url="http://guichet.example")
    async with (
        serving(settings, clock=hands, teams=teams) as url,
        signed_in(url, settings, "nadia", "supervisor", clock=hands) as nadia,
    ):
        page = await nadia.read(PAGE)
    assert "En service, envoyé par Guichet <g@mairie.example>" in words_of(page)
    assert "http://guichet.example" in page.text
    assert "motdepasse" not in page.text
