"""Records as they come: the dump's JSON, the API's strings, and everything that is wrong."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.offices.openings import read_openings
from guichet.offices.reading import BadRecord, read_office
from guichet.offices.records import Address, Link, Opening, Phone
from tests.offices.samples import service, services, stringified

FULL = service(
    "abc-1",
    name="Mairie - Exemple <b>ville</b>",
    kind="mairie",
    telephone=[{"valeur": "01 99 00 00 01", "description": "Standard"}, {"valeur": "abc", "description": ""}],
    adresse_courriel=["pas une adresse", "contact@exemple.fr"],
    site_internet=[{"libelle": "", "valeur": "javascript:alert(1)"}, {"libelle": "Site", "valeur": "www.exemple.fr"}],
    sve=[{"libelle": "Prendre rendez-vous", "valeur": "https://rdv.exemple.fr"}],
    formulaire_contact=[{"libelle": "", "valeur": "https://exemple.fr/contact"}],
    adresse=[
        {"type_adresse": "Adresse postale", "service_distribution": "BP 1", "code_postal": "93205"},
        {
            "type_adresse": "Adresse",
            "complement1": "Bâtiment A",
            "numero_voie": "1 rue de l'Exemple",
            "code_postal": "93200",
            "nom_commune": "Saint-Denis",
            "latitude": "48.9",
            "longitude": "2.3",
            "accessibilite": "DEM",
            "note_accessibilite": "Sonnez",
        },
    ],
    plage_ouverture=[
        {
            "nom_jour_debut": "Lundi",
            "nom_jour_fin": "Mardi",
            "valeur_heure_debut_1": "09:00:00",
            "valeur_heure_fin_1": "12:30:00",
            "valeur_heure_debut_2": "",
            "valeur_heure_fin_2": "",
            "commentaire": "",
        }
    ],
    date_modification="09/08/2023 13:30:19",
)


def test_une_fiche_entiere():
    office = read_office(FULL)
    assert office.name == "Mairie - Exemple ville"
    assert office.kinds == ("mairie",)
    assert (office.insee, office.departement) == ("93066", "93")
    lines = ("Bâtiment A", "1 rue de l'Exemple", "93200 Saint-Denis")
    assert office.address == Address(lines, "93200", "Saint-Denis")
    assert office.postal.lines == ("BP 1", "93205")
    assert office.phones == (Phone("01 99 00 00 01", "Standard"),)
    assert office.email == "contact@exemple.fr"
    assert office.sites == (Link("http://www.exemple.fr", "Site"),)
    assert office.appointment_url == "https://rdv.exemple.fr"
    assert office.contact_url == "https://exemple.fr/contact"
    assert (office.latitude, office.longitude) == (48.9, 2.3)
    assert (office.accessibility, office.accessibility_note) == ("DEM", "Sonnez")
    assert office.openings == (Opening(0, 1, ((540, 750),)),)
    assert office.modified == "2023-08-09"


@pytest.mark.parametrize("record", [FULL, *services()], ids=lambda record: record["nom"])
def test_des_champs_en_json_dans_une_chaine_se_lisent_pareil(record):
    assert read_office(stringified(record)) == read_office(record)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ([], "pas un objet"),
        ("texte", "pas un objet"),
        (None, "pas un objet"),
        ({"nom": "sans id"}, "identifiant"),
        ({"id": 12, "nom": "x"}, "identifiant"),
        ({"id": "../../etc", "nom": "x"}, "identifiant"),
        ({"id": "a"}, "nom"),
        ({"id": "a", "nom": "   "}, "nom"),
        ({"id": "a", "nom": {"x": 1}}, "nom"),
    ],
)
def test_ce_qui_n_est_pas_un_guichet(raw, reason):
    with pytest.raises(BadRecord, match=reason):
        read_office(raw)


def test_une_fiche_retiree_par_son_producteur_n_est_pas_reprise():
    assert read_office(FULL | {"statut_de_diffusion": "false"}) is None
    assert read_office(FULL | {"statut_de_diffusion": False}) is None


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "data:text/html,x", "ftp://exemple.fr", "http://localhost", "https://10.0.0.1/"),
        *("https://a b.fr", "https://x@exemple.fr", 'https://exemple.fr/"onclick', "https://[::1", "//exemple.fr", ""),
    ],
)
def test_une_adresse_qu_on_ne_peut_suivre_n_est_pas_montree(url):
    assert read_office(service("a", site_internet=[{"valeur": url}], url_service_public=url)).sites == ()
    assert read_office(service("a", url_service_public=url)).directory_url == ""


@pytest.mark.parametrize(("latitude", "longitude"), [("", "2"), ("NaN", "2"), ("91", "2"), ("0", "0"), ("1e999", "2")])
def test_des_coordonnees_douteuses_ne_placent_rien(latitude, longitude):
    office = read_office(service("a", adresse=[{"latitude": latitude, "longitude": longitude}]))
    assert (office.latitude, office.longitude) == (None, None)


@pytest.mark.parametrize(
    ("line", "opening"),
    [
        ({"nom_jour_debut": "lundi", "valeur_heure_debut_1": "9h", "valeur_heure_fin_1": "12h30"}, ((540, 750),)),
        ({"nom_jour_debut": "Lundi", "valeur_heure_debut_1": "09:00", "valeur_heure_fin_1": "24:00"}, ((540, 1440),)),
        ({"nom_jour_debut": "Lundi", "valeur_heure_debut_1": "25:00", "valeur_heure_fin_1": "26:00"}, ()),
        ({"nom_jour_debut": "Lundi", "valeur_heure_debut_1": 9, "valeur_heure_fin_1": None}, ()),
        ({"nom_jour_debut": "Jour de marché"}, None),
        ({}, None),
    ],
)
def test_les_heures_telles_qu_elles_sont_ecrites(line, opening):
    found = read_openings([line])
    assert (found[0].ranges if found else None) == opening


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(sorted(FULL))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(FIELDS, JSON | JSON.map(json.dumps)))
def test_n_importe_quoi_dans_un_champ_donne_un_guichet_ou_un_refus(changes):
    try:
        office = read_office(FULL | changes)
    except BadRecord:
        return
    assert office is None or office.name
