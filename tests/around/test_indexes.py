"""The indexes follow what they point into."""

import sqlite3
from contextlib import closing

import msgspec

from guichet.catalogue import schema, writing
from guichet.catalogue.store import Catalogue
from tests.around.conftest import VALUES


def rows(path):
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in ("term", "form", "tool")
        }


def write(path, values):
    with schema.replacing(path) as connection:
        for value in values:
            writing.put(connection, value, "digest")


def test_écrire_deux_fois_comme_une(tmp_path):
    write(tmp_path / "a.db", VALUES)
    before = rows(tmp_path / "a.db")
    write(tmp_path / "a.db", VALUES)
    assert rows(tmp_path / "a.db") == before
    assert all(before.values())


def test_ce_qui_part_ne_laisse_rien(tmp_path):
    write(tmp_path / "a.db", VALUES)
    with schema.replacing(tmp_path / "a.db") as connection:
        for value in VALUES:
            writing.remove(connection, value.id)
    assert rows(tmp_path / "a.db") == {"term": [], "form": [], "tool": []}


def test_une_lettre_qui_devient_un_formulaire_n_est_plus_une_lettre(tmp_path):
    write(tmp_path / "a.db", VALUES)
    letter = next(value for value in VALUES if value.id == "R40")
    write(tmp_path / "a.db", [msgspec.structs.replace(letter, type="Formulaire")])
    catalogue = Catalogue.open(tmp_path / "a.db")
    assert catalogue.tools("Modèle de document", ["emplacement"]) == ()
    assert [row[0] for row in catalogue.tools("Modèle de document", ["attes"])] == ["R41", "R42"]


def test_un_index_survit_à_tout_ce_qu_on_tape(catalogue):
    for typed in ("", '"', "(*)", "z OR y NOT", "title:x*", "l'eau"):
        assert catalogue.tools("Simulateur", typed.split()) == ()
        assert catalogue.mentioning(typed.split() or [""], 5) == ()
        assert catalogue.meanings(typed) == ()
        assert catalogue.forms(typed) == ()
