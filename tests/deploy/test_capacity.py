"""The figures of `docs/capacity.md` follow from its own assumptions and measures."""

from __future__ import annotations

import math
import re

import pytest

from guichet.setting_parts import KeepSettings
from guichet.settings import ROOT, load

TEXT = (ROOT / "docs" / "capacity.md").read_text("utf-8")


def number(text):
    return float(re.sub(r"[\s\u202f\u00a0]", "", text).replace(",", "."))


def said(row):
    """The first number of the row that begins so, of either table."""
    (line,) = re.findall(rf"^\| {re.escape(row)} \| ([^|]*)\|", TEXT, re.M)
    return number(re.search(r"\d[\d ]*(?:,\d+)?", line)[0])


CONVERSATIONS, MESSAGES = said("conversations par habitant et par an"), said("messages par conversation")
PEAK = said("jour de pointe") * said("heure de pointe") / 100 * said("minute de pointe")
LOAD, ENGINE = said("charge visée") / 100, said("messages par seconde et par moteur (un cœur)")
GATEWAY, STREAMS = said("messages par seconde et par passerelle (un cœur)"), said("flux ouverts par passerelle")
ROWS = re.findall(
    r"^\| ((?:une?|le) [^|]+?) \| (\d[^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)Go \|$", TEXT, re.M
)


def needs(inhabitants, times=1):
    messages = inhabitants * CONVERSATIONS * MESSAGES / 365 * PEAK / 3600 * times
    pages = messages / MESSAGES * said("page ouverte") * 60
    gateways = max(math.ceil(messages / (LOAD * GATEWAY)), math.ceil(pages / STREAMS))
    place = inhabitants * CONVERSATIONS * said("durée de garde") / 365 * said("place d'une conversation") / 1e6
    return messages, pages, math.ceil(messages / (LOAD * ENGINE)), gateways, place


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_table_is_computed(row):
    told = [number(cell) for cell in row[2:]]
    for value, computed in zip(told, needs(number(row[1])), strict=True):
        assert value == pytest.approx(computed, rel=0.05, abs=0.005 if computed < 1 else 0.5), row[0]


def test_there_are_the_three_sizes_that_people_ask_for():
    assert {"une mairie", "un département", "le pays"} <= {row[0] for row in ROWS}


def test_the_sentences_say_the_same_as_the_table():
    messages, _, engines, gateways, place = needs(68e6)
    assert f"{engines} moteurs et {gateways} passerelles, soit {engines + gateways} cœurs" in TEXT
    messages, _, engines, gateways, _ = needs(68e6, times=5)
    shown = f"{round(messages):,}".replace(",", " ")
    assert f"({shown} messages par seconde) : {engines} moteurs et {gateways} passerelles" in TEXT
    assert f"{round(place * 30 / said('durée de garde'), -1):.0f} Go au lieu de {place:.0f}" in TEXT


def test_what_is_set_by_default_is_what_is_said():
    assert said("durée de garde") == KeepSettings().conversations
    assert said("flux ouverts par passerelle") == load().most_streams
