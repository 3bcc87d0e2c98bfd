"""Une position : le point qu'elle dit, la commune où il est, et les guichets pour qui s'y trouve."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.offices.directory import Directory
from guichet.offices.finder import Offices
from guichet.offices.frame import offices_frame
from guichet.offices.importing import import_offices
from guichet.offices.nearness import Point, point_in
from tests.offices.samples import dumped, service
from tests.offices.test_finding import NOW, Live


@pytest.mark.parametrize(
    ("words", "point"),
    [
        ("48.86 2.35", (48.86, 2.35)),
        ("-20.88 55.45", (-20.88, 55.45)),
        ("16 -61.4", (16.0, -61.4)),
        ("90 180", (90.0, 180.0)),
        ("91 0", None),
        ("0 -180.01", None),
        ("x y", None),
        ("nan nan", None),
        ("inf 2", None),
        ("1e1 2", None),
        ("48,86 2,35", None),
        ("48.86", None),
        ("48.86 2.35 ", None),
        ("48.86 2.35\n", None),
        ("48.86 2.35 7", None),
        ("٤٨ ٢", None),
        ("", None),
    ],
)
def test_un_point_et_rien_d_autre(words, point):
    assert point_in(words) == point


@given(st.text())
def test_aucun_texte_ne_fait_échouer(words):
    point = point_in(words)
    assert point is None or (-90 <= point.latitude <= 90 and -180 <= point.longitude <= 180)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_ce_qu_un_canal_écrit_est_relu(latitude, longitude):
    assert point_in(f"{latitude:.2f} {longitude:.2f}") == (round(latitude, 2), round(longitude, 2))


@pytest.mark.parametrize(
    ("point", "label"),
    [
        ((48.94, 2.36), "Saint-Denis (93)"),
        ((48.97, 2.36), "Saint-Denis (93)"),
        ((-20.88, 55.45), "Saint-Denis (974)"),
        ((43.5, 7.3), "Nice (06)"),
        ((43.3, 7.3), None),
        ((51.51, -0.13), None),
        ((0.0, 0.0), None),
        ((90.0, 180.0), None),
    ],
)
def test_la_commune_est_celle_de_la_mairie_la_plus_proche(directory, point, label):
    commune = Offices(directory).around(Point(*point))
    assert (commune and commune.label) == label


@pytest.mark.parametrize(
    ("point", "label"),
    [((48.856, 2.352), "Paris 15e (75)"), ((45.767, 4.834), "Lyon 3e (69)"), ((43.296, 5.369), "Marseille 8e (13)")],
)
def test_l_arrondissement_passe_avant_l_hôtel_de_ville(directory, point, label):
    assert Offices(directory).around(Point(*point)).label == label


def test_une_autre_commune_ne_passe_pas_avant_l_hôtel_de_ville(tmp_path):
    """Lyon without its arrondissements, and Villeurbanne a little farther."""
    records = [
        service("1", "Mairie - Lyon", "mairie", "69123", adresse=[at(45.767, 4.834)]),
        service("2", "Mairie - Villeurbanne", "mairie", "69266", adresse=[at(45.766, 4.88)]),
    ]
    assert imported(tmp_path, records).around(Point(45.77, 4.84)).label == "Lyon (69)"


def test_une_commune_de_guyane_est_plus_grande(tmp_path):
    records = [
        service("1", "Mairie - Maripasoula", "mairie", "97353", adresse=[at(3.64, -54.03)]),
        service("2", "Mairie - Essai", "mairie", "37261", adresse=[at(47.39, 0.69)]),
    ]
    offices = imported(tmp_path, records)
    assert offices.around(Point(2.9, -54.03)).insee == "97353"
    assert offices.around(Point(2.0, -54.03)) is None
    assert offices.around(Point(46.65, 0.69)) is None


def test_qui_reçoit_chacun_le_plus_proche_même_d_un_autre_département(tmp_path):
    records = [
        service("1", "Mairie - Essai", "mairie", "93001", adresse=[at(48.90, 2.40)]),
        service("2", "France services d'ici", "msap", "93001", adresse=[at(48.99, 2.40)]),
        service("3", "France services d'à côté", "france_services", "95001", adresse=[at(48.91, 2.41)]),
        service("4", "Caf d'ici", "caf", "93001", adresse=[at(48.99, 2.40)]),
        service("5", "Caf d'à côté", "caf", "95001", adresse=[at(48.91, 2.41)]),
    ]
    offices = imported(tmp_path, records)
    commune, point = offices.communes("essai")[0], Point(48.91, 2.41)
    assert names(offices.near("msap", commune, point)) == [
        ("France services d'à côté", "around"),
        ("France services d'ici", "around"),
    ]
    assert names(offices.find("msap", commune)) == [("France services d'ici", "commune")]
    assert names(offices.near("caf", commune, point)) == [("Caf d'ici", "commune")]


def test_de_plusieurs_guichets_de_la_commune_le_plus_proche_d_abord_mais_jamais_l_annexe(tmp_path):
    records = [
        service("1", "Mairie - Essai", "mairie", "93001", adresse=[at(48.90, 2.40)]),
        service("2", "Mairie annexe - Essai", "mairie", "93001", adresse=[at(48.94, 2.44)]),
        service("3", "Caf du centre", "caf", "93001", adresse=[at(48.90, 2.40)]),
        service("4", "Caf du nord", "caf", "93001", adresse=[at(48.94, 2.44)]),
    ]
    offices = imported(tmp_path, records)
    commune, north = offices.communes("essai")[0], Point(48.94, 2.44)
    assert [name for name, _ in names(offices.near("caf", commune, north))] == ["Caf du nord", "Caf du centre"]
    assert [name for name, _ in names(offices.find("caf", commune))] == ["Caf du centre", "Caf du nord"]
    assert offices.near("mairie", commune, north)[0].name == "Mairie - Essai"


def test_l_api_n_apprend_jamais_la_position(directory):
    live = Live(())
    offices = Offices(directory, live)
    nice = directory.communes("nice")[0]
    assert offices.near("caf", nice, Point(43.7, 7.3)) == ()
    assert live.asked == [("caf", "06088")]
    assert live.communes == [nice]


def test_sans_annuaire_il_n_y_a_ni_commune_ni_guichet(tmp_path, directory):
    offices, nice = Offices(Directory(tmp_path / "absent.db")), directory.communes("nice")[0]
    assert offices.around(Point(43.7, 7.3)) is None
    assert offices.near("msap", nice, Point(43.7, 7.3)) == ()


def test_la_trame_dit_près_de_vous_et_où_poser_le_plan(directory):
    point = Point(48.94, 2.35)
    offices = Offices(directory)
    commune = offices.around(point)
    frame = offices_frame(offices.near("msap", commune, point), commune, "France services", NOW, None)
    assert frame["text"].startswith("France services près de vous\n\nFrance services - Exemple (Itinérant)")
    assert [(o["latitude"], o["longitude"]) for o in frame["offices"]] == [(48.94, 2.35), (48.937, 2.53)]


def at(latitude, longitude):
    return {"latitude": str(latitude), "longitude": str(longitude)}


def imported(folder, records):
    (folder / "a.json").write_bytes(dumped(records))
    import_offices(folder / "a.json", folder / "d.db")
    return Offices(Directory(folder / "d.db"))


def names(records):
    return [(record.name, record.found) for record in records]
