"""Replies at hand: those of the project are right, what is wrong with others is told, and none is sent with a hole."""

from __future__ import annotations

import json

import pytest

from guichet.canned import PLACEHOLDERS, REPLIES, check_canned, fill, load_canned, unknown_placeholders
from guichet.errors import GuichetError
from guichet.settings import ROOT

REPLY = {"id": "bonjour", "title": "Bonjour", "shortcut": "bonjour", "text": "Bonjour, {agent} à votre écoute."}
VALUES = {"agent": "Camille", "demarche": "Refaire sa carte", "reference": "DEM-7F3K-Q2", "equipe": "Accueil"}


def written(tmp_path, data):
    path = tmp_path / REPLIES
    path.parent.mkdir(parents=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return path


def changed(**values):
    return {"replies": [{**REPLY, **values}]}


OWN = load_canned(ROOT / REPLIES)


def test_the_project_s_own_replies_are_right():
    assert check_canned(ROOT / REPLIES) == []
    assert len(OWN) >= 10


@pytest.mark.parametrize("reply", OWN, ids=[reply.id for reply in OWN])
@pytest.mark.parametrize("values", [VALUES, {}], ids=["filled", "nothing known"])
def test_an_own_reply_reads_well_with_or_without_values(reply, values):
    said = fill(reply.text, values)
    assert not set("{}") & set(said)
    assert not any(hole in said for hole in ("  ", "()", "«  »", " .", " ,", ",.", ":."))
    assert said == said.strip()


def test_a_reply_is_loaded_with_its_four_parts(tmp_path):
    (reply,) = load_canned(written(tmp_path, changed(text="Bonjour.\n")))
    assert (reply.id, reply.title, reply.shortcut, reply.text) == ("bonjour", "Bonjour", "bonjour", "Bonjour.")


def test_no_file_is_no_reply(tmp_path):
    assert load_canned(tmp_path / REPLIES) == ()
    assert check_canned(tmp_path / REPLIES) == []


WRONG = [
    ("replies: [", "YAML mal formé"),
    ({}, "replies absent ou vide"),
    ({"replies": ["x"]}, "replies[0] doit être une suite de clés"),
    ({"replies": [REPLY], "stories": []}, "stories clé inconnue"),
    ({"replies": [REPLY, {**REPLY, "id": "x", "title": "x"}]}, "replies[1].shortcut en double (« bonjour »)"),
    ({"replies": [REPLY, {**REPLY, "shortcut": "x", "title": "x"}]}, "replies[1].id en double"),
    ({"replies": [REPLY, {**REPLY, "shortcut": "x", "id": "x"}]}, "replies[1].title en double"),
    (changed(titre="x"), "replies[0].titre clé inconnue"),
    (changed(text=""), "replies[0].text absent ou vide"),
    (changed(text="x" * 1001), "replies[0].text trop long (1001 caractères)"),
    (changed(text=["x"]), "replies[0].text absent ou vide"),
    (changed(text="Bonjour {usager}"), "replies[0].text {usager} inconnu"),
    (changed(shortcut="/bonjour"), "replies[0].shortcut mal écrit (« /bonjour »)"),
    (changed(id="à bientôt"), "replies[0].id mal écrit"),
]


@pytest.mark.parametrize(("data", "expected"), WRONG, ids=[expected for _, expected in WRONG])
def test_what_is_wrong_is_told_in_one_line(tmp_path, data, expected):
    path = written(tmp_path, data)
    found = [str(problem) for problem in check_canned(path)]
    assert any(expected in line for line in found), found
    assert all(line.startswith("data/desk/replies.yml : ") and " — " in line for line in found)
    with pytest.raises(GuichetError, match="guichet check"):
        load_canned(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Je suis {agent}, de {equipe}.", "Je suis Camille, de Accueil."),
        ("{usager}, {agent} vous répond.", "{usager}, Camille vous répond."),
        ("{agent} {agent}", "Camille Camille"),
        ("{ agent } {} {agent", "{ agent } {} {agent"),
        ("{{agent}}", "{Camille}"),
        ("", ""),
    ],
)
def test_a_value_takes_its_place_and_nothing_else_changes(text, expected):
    assert fill(text, VALUES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Votre demande ({demarche}) est prête.", "Votre demande est prête."),
        ("Votre demande « {demarche} » est prête.", "Votre demande est prête."),
        ("Votre demande {demarche} est prête.", "Votre demande est prête."),
        ("Votre demande (n° {reference})", "Votre demande (n°)"),
        ("Bonjour, {agent}.", "Bonjour."),
        ("Bonjour {agent} !", "Bonjour !"),
        ("Votre numéro : {reference}.", "Votre numéro."),
        ("Votre numéro : {reference}\nGardez-le.", "Votre numéro\nGardez-le."),
        ("Merci.\n{agent}, bonne journée", "Merci.\nbonne journée"),
        ("Avec {agent} et {equipe}", "Avec et"),
        ("{agent}", ""),
        ("{inconnu} {agent}", "{inconnu}"),
    ],
)
@pytest.mark.parametrize("values", [{}, dict.fromkeys(PLACEHOLDERS, " ")], ids=["absent", "blank"])
def test_what_is_not_known_leaves_no_hole(text, expected, values):
    assert fill(text, values) == expected


@pytest.mark.parametrize("value", ["{reference}", "{}", "{0.__class__}", r"\1 \g<0>", "%s", "{agent}"])
def test_braces_in_a_value_are_only_characters(value):
    assert fill("A {agent} B {reference}", {"agent": value, "reference": "R"}) == f"A {value} B R"


def test_placeholders_that_nobody_fills_are_named():
    assert unknown_placeholders("{agent} {usager} {reference} {ville}") == ["usager", "ville"]
