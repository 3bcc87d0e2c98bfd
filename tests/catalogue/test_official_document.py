"""Files that must not be read, and the index of redirections."""

import pytest

from guichet.catalogue.official import SheetError, read_file, read_redirections
from tests.catalogue.archives import FEED, sheet

BOMB = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;">]>'
SECRET = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "XML mal formé"),
        (b"<Publication><Texte></Publication>", "XML mal formé"),
        (sheet("F1")[:-10], "XML mal formé"),
        (b"\xff\xfe\x00" + sheet("F1"), "XML mal formé"),
        (BOMB + sheet("F1", text="&c;"), "DOCTYPE"),
        (SECRET + sheet("F1", text="&a;"), "DOCTYPE"),
        ((SECRET + sheet("F1")).decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16"), "DOCTYPE"),
        (b"<html/>", "racine <html>"),
        (sheet("X1"), "inattendus"),
        (sheet("../F1"), "inattendus"),
        (sheet("R1"), "inattendus"),
        (sheet("F1", title=" "), "titre absent"),
        (sheet("F1", text="<a>" * 300 + "</a>" * 300), "XML mal formé"),
    ],
)
def test_un_fichier_douteux_est_refuse_en_une_ligne(data, reason):
    with pytest.raises(SheetError) as caught:
        read_file(data, set())
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_deep_cases_do_not_exhaust_the_stack():
    cases = "<BlocCas><Cas><Titre>x</Titre>" * 60 + "</Cas></BlocCas>" * 60
    data = sheet("F1").replace(b"<Texte>", f"<Texte>{cases}".encode())
    assert read_file(data, set()).body[0].id == "c1"


def test_redirections_give_the_date_of_the_feed():
    found = read_redirections((FEED / "redirections.xml").read_bytes())
    assert found.date == "2026-06-01"
    assert found.targets["F90"] == "F91"
    assert found.targets["F94"] == "https://exemple.test/ailleurs"
