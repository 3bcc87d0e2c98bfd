"""The right office for a commune, from the directory or the API, and how it is shown."""

import json
from datetime import datetime, timezone

import pytest
from click.testing import CliRunner

from guichet.errors import GuichetError
from guichet.offices.commands import import_offices_command, told
from guichet.offices.directory import Directory
from guichet.offices.finder import Offices
from guichet.offices.frame import DIRECTORY_URL, directory_link, offices_frame
from guichet.offices.importing import import_offices
from guichet.offices.reading import read_office
from guichet.offices.records import Commune
from tests.offices.samples import SAMPLE, dumped, service

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=timezone.utc)


class Live:
    """A live source with these answers, or out of order."""

    def __init__(self, offices=None):
        self.offices_ = offices
        self.asked, self.communes = [], []

    def offices(self, kind, commune, limit=3):
        self.asked.append((kind, commune.insee))
        self.communes.append(commune)
        if self.offices_ is None:
            raise GuichetError("annuaire en ligne : en panne — réessayez")
        return self.offices_


def found(source, kind, text, **more):
    offices = source.offices(kind, source.communes(text)[0], **more)
    return [(office.name, office.found) for office in offices]


CAF = "Caisse d'allocations familiales (Caf) - Exemple"


@pytest.mark.parametrize(
    ("kind", "commune", "expected"),
    [
        ("mairie", "saint denis 974", [("Mairie - Saint-Denis", "commune")]),
        ("mairie", "paris 15e", [("Mairie de Paris - 15e arrondissement", "commune")]),
        ("mairie", "paris", [("Mairie de Paris - Hôtel de Ville", "commune")]),
        ("mairie", "lyon 3", [("Mairie - Lyon - 3e arrondissement", "commune")]),
        ("prefecture", "93200", [("Préfecture - Exemple de Seine-Saint-Denis", "departement")]),
        ("caf", "93200", [(f"{CAF}, agence", "commune")]),
        ("msap", "93200", [("France services - Exemple (Itinérant)", "commune")]),
        ("cpam", "93200", []),
        ("caf", "Nice", []),
        ("", "Nice", []),
    ],
)
def test_le_guichet_de_la_commune(directory, kind, commune, expected):
    assert found(directory, kind, commune) == expected


def test_le_principal_avant_l_annexe_et_l_ancienne_commune(directory):
    assert [name for name, _ in found(directory, "mairie", "93200")] == [
        "Mairie - Saint-Denis",
        "Mairie annexe - Saint-Denis - Quartier de l'Exemple",
        "Mairie déléguée - Pierrefitte-sur-Seine",
    ]
    assert len(found(directory, "mairie", "93200", limit=1)) == 1


def test_sinon_le_plus_proche_du_departement_jamais_la_mairie_d_a_cote(tmp_path):
    position = {"latitude": "48.9", "longitude": "2.4"}
    records = [
        service("m1", name="Mairie - Essai", kind="mairie", insee="93001", adresse=[position]),
        service("m2", name="Mairie - Voisine", kind="mairie", insee="93002", adresse=[position]),
        service("loin", name="Loin", kind="cpam", insee="93003", adresse=[{"latitude": "48.8", "longitude": "2.6"}]),
        service("pres", name="Près", kind="cpam", insee="93002", adresse=[{"latitude": "48.91", "longitude": "2.4"}]),
        service("nulle part", name="Sans adresse", kind="cpam", insee="93004") | {"id": "nulle-part"},
        service("ailleurs", name="Ailleurs", kind="cpam", insee="75101", adresse=[position]),
    ]
    (tmp_path / "a.json").write_bytes(dumped(records))
    import_offices(tmp_path / "a.json", tmp_path / "d.db")
    directory = Directory(tmp_path / "d.db")
    essai = directory.coded("93001")
    assert found(directory, "cpam", "essai") == [
        ("Près", "nearest"),
        ("Loin", "nearest"),
        ("Sans adresse", "nearest"),
    ]
    nowhere = Commune("93099", "Inconnue", "93")
    assert directory.offices("mairie", nowhere) == ()
    assert [o.name for o in directory.nearest(essai.latitude, essai.longitude, "cpam")] == ["Ailleurs", "Près", "Loin"]
    assert directory.nearest(-20.9, 55.4, "cpam") == ()


def test_sans_annuaire_il_n_y_a_pas_de_reponse_et_pas_d_erreur(tmp_path, directory):
    offices = Offices(Directory(tmp_path / "absent.db"))
    nice = directory.communes("nice")[0]
    assert (offices.available, offices.source) == (False, None)
    assert (offices.communes("nice"), offices.find("mairie", nice)) == ((), ())


def test_l_api_ne_sert_que_si_l_annuaire_n_a_pas_le_guichet_de_la_commune(directory):
    office = read_office(service("live"))
    live = Live((office,))
    offices = Offices(directory, live)
    saint_denis, nice = offices.communes("93200")[0], offices.communes("nice")[0]
    assert offices.find("caf", saint_denis)[0].name == f"{CAF}, agence"
    assert live.asked == []
    assert offices.find("caf", nice) == (office,)
    assert Offices(directory, Live(())).find("prefecture", saint_denis)[0].found == "departement"
    assert Offices(directory, Live(None)).find("caf", nice) == ()


def test_la_trame_entiere(directory):
    commune = directory.communes("93200")[0]
    frame = offices_frame(directory.offices("mairie", commune, 1), commune, "Mairie", NOW, directory.source)
    assert frame["commune"] == {"insee": "93066", "name": "Saint-Denis", "label": "Saint-Denis (93)"}
    (office,) = frame["offices"]
    assert office["today"] == "Ferme dans 20 min"
    assert office["open"] is True
    assert office["address"] == ["1 place de l'Exemple", "93200 Saint-Denis"]
    assert office["phone"] == [{"number": "01 99 00 00 01", "label": ""}]
    assert office["map_url"].startswith("https://www.openstreetmap.org/?mlat=48.93600&mlon=2.35700")
    assert office["accessibility"] == "accessible en fauteuil roulant"
    assert office["hours"][0]["times"] == "8 h 30 – 12 h, 13 h 30 – 17 h"
    assert frame["source"] == {
        "title": "Annuaire de l'administration",
        "url": DIRECTORY_URL,
        "date": "2026-11-20",
        "producer": directory.source.producer,
        "file": SAMPLE.name,
    }
    json.dumps(frame)


def test_le_texte_de_la_trame_dit_tout_ce_qu_elle_montre(directory):
    commune = directory.communes("93200")[0]
    frame = offices_frame(directory.offices("mairie", commune), commune, "Mairie", NOW, directory.source)
    for office in frame["offices"]:
        shown = [office["title"], *office["address"], office["today"], office["email"], office["url"]]
        shown += [office["accessibility"], office["directory_url"], *office["notes"]]
        shown += [text for hours in office["hours"] for text in hours.values()]
        shown += [phone["number"] for phone in office["phone"]]
        assert [text for text in shown if text not in frame["text"]] == []
    assert "20 novembre 2026" in frame["text"]


def test_sans_guichet_la_trame_donne_le_lien_officiel_et_aucune_adresse(directory):
    nice = directory.communes("nice")[0]
    frame = offices_frame((), nice, "Caf", NOW, directory.source)
    assert frame["offices"] == []
    assert DIRECTORY_URL in frame["text"]
    assert "Nice (06)" in frame["text"]


def test_un_guichet_dont_on_ne_sait_presque_rien_ne_dit_que_ce_qu_on_sait(directory):
    nice = directory.communes("nice")[0]
    frame = offices_frame([read_office(service("x", insee="06088"))], nice, "Caf", NOW, None)
    assert frame["text"] == "Caf pour Nice (06)\n\nGuichet d'essai\nAujourd'hui : Horaires non communiqués"
    assert frame["source"] is None
    assert frame["offices"][0]["map_url"] == ""


def test_le_plus_proche_est_dit_tel_et_les_fetes_inconnues_aussi(directory):
    noumea = Commune("98818", "Nouméa", "988")
    office = read_office(service("x", insee="98818"))
    near = type(office)(**{f: getattr(office, f) for f in office.__struct_fields__} | {"found": "nearest"})
    text = offices_frame([near], noumea, "Cpam", NOW, None)["text"]
    assert text.startswith("Cpam : le plus proche dans le département, pour Nouméa (988)")
    assert "fêtes propres" in text


def test_le_lien_est_celui_de_la_fiche_sinon_l_annuaire_officiel():
    assert DIRECTORY_URL in directory_link("Mairie")
    assert "https://exemple.fr/caf" in directory_link("Caf", "https://exemple.fr/caf")


def test_la_commande_a_une_aide_et_dit_ce_qu_elle_a_fait(tmp_path):
    assert "--from" in CliRunner().invoke(import_offices_command, ["--help"]).output
    report = import_offices(SAMPLE, tmp_path / "d.db")
    lines = list(told(report))
    assert "27 guichets" in lines[0]
    assert "compétences non fournies" in lines[1]
    assert "rien à faire" in list(told(import_offices(SAMPLE, tmp_path / "d.db")))[1]


def test_l_annexe_ne_passe_jamais_devant_meme_par_ordre_alphabetique(tmp_path):
    records = [
        service("1", name="Annexe de la mairie", kind="mairie"),
        service("2", name="Mairie - Essai", kind="mairie"),
        service("3", name="Mairie déléguée - Ancienne", kind="mairie"),
    ]
    (tmp_path / "a.json").write_bytes(dumped(records))
    import_offices(tmp_path / "a.json", tmp_path / "d.db")
    assert next(name for name, _ in found(Directory(tmp_path / "d.db"), "mairie", "essai")) == "Mairie - Essai"


def test_une_boite_postale_n_a_pas_de_plan(directory):
    postal = {"type_adresse": "Adresse postale", "service_distribution": "BP 1", "code_postal": "06000"}
    office = read_office(service("x", insee="06088", adresse=[postal | {"latitude": "43.7", "longitude": "7.2"}]))
    (shown,) = offices_frame([office], directory.communes("nice")[0], "Caf", NOW, None)["offices"]
    assert (shown["address"], shown["map_url"]) == (["BP 1", "06000"], "")
