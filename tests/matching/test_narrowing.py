"""Ce qu'une réponse tapée veut dire, parmi les choix proposés."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from guichet.matching import denies, narrow, place_in_list
from guichet.search.text import Analyzer, concepts_path, load_concepts

ANALYZER = Analyzer(
    {
        "perte": ["perdu", "égaré"],
        "vol": ["volé", "dérobé"],
        "enfant_mineur": ["mineur", "enfant", "mon fils", "ma fille"],
    }
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2", 1),
        ("2.", 1),
        ("la 2", 1),
        ("la 2e", 1),
        ("le 1er", 0),
        ("la 1ère", 0),
        ("2ème", 1),
        ("La deuxième", 1),
        ("deuxieme", 1),
        ("la deuxième option svp", 1),
        ("plutôt la première", 0),
        ("je prends le premier choix", 0),
        ("oui la troisième", 2),
        ("option 3", 2),
        ("choix n°2", 1),
        ("numéro 1", 0),
        ("réponse 4", 3),
        ("la dernière", 3),
        ("dernier", 3),
    ],
)
def test_une_place_dans_la_liste(text, place):
    assert place_in_list(text, 4) == place


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "0", "5", "99", "100", "la cinquième", "la", "le", "oui", "non", "-1", "2,5", "½", "²", "2 enfants"),
        *("deux passeports", "un adulte", "première demande", "la première fois", "75001", "🙂", "\0", "a" * 1000),
    ],
)
def test_ce_qui_n_est_pas_une_place_de_la_liste(text):
    assert place_in_list(text, 4) is None


def test_une_liste_vide_n_a_pas_de_place():
    assert [place_in_list(text, 0) for text in ("1", "la dernière", "la première")] == [None, None, None]


@given(st.text(), st.integers(0, 12))
@example("la " * 400, 4)
@example("le la l'" * 200 + "!", 4)
def test_aucun_texte_ne_sort_de_la_liste(text, count):
    assert place_in_list(text, count) in {None, *range(count)}


LOST = ["Perdue, pour un adulte", "Volée, pour un adulte", "Perdue, pour un enfant", "Volée, pour un enfant"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("je l'ai perdue, je suis adulte", [0]),
        ("volée", [1, 3]),
        ("plutôt pour un adulte", [0, 1]),
        ("ma fille a égaré sa carte", [2]),
        ("PERDU ENFANT", [2]),
        ("on m'a volé ma carte", [1, 3]),
        ("cartes volées", [1, 3]),
        ("mes papiers sont perdus", [0, 2]),
        ("les fiches ont été dérobées à mon fils", [3]),
        ("pour", [0, 1, 2, 3]),
        ("", [0, 1, 2, 3]),
        ("quelle heure est-il", [0, 1, 2, 3]),
    ],
)
def test_les_mots_qui_distinguent_les_choix(text, kept):
    assert narrow(text, LOST, ANALYZER) == kept


def test_ce_que_tous_les_choix_disent_ne_distingue_rien():
    assert narrow("carte d'identité", ["Carte d'identité perdue", "Carte d'identité volée"], ANALYZER) == [0, 1]


HAVE = ["Vous avez un passeport", "Vous n'avez pas de passeport"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("je n'ai pas de passeport", [1]),
        ("jai pas de passeport", [1]),
        ("sans passeport", [1]),
        ("je ne sais pas", [0, 1]),
        ("je sais pas trop", [0, 1]),
        ("je ne comprends pas", [0, 1]),
        ("pas compris", [0, 1]),
        ("pas sûre", [0, 1]),
        ("aucune idée", [0, 1]),
        ("aucun passeport", [1]),
        ("un passeport", [0, 1]),
    ],
)
def test_une_négation_distingue_deux_choix(text, kept):
    assert narrow(text, HAVE, ANALYZER) == kept


@pytest.mark.parametrize(("text", "kept"), [("oui", [0]), ("non", [1]), ("Oui !", [0]), ("NON", [1])])
def test_oui_et_non(text, kept):
    assert narrow(text, ["Oui", "Non"], ANALYZER) == kept


def test_sans_choix_rien():
    assert narrow("oui", [], ANALYZER) == []


def test_deux_choix_de_même_nom_ne_se_distinguent_pas():
    assert narrow("en ligne", ["En ligne", "En ligne"], ANALYZER) == [0, 1]


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=5))
@example("\0", ["\0", "a"])
def test_aucun_texte_ne_laisse_les_choix_vides(text, labels):
    kept = narrow(text, labels, ANALYZER)
    assert sorted(set(kept)) == kept
    assert set(kept) <= set(range(len(labels)))
    assert bool(kept) == bool(labels)


@pytest.mark.parametrize(
    ("text", "count", "place"),
    [
        *(("b)", 3, 1), ("réponse c", 3, 2), ("la (2)", 3, 1), ("numéro 3 svp", 3, 2), ("je pense la 2", 3, 1)),
        *(("celui du milieu", 3, 1), ("celle du milieu", 4, None), ("l'avant-dernière", 4, 2), ("ok pour la 1", 2, 0)),
        *(("d)", 3, None), ("b", 3, None), ("plutôt pas", 3, None)),
    ],
)
def test_d_autres_façons_de_désigner_une_place(text, count, place):
    assert place_in_list(text, count) == place


@pytest.mark.parametrize(
    "text",
    [
        *("non", "Non, en fait c'est pour mon fils", "pas du tout", "je me suis trompé", "finalement je vis en France"),
        *("en fait elle est périmée", "ah non pardon, je me suis trompée", "non c'est pas ça", "je voulais dire 5 ans"),
    ],
)
def test_qui_se_reprend_le_dit(text):
    assert denies(text)


@pytest.mark.parametrize(
    "text", ["je n'ai pas de passeport", "non salarié", "oui", "mineur", "je suis majeur, pas du tout mineur", "", "2"]
)
def test_qui_répond_ne_se_reprend_pas(text):
    assert not denies(text)


TABLE = yaml.safe_load((Path(__file__).parent / "options_and_answers.yml").read_text("utf-8"))
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def analyzer():
    return Analyzer(load_concepts(concepts_path()))


@pytest.mark.parametrize(
    ("text", "options", "question", "kept"),
    [(t, c["options"], c.get("question", ""), k) for c in TABLE for t, k in c.get("kept", {}).items()],
)
def test_la_réponse_retient_le_bon_cas(text, options, question, kept, analyzer):
    assert narrow(text, options, analyzer, question, TODAY) == kept


@pytest.mark.parametrize(
    ("text", "options", "question"),
    [(t, c["options"], c.get("question", "")) for c in TABLE for t in c.get("undecided", [])],
)
def test_dans_le_doute_tous_les_cas_restent(text, options, question, analyzer):
    assert narrow(text, options, analyzer, question, TODAY) == list(range(len(options)))


def test_le_jour_change_ce_qu_une_date_veut_dire(analyzer):
    options = ["La carte est périmée depuis moins de 5 ans", "La carte est périmée depuis plus de 5 ans"]
    assert narrow("elle a expiré en 2015", options, analyzer, today=date(2018, 6, 1)) == [0]
    assert narrow("elle a expiré en 2015", options, analyzer, today=TODAY) == [1]


def test_ce_que_dit_la_question_ne_distingue_pas_les_réponses(analyzer):
    options = ["Si le passeport perdu était biométrique", "S'il s'agissait d'un ancien modèle"]
    assert narrow("j'ai perdu mon passeport", options, analyzer, "Perte du passeport", TODAY) == [0, 1]
    assert narrow("il était biométrique", options, analyzer, "Perte du passeport", TODAY) == [0]


@given(st.integers(0, 110))
def test_tout_âge_tombe_dans_une_seule_tranche(age):
    options = ["Moins de 16 ans", "16 ou 17 ans", "De 18 à 25 ans", "Plus de 25 ans"]
    expected = [(age >= 16) + (age >= 18) + (age > 25)]
    assert narrow(f"j'ai {age} ans", options, ANALYZER, "Votre âge", TODAY) == expected
