"""What the register and the citizens' notice say of durations and of words is what the software does."""

from __future__ import annotations

import re

import pytest
import yaml

from guichet.privacy import Kind
from guichet.setting_parts import KeepSettings, keep_variable
from guichet.settings import ROOT

FOLDER = ROOT / "docs" / "donnees-personnelles"
KEEP = KeepSettings()

#: How the notice names what has a duration of its own; the other kinds are about agents, or go with the conversation.
TOLD = {
    "conversations": "Votre conversation",
    "requests": "Si un conseiller vous a aidé",
    "contacts": "Votre adresse électronique ou votre téléphone",
    "unanswered": "Une question à laquelle nous n'avons pas su répondre",
    "feedback": "Votre avis",
}

#: How the register and the notice name what is masked.
NAMES = {
    Kind.SOCIAL_SECURITY: "sécurité sociale",
    Kind.IBAN: "IBAN|de compte",
    Kind.CARD: "carte bancaire",
    Kind.TAX_NUMBER: "numéro fiscal",
    Kind.EMAIL: "adresse électronique",
    Kind.PHONE: "téléphone",
    Kind.PLATE: "plaque d'immatriculation",
}


def read(name: str) -> str:
    return " ".join((FOLDER / name).read_text(encoding="utf-8").split())


@pytest.mark.parametrize("kind", vars(KEEP))
def test_the_register_gives_the_duration_of_each_kind(kind):
    (line,) = re.findall(rf"^.*`{keep_variable(kind)}`.*$", (FOLDER / "registre.md").read_text("utf-8"), re.MULTILINE)
    assert f"{getattr(KEEP, kind)} jours" in line


@pytest.mark.parametrize("kind", TOLD)
def test_the_notice_gives_the_durations_that_matter_to_citizens(kind):
    (days,) = re.findall(rf"\*\*{TOLD[kind]}\*\*[^.;]*?: (\d+) jours", read("information.md"))
    assert int(days) == getattr(KEEP, kind)


@pytest.mark.parametrize("kind", vars(KEEP))
def test_the_settings_are_in_the_example(kind):
    assert f"{keep_variable(kind)}={getattr(KEEP, kind)}\n" in (ROOT / ".env.example").read_text("utf-8")


@pytest.mark.parametrize("name", ["registre.md", "information.md"])
def test_every_kind_that_is_masked_is_named(name):
    assert set(NAMES) == set(Kind)
    assert [kind for kind, words in NAMES.items() if not re.search(words, read(name))] == []


def test_the_words_that_the_notice_quotes_are_those_shown():
    shown = (ROOT / "widget" / "locale" / "fr.js").read_text("utf-8")
    shown += str(yaml.safe_load((ROOT / "guichet/gateway/locale/fr.yml").read_text("utf-8")))
    quoted = re.findall(r"\| « (.+?) » \|", (FOLDER / "information.md").read_text("utf-8"))
    assert len(quoted) == 5
    parts = [part for quote in quoted for part in re.split(r"On dirait | (?=Le guichet)", quote) if part]
    assert [part for part in parts if part.rstrip(".") not in shown] == []
