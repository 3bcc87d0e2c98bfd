"""Des mots français aux termes que la recherche compte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.errors import GuichetError
from guichet.search.text import Analyzer, concepts_path, load_concepts, question_words, words

IDEAS = {"carte_grise": ["carte grise", "immatriculation"], "vol": ["volé"], "vide": ["le la", ""], "piece": ["carte"]}
ANALYZER = Analyzer(IDEAS)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("La carte d'identité", ["carte", "identite"]),
        ("L'ŒUVRE, où ça ?", ["oeuvre"]),
        ("À 18 ans", ["18", "ans"]),
        ("je voudrais savoir", []),
        ("passe-port n°2", ["passe", "port"]),
        ("", []),
        ("\0\u202e🙂", []),
    ],
)
def test_les_mots_utiles_sans_accents_ni_mots_vides(text, kept):
    assert words(text) == kept


def test_les_termes_sont_les_racines_puis_les_idées():
    assert ANALYZER.terms("Immatriculations volées") == ["immatricul", "vole", "#carte_grise"]


@pytest.mark.parametrize(
    ("text", "ideas"),
    [
        ("carte grise", ["#piece", "#carte_grise"]),
        ("CARTES GRISES", ["#piece", "#carte_grise"]),
        ("ma carte d'une voiture grise", ["#piece"]),
        ("immatriculer la carte grise et l'immatriculation", ["#carte_grise", "#piece"]),
        ("rien", []),
    ],
)
def test_une_idée_se_dit_par_une_suite_de_mots_et_une_seule_fois(text, ideas):
    assert sorted(term for term in ANALYZER.terms(text) if term.startswith("#")) == sorted(ideas)


def test_une_expression_vide_ne_dit_rien():
    assert "#vide" not in ANALYZER.terms("le la les carte")


def test_sans_idées_il_reste_les_racines():
    assert Analyzer({}).terms("carte grise") == ["cart", "gris"]


@pytest.mark.parametrize(
    "one_and_other",
    [
        ("immatriculation", "immatriculations"),
        ("déclarer", "declarer"),
        ("inscription", "inscriptions"),
        ("DÉMÉNAGEMENT", "demenagements"),
    ],
)
def test_accents_majuscules_et_pluriels_ne_comptent_pas(one_and_other):
    one, other = (ANALYZER.terms(word) for word in one_and_other)
    assert one == other


@given(st.text())
def test_la_racine_d_un_mot_ne_dépend_pas_de_ce_qui_l_entoure(text):
    assert ANALYZER.terms(text)[: len(words(text))] == [Analyzer({}).stem(word) for word in words(text)]


def test_les_mots_d_une_question_sans_la_politesse():
    assert question_words("Bonjour, je voudrais savoir comment renouveler mon passeport svp merci") == [
        "renouveler",
        "passeport",
    ]


def test_les_idées_du_projet_se_lisent():
    concepts = load_concepts(concepts_path())
    assert len(concepts) > 50
    assert [name for name, expressions in concepts.items() if not expressions] == []


def test_sans_fichier_il_n_y_a_pas_d_idées(tmp_path):
    assert load_concepts(tmp_path / "absent.yml") == {}


@pytest.mark.parametrize("content", ["", "# rien\n"])
def test_un_fichier_d_idées_vide_n_en_donne_aucune(tmp_path, content):
    path = tmp_path / "concepts.yml"
    path.write_text(content, "utf-8")
    assert load_concepts(path) == {}


@pytest.mark.parametrize("content", ["- vol\n- perte", "vol: volé", "vol: [volé", "vol", b"vol: [vol\xe9]"])
def test_un_fichier_d_idées_mal_écrit_se_dit_en_une_ligne(tmp_path, content):
    path = tmp_path / "concepts.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(GuichetError, match=r"^.*concepts.yml : ce n'est pas une liste d'idées — .*$"):
        load_concepts(path)
