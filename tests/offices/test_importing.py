"""The import: archives of every form, bad ones too; all or nothing, and twice is once."""

import bz2
import gzip
import io
import json
import sqlite3
import tarfile
import zipfile

import pytest

from guichet.errors import GuichetError
from guichet.offices import dump
from guichet.offices.directory import Directory
from guichet.offices.importing import import_offices
from tests.catalogue.serving import serving
from tests.offices.samples import SAMPLE, coverage_zip, dumped, service, services, write_tar, write_zip

JSON_NAME = "./2026-11-21_050000-data.gouv_local.json"
ZIP_NAME = "./2026-11-21_050000-data.gouv_commune.zip"
COVERAGE = {
    "93066": ("Saint-Denis", {"caf": ["00000000-0000-0000-0000-000000000022", "inconnu"]}),
    "93999": ("Commune d'essai", {"caf": ["00000000-0000-0000-0000-000000000022"]}),
}


def tables(path):
    """Everything in the file, but the time of the import."""
    with sqlite3.connect(path) as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {n: connection.execute(f"SELECT * FROM {n} ORDER BY 1, 2").fetchall() for n in names if n != "meta"}


def refused(source, target) -> str:
    with pytest.raises(GuichetError) as caught:
        import_offices(source, target)
    said = str(caught.value)
    assert "\n" not in said
    assert " — " in said
    assert said.startswith(str(source))
    assert not list(target.parent.glob("*.part"))
    return said


@pytest.fixture
def target(tmp_path):
    return tmp_path / "var" / "directory.db"


def forms(tmp_path):
    data = SAMPLE.read_bytes()
    name = SAMPLE.name
    (tmp_path / "a.json.bz2").write_bytes(bz2.compress(data))
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(data))
    return {
        "json": SAMPLE,
        "bz2": tmp_path / "a.json.bz2",
        "gz": tmp_path / "a.json.gz",
        "tar.bz2": write_tar(tmp_path / "a.tar.bz2", {f"./{name}": data, "./lisez-moi.txt": b"x"}),
        "zip": write_zip(tmp_path / "a.zip", {f"dossier/{name}": data, "autre.pdf": b"x"}),
    }


@pytest.mark.parametrize("form", ["json", "bz2", "gz", "tar.bz2", "zip"])
def test_toutes_les_formes_donnent_le_meme_annuaire(tmp_path, target, form):
    import_offices(SAMPLE, tmp_path / "reference.db")
    report = import_offices(forms(tmp_path)[form], target)
    assert tables(target) == tables(tmp_path / "reference.db")
    assert report.source.counts["offices"] == 27
    assert report.reasons == ()
    assert report.source.date == "2026-11-20" or form in ("bz2", "gz")


def test_importer_deux_fois_c_est_importer_une_fois(tmp_path, target):
    first = import_offices(SAMPLE, target)
    before = target.read_bytes()
    again = import_offices(SAMPLE, target)
    assert again.up_to_date
    assert again.source == first.source
    assert target.read_bytes() == before
    import_offices(SAMPLE, tmp_path / "other.db")
    assert tables(tmp_path / "other.db") == tables(target)


@pytest.mark.parametrize("order", [1, -1])
def test_les_competences_viennent_avec_l_archive(tmp_path, target, order):
    members = {JSON_NAME: SAMPLE.read_bytes(), ZIP_NAME: coverage_zip(COVERAGE)}
    report = import_offices(write_tar(tmp_path / "a.tar.bz2", dict(list(members.items())[::order])), target)
    assert report.source.date == "2026-11-21"
    assert report.source.counts["covered"] == 2
    directory = Directory(target)
    found = directory.offices("caf", directory.coded("93066"))
    assert [(o.id[-2:], o.found) for o in found] == [("22", "competent")]
    assert directory.communes("commune d'essai")[0].insee == "93999"


def test_des_communes_abimees_sont_comptees(tmp_path, target):
    held = io.BytesIO(coverage_zip(COVERAGE))
    with zipfile.ZipFile(held, "a") as archive:
        for number, data in enumerate(
            [b"", b"{", b"[]", b'{"commune": 3}', b'{"code_insee_commune": "x"}', b"[" * 9999]
        ):
            archive.writestr(f"mauvais{number}.json", data)
    report = import_offices(
        write_tar(tmp_path / "a.tar.bz2", {JSON_NAME: SAMPLE.read_bytes(), ZIP_NAME: held.getvalue()}), target
    )
    assert report.reasons == (("fichier de commune illisible", 6),)
    assert report.source.counts["covered"] == 2


def test_les_mauvais_enregistrements_sont_comptes_et_dits(tmp_path, target):
    records = [*services(), {"nom": "sans id"}, [], service("retire", statut_de_diffusion="false"), services()[0]]
    (tmp_path / "a.json").write_bytes(dumped(records))
    report = import_offices(tmp_path / "a.json", target)
    assert report.reasons == (("ce n'est pas un objet", 1), ("pas d'identifiant", 1))
    assert {k: report.source.counts[k] for k in ("offices", "withdrawn", "repeated", "bad")} == {
        **{"offices": 27, "withdrawn": 1},
        **{"repeated": 1, "bad": 2},
    }
    assert report.source.date == "2026-11-18"


def test_le_meme_identifiant_deux_fois_garde_le_dernier(tmp_path, target):
    (tmp_path / "a.json").write_bytes(dumped([service("a", insee="93066"), service("a", insee="37261", name="Après")]))
    import_offices(tmp_path / "a.json", target)
    assert [row[:2] for row in tables(target)["place"]] == [("caf", "37261")]


def encrypted(path):
    write_zip(path, {"a.json": SAMPLE.read_bytes()})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


def linked(path):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        info = tarfile.TarInfo("data.gouv_local.json")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    path.write_bytes(bz2.compress(held.getvalue()))
    return path


def written(path, data):
    path.write_bytes(data)
    return path


BAD = {
    "absent": (lambda path: path, "vérifiez le chemin"),
    "dossier": (lambda path: path.mkdir() or path, "vérifiez le chemin"),
    "vide": (lambda path: written(path, b""), "ni archive"),
    "texte": (lambda path: written(path, b"bonjour"), "ni archive"),
    "page d'erreur": (lambda path: written(path, b"<html>"), "ni archive"),
    "JSON d'autre chose": (lambda path: written(path, b'{"error": 1}'), "pas de liste"),
    "aucun guichet": (lambda path: written(path, b'{"service": []}'), "aucun guichet"),
    "archive sans JSON": (lambda path: write_zip(path, {"a.txt": b"x"}), "aucun guichet"),
    "bz2 tronqué": (lambda path: written(path, bz2.compress(SAMPLE.read_bytes())[:-900]), "abîmé"),
    "bz2 faux": (lambda path: written(path, b"BZh9" + b"x" * 500), "abîmé"),
    "tar tronqué": (
        lambda path: written(path, write_tar(path, {"a.json": SAMPLE.read_bytes()}).read_bytes()[:-100]),
        "abîmé",
    ),
    "zip tronqué": (
        lambda path: written(path, write_zip(path, {"a.json": SAMPLE.read_bytes()}).read_bytes()[:-30]),
        "abîmé",
    ),
    "zip chiffré": (encrypted, "chiffré"),
    "lien symbolique": (linked, "aucun guichet"),
    "foule": (lambda path: write_zip(path, {f"{n}.txt": b"" for n in range(1002)}), "plus de 1000"),
    "que des mauvais": (lambda path: written(path, dumped([{"nom": "x"}] * 30)), "30 enregistrements"),
    "zip des communes abîmé": (
        lambda path: write_tar(path, {JSON_NAME: SAMPLE.read_bytes(), ZIP_NAME: b"PK\x03\x04rien"}),
        "communes abîmé",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_un_mauvais_fichier_laisse_l_ancien_annuaire(tmp_path, target, case):
    import_offices(SAMPLE, target)
    before = target.read_bytes()
    make, said = BAD[case]
    assert said in refused(make(tmp_path / "mauvais"), target)
    assert target.read_bytes() == before
    assert Directory(target).available


def test_une_bombe_s_arrete_en_cours_de_lecture(tmp_path, target, monkeypatch):
    monkeypatch.setattr(dump, "OFFICES_LIMIT", 100_000)
    path = tmp_path / "bombe.json.bz2"
    path.write_bytes(bz2.compress(b'{"service": [' + b" " * 5_000_000))
    assert "bien plus gros" in refused(path, target)


def test_par_le_reseau_et_une_seule_fois(target):
    seen = []
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(SAMPLE.name, SAMPLE.read_bytes())
    with serving(held.getvalue()) as server:
        report = import_offices(server.address, target, lambda done, total: seen.append((done, total)))
        assert report.source.url == server.address
        assert report.source.file == SAMPLE.name
        assert import_offices(server.address, target).up_to_date
    assert seen
    assert all(0 <= done <= total for done, total in seen)


def test_un_serveur_en_panne_laisse_l_ancien_annuaire(target):
    import_offices(SAMPLE, target)
    with serving(status=503) as server, pytest.raises(GuichetError, match="503"):
        import_offices(server.address, target)
    assert Directory(target).available


def test_l_adresse_d_un_json_nu_est_refusee(target):
    assert "archive" in refused("https://exemple.fr/data.gouv_local.json", target)


def test_un_import_a_la_fois(tmp_path, target):
    from guichet.offices import schema

    with schema.rebuilding(target), pytest.raises(GuichetError, match="un autre import"):
        import_offices(SAMPLE, target)


def test_un_fichier_qui_n_est_pas_une_base_est_remplace(target):
    target.parent.mkdir(parents=True)
    target.write_bytes(b"pas une base" * 1000)
    assert not Directory(target).available
    with pytest.raises(GuichetError, match="import-offices"):
        Directory(target).communes("Tours")
    import_offices(SAMPLE, target)
    assert Directory(target).communes("Tours")


def test_la_source_dit_ce_que_la_licence_demande(directory):
    source = directory.source
    assert "DILA" in source.producer
    assert (source.file, source.date, source.licence) == (SAMPLE.name, "2026-11-20", "Licence Ouverte 2.0")
    assert json.dumps(source.counts)


def test_une_archive_mal_arrivee_est_redemandee_entiere(target):
    with serving(b"<html>maintenance</html>") as server:
        for _ in range(2):
            with pytest.raises(GuichetError, match="ni archive"):
                import_offices(server.address, target)
        assert [request.get("If-None-Match") for request in server.requests] == [None, None]
