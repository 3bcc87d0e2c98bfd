"""The printable page: a list to tick by hand, answers and offices that can be read, never a stranger's markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from guichet.gateway.frames import Event
from guichet.gateway.transcript import render
from guichet.gateway.wording import load
from tests.gateway.samples import ANSWER, CHECKLIST, FRAMES, NOTICE, OFFICES, paragraph, poisoned

#: All that a page is made of; anything else came from outside.
TAGS = set("html head meta title style body header h1 h2 h3 h4 h5 h6 main ol ul li p strong time a br div".split())
TAGS |= set("table caption tr th td".split())


class Page(HTMLParser):
    """The elements of a page, its words, and the words under each heading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.said: list[tuple[str, str]] = []
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data):
        if data.strip() and self._open != "style":
            # French spacing has tests of its own.
            self.said.append((self._open, data.replace("\u00a0", " ").replace("\u202f", " ").strip()))

    def words(self, tag: str) -> list[str]:
        return [words for where, words in self.said if where == tag]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]


def printed(frame: dict) -> Page:
    body = {name: value for name, value in frame.items() if name != "kind"}
    event = Event(2, "2026-11-22T10:00:00.000Z", "bot", frame["kind"], body)
    return Page(render("2026-11-22T10:00:00.000Z", [event], load().transcript))


def test_a_checklist_is_a_list_of_boxes_under_headings():
    page = printed(CHECKLIST)
    assert page.words("h2") == ["Votre liste : Inscrire son enfant à la cantine"]
    assert page.words("h3") == [
        "Documents à apporter",
        "Sur ces documents",
        "Prix",
        "Délai",
        "Où aller",
        "En ligne",
        "Rendez-vous",
        "Durée de validité",
        "À faire avant",
        "Les étapes",
    ]
    assert ("ul", {"class": "boxes"}) in page.elements
    said = [words for _, words in page.said]
    for document in CHECKLIST["documents"]:
        assert said.count(document["text"]) == 1
    assert {"Quittance de loyer", "De 0,90 € à 4,20 € le repas, selon vos revenus."} <= set(said)
    assert {"https://exemple.fr/cantine", "https://exemple.fr/payer"} <= set(page.links)
    assert "Votre situation : École publique › Première inscription" in said
    assert "Données : DILA, fiches.zip, 20 novembre 2026" in said


def test_what_a_checklist_does_not_say_has_no_heading():
    bare = {name: CHECKLIST[name] for name in ("kind", "text", "procedure", "source")}
    page = printed({**bare, "cost": [], "delay": [paragraph("Le jour même.")]})
    assert page.words("h3") == ["Délai"]


def test_an_answer_is_printed_with_what_was_behind_the_button():
    page = printed(ANSWER)
    assert page.words("h2") == ["Inscrire son enfant à la cantine"]
    assert page.words("h3") == ["Oui, une allergie alimentaire", "Non", "Changer les jours de repas"]
    said = [words for _, words in page.said]
    assert {"Le certificat du médecin", "Prévenez la mairie une semaine avant.", "Attention"} <= set(said)


def test_offices_are_printed_without_what_was_true_at_that_hour_only():
    page = printed(OFFICES)
    said = [words for _, words in page.said]
    assert page.words("h2") == ["Mairie de Valbourg", "Mairie annexe des Tilleuls"]
    assert {"Mairies à Valbourg (99) :", "1 place du Marché", "Téléphone : 01 99 00 12 34 (accueil)"} <= set(said)
    assert "Samedi : 9 h – 12 h (état civil seulement)" in said
    assert not any("Ouvert jusqu'à" in words for words in said)


def test_a_notice_is_printed_with_its_numbers():
    page = printed(NOTICE)
    assert page.words("h2") == ["Appelez le 112 maintenant"]
    assert {"tel:112", "sms:114", "https://exemple.fr/tchat"} <= set(page.links)
    assert any("jour et nuit" in words for _, words in page.said)


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize(
    "broken", [{"blocks": [{"kind": "later"}], "cost": [{"kind": "later"}], "calls": [], "offices": []}]
)
def test_a_frame_from_a_later_engine_says_its_text(kind, broken):
    page = printed({**FRAMES[kind], **broken})
    first = FRAMES[kind]["text"].split("\n")[0]
    assert any(words.startswith(first) for _, words in page.said)
    assert page.words("h2") == []


@pytest.mark.parametrize("kind", FRAMES)
def test_markup_in_any_field_stays_text(kind):
    frame = poisoned(FRAMES[kind])
    page = printed(frame)
    assert {tag for tag, _ in page.elements} <= TAGS
    assert page.links == []
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert any("<script>alert(1)</script>" in words for _, words in page.said)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "java\tscript:alert(1)",
        "http://a.fr",
        "http://[",
        "//a.fr",
    ],
)
def test_an_unsafe_address_is_no_link(address):
    service = {"kind": "service", "id": "R1", "title": "Faire en ligne", "url": address}
    page = printed({**CHECKLIST, "online": [service], "next": [{"title": "Payer", "url": address}]})
    assert address not in page.links
    assert any("Faire en ligne" in words for _, words in page.said)
