"""Which communes a citizen's words mean. The sample holds a score of communes, homonyms among them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.offices.communes import Gathering
from guichet.offices.places import one_letter_apart
from guichet.offices.reading import read_office
from tests.offices.samples import service

SENTENCES = {
    # Alone.
    "saint denis": ["Saint-Denis (93)", "Saint-Denis (974)"],
    "St-Denis": ["Saint-Denis (93)", "Saint-Denis (974)"],
    "ST DENIS 93": ["Saint-Denis (93)"],
    "Saint-Denis (974)": ["Saint-Denis (974)"],
    "saint-denis à la réunion": ["Saint-Denis (974)"],
    "St Denis Seine-Saint-Denis": ["Saint-Denis (93)"],
    "ste-anne": ["Sainte-Anne (971)"],
    "à Tours": ["Tours (37)"],
    "tours": ["Tours (37)"],
    "NICE": ["Nice (06)"],
    "Son": ["Son (08)"],
    "le havre": ["Le Havre (76)"],
    "havre": ["Le Havre (76)"],
    "les sables d olonne": ["Les Sables-d'Olonne (85)"],
    "boulogne": ["Boulogne-sur-Mer (62)", "Boulogne-Billancourt (92)"],
    "Boulogne s/ Mer": ["Boulogne-sur-Mer (62)"],
    "pierrefitte sur seine": ["Saint-Denis (93)"],
    "je vis à Nice": ["Nice (06)"],
    # Arrondissements.
    "paris": ["Paris (75)"],
    "Paris 15e": ["Paris 15e (75)"],
    "paris 15": ["Paris 15e (75)"],
    "Paris 15ème arrondissement": ["Paris 15e (75)"],
    "15e arrondissement de Paris": ["Paris 15e (75)"],
    "j'habite à Paris 15e": ["Paris 15e (75)"],
    "marseille 8eme": ["Marseille 8e (13)"],
    "lyon 3": ["Lyon 3e (69)"],
    "Lyon III": ["Lyon 3e (69)"],
    "lyon": ["Lyon (69)"],
    # Postcodes.
    "93200": ["Saint-Denis (93)"],
    "93380": ["Saint-Denis (93)"],
    "mon code postal c'est le 97 400": ["Saint-Denis (974)"],
    "20200": ["Bastia (2B)", "Ville-di-Pietrabugno (2B)"],
    "20200 Bastia": ["Bastia (2B)"],
    "ville di pietrabugno": ["Ville-di-Pietrabugno (2B)"],
    "75015": ["Paris 15e (75)"],
    "paris 75015": ["Paris 15e (75)"],
    "69003 Lyon": ["Lyon 3e (69)"],
    "saint denis 97400": ["Saint-Denis (974)"],
    # In a sentence.
    "j'habite à Saint-Denis et je veux un passeport": ["Saint-Denis (93)", "Saint-Denis (974)"],
    "j habite a st denis dans le 93": ["Saint-Denis (93)"],
    "je suis à lyon mais je travaille à Paris": ["Lyon (69)", "Paris (75)"],
    "j'habite à lyon mais je suis né à Paris": ["Lyon (69)"],
    "la mairie de tours est ouverte ?": ["Tours (37)"],
    "où est la mairie du Havre": ["Le Havre (76)"],
    "j'habite au Havre": ["Le Havre (76)"],
    "une place en crèche aux sables d'olonne": ["Les Sables-d'Olonne (85)"],
    "la caf bastia svp": ["Bastia (2B)"],
    "j'habite à la garde": ["La Garde (83)"],
    "je demande un acte à la mairie de Son": ["Son (08)"],
    # No commune at all.
    "je veux refaire mes tours de vis": [],
    "le permis de son fils": [],
    "une carte grise à son nom": [],
    "le droit de la garde": [],
    "à la garde de mon enfant": [],
    "une nice journée": [],
    "cerfa 93200": [],
    "formulaire n° 93200": [],
    "93200 €": [],
    "F93200": [],
    "06 93 20 09 32": [],
    "12100": [],
    "Bonjour": [],
    "Paris 21e": [],
    "": [],
    "?!": [],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_les_communes_comprises(directory, text):
    found = [commune.label for commune in directory.communes(text)]
    assert found == SENTENCES[text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("marseile", ["Marseille (13)"]),
        ("Marsielle", ["Marseille (13)"]),
        ("saint dennis", ["Saint-Denis (93)", "Saint-Denis (974)"]),
        ("j'habite à bastai", ["Bastia (2B)"]),
        ("bastta", ["Bastia (2B)"]),
        ("toursss", []),
        ("tour", []),
        ("marceile", []),
        ("bonjour", []),
        ("", []),
        ("?", []),
    ],
)
def test_une_faute_de_frappe_n_est_pardonnee_qu_a_qui_repond_a_la_question(directory, text, expected):
    assert [commune.label for commune in directory.communes(text, typos=True)] == expected
    assert directory.communes(text) == ()


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_une_lettre_d_ecart_se_compte_dans_les_deux_sens(one, other):
    assert one_letter_apart(one, other) == one_letter_apart(other, one)
    edits = {one[:i] + c + one[i + k :] for i in range(len(one) + 1) for c in ("", "a", "b", "c") for k in (0, 1)}
    edits |= {one[:i] + one[i + 1 : i + 2] + one[i : i + 1] + one[i + 2 :] for i in range(len(one))}
    assert one_letter_apart(one, other) == (other in edits)


def test_un_texte_demesure_ne_coute_rien(directory):
    start = time.perf_counter()
    assert directory.communes("à " * 200_000) == ()
    assert directory.communes("à Tours " * 100_000)[0].name == "Tours"
    assert time.perf_counter() - start < 2


def test_une_commune_dit_son_code_et_sa_place(directory):
    commune = directory.communes("97400")[0]
    assert (commune.insee, commune.departement, commune.postcodes) == ("97411", "974", ("97400",))
    assert commune.latitude == pytest.approx(-20.879)
    assert set(directory.coded("93066").postcodes) == {"93200", "93380"}


def test_un_arrondissement_n_a_pas_le_code_postal_de_son_voisin():
    gathering = Gathering()
    for identifier, postcode in (("a", "75015"), ("b", "75014"), ("c", "75116")):
        address = [{"code_postal": postcode, "nom_commune": "Paris"}]
        kind = "paris_mairie_arrondissement" if identifier == "a" else "caf"
        gathering.office(read_office(service(identifier, name="x", kind=kind, insee="75115", adresse=address)))
    ((commune, names),) = gathering.communes()
    assert (commune.label, commune.postcodes, names) == ("Paris 15e (75)", ("75015",), ("paris 15e",))
