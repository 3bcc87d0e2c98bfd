"""Opening the feed's zip without trusting it."""

import struct
import zipfile

import pytest

from guichet.catalogue import archive
from guichet.errors import GuichetError
from tests.catalogue.archives import many, sheet, write_zip


def refused(path) -> str:
    with pytest.raises(GuichetError) as caught, archive.opened(path):
        pass
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_sheets_come_in_the_order_of_their_ids(tmp_path):
    files = {"F10.xml": b"", "R1.xml": b"", "vdd/F2.xml": b"", "menu.xml": b"", "redirections.xml": b"", "F3.txt": b""}
    with archive.opened(write_zip(tmp_path / "a.zip", files)) as opened:
        assert opened.sheets == ("vdd/F2.xml", "F10.xml", "R1.xml")
        assert opened.redirections == "redirections.xml"


def test_ce_n_est_pas_un_zip(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"<html>erreur</html>")
    assert "pas une archive zip" in refused(path)


def test_zip_tronque(tmp_path):
    path = write_zip(tmp_path / "a.zip", many(20))
    path.write_bytes(path.read_bytes()[:-400])
    assert "tronquée" in refused(path)


def test_fichier_absent(tmp_path):
    assert "introuvable" in refused(tmp_path / "absent.zip")


def test_un_dossier_n_est_pas_une_archive(tmp_path):
    assert "pas une archive" in refused(tmp_path)


@pytest.mark.parametrize("files", [{}, {"lisez-moi.txt": b"x"}, {"R1.xml": b"x"}])
def test_archive_vide_ou_sans_fiche(tmp_path, files):
    assert "aucune fiche" in refused(write_zip(tmp_path / "a.zip", files))


@pytest.mark.parametrize("name", ["../F1.xml", "a/../../F1.xml", "/etc/F1.xml", "C:\\F1.xml", "..\\F1.xml", "\\F1.xml"])
def test_un_nom_qui_sort_de_l_archive(tmp_path, name):
    assert "sort de l'archive" in refused(write_zip(tmp_path / "a.zip", {**many(3), name: b"x"}))


def test_deux_fois_le_meme_fichier(tmp_path):
    assert "deux fois" in refused(write_zip(tmp_path / "a.zip", {"F1.xml": b"x", "a/F1.xml": b"y"}))


def test_archive_chiffree(tmp_path):
    path = write_zip(tmp_path / "a.zip", many(1))
    data = bytearray(path.read_bytes())
    # Bit 0 of the flags, in the local header and in the central directory: PKWARE APPNOTE, 4.4.4.
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    assert "chiffré" in refused(path)


def test_une_archive_demesuree(tmp_path):
    path = write_zip(tmp_path / "a.zip", many(3))
    with pytest.raises(GuichetError, match="décompressés"), archive.opened(path, total=100):
        pass


def test_une_fiche_enorme_est_refusee_en_cours_de_lecture(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("F1.xml", "w") as stream:
        for _ in range(30):
            stream.write(b" " * archive.MEGABYTE)
    with archive.opened(path) as opened, pytest.raises(archive.MemberError, match="plus de 20 Mo"):
        opened.read("F1.xml")


def test_un_en_tete_qui_ment_sur_la_taille_ne_trompe_pas(tmp_path):
    path = write_zip(tmp_path / "a.zip", {"F1.xml": b"x" * 5000})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    path.write_bytes(data)
    with archive.opened(path) as opened, pytest.raises(archive.MemberError, match="abîmées"):
        opened.read("F1.xml")


def test_un_fichier_abime_dans_une_archive_entiere(tmp_path):
    path = write_zip(tmp_path / "a.zip", {"F1.xml": sheet("F1", text="mot " * 500)})
    data = bytearray(path.read_bytes())
    data[60:70] = b"\0" * 10
    path.write_bytes(data)
    with archive.opened(path) as opened, pytest.raises(archive.MemberError, match="abîmées"):
        opened.read("F1.xml")
