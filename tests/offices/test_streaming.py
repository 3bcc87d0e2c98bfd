"""One record at a time out of a file that may be cut, broken or huge."""

import io
import json

import pytest

from guichet.errors import GuichetError
from guichet.offices import streaming
from guichet.offices.streaming import Records
from tests.offices.samples import dumped, service

GOOD = [service(f"id-{number}", adresse=[{"numero_voie": "1 {rue}"}, {"pays": '\\"]'}]) for number in range(50)]


def read(data: bytes):
    records = Records(io.BytesIO(data))
    return list(records), records.broken


def replaced(records, number, text: bytes) -> bytes:
    """A dump in which one record is this text instead."""
    parts = [json.dumps(record).encode() for record in records]
    parts[number] = text
    return b'{"service": [' + b",\n".join(parts) + b"]}"


@pytest.mark.parametrize("chunk", [1, 7, 100, 4096])
def test_tous_les_guichets_quel_que_soit_le_decoupage(monkeypatch, chunk):
    monkeypatch.setattr(streaming, "CHUNK", chunk)
    assert read(dumped(GOOD)) == (GOOD, 0)
    assert read(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()) == (GOOD, 0)
    assert read(json.dumps({"total_count": 50, "results": GOOD}).encode()) == (GOOD, 0)


@pytest.mark.parametrize("chunk", [11, 1000, 1024 * 1024])
@pytest.mark.parametrize(
    "text",
    [
        b'{"id": "x", "nom": }',
        b'{"id": "x", "nom" "y", "adresse": [{"a": 1}, {"b": 2}]}',
        b'{"id": "x", "adresse": [{"a": 1}, {"b": tru}], "telephone": [{"c": 3}, {"d": 4}]}',
        b'{"id": "x", "nom": "\\u12"}',
        b"rien",
        b'{"id": "x", "nom": "' + b'a":' + b'"}',
    ],
)
@pytest.mark.parametrize("number", [0, 25, 49])
def test_un_enregistrement_abime_n_emporte_que_lui(monkeypatch, chunk, text, number):
    monkeypatch.setattr(streaming, "CHUNK", chunk)
    found, broken = read(replaced(GOOD, number, text))
    expected = [record for record in GOOD if record["id"] != f"id-{number}"]
    # What cannot be told from the end of the broken record may go with it, never more than one.
    assert [record for record in found if record not in expected] == []
    assert len(expected) - len(found) <= 1
    assert broken == 1


def test_des_octets_qui_ne_sont_pas_de_l_utf8():
    found, broken = read(dumped(GOOD).replace(b"1 {rue}", b"1 \xff\xfe", 1))
    assert (len(found), broken) == (50, 0)


def test_un_enregistrement_demesure_est_laisse_de_cote(monkeypatch):
    monkeypatch.setattr(streaming, "CHUNK", 1000)
    monkeypatch.setattr(streaming, "RECORD_LIMIT", 5000)
    found, broken = read(dumped([GOOD[0], service("gros", mission="x" * 50_000), *GOOD[1:]]))
    assert len(found) >= 49
    assert broken == 1


def test_des_crochets_sans_fond():
    found, broken = read(replaced(GOOD, 3, b"[" * 200_000 + b"]" * 200_000))
    assert (len(found) >= 48, broken) == (True, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "pas de liste"),
        (b"   ", "pas de liste"),
        (b"<html>404</html>", "pas de liste"),
        (b'{"error": "x"}', "pas de liste"),
        (b"\x00" * 100_000, "pas de liste"),
        (dumped(GOOD)[:-200], "tronqué"),
        (b'{"service": [', "tronqué"),
        (b'{"service": [{"id": "a"', "tronqué"),
    ],
)
def test_ce_qui_n_est_pas_l_annuaire_est_dit(data, said):
    with pytest.raises(GuichetError, match=said):
        read(data)


def test_une_liste_vide_est_vide():
    assert read(b'{"service": []}') == ([], 0)
