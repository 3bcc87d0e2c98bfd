"""What a question asks for around a procedure, by its words alone."""

import pytest

from guichet.around.asking import form_asked, term_asked, tool_asked
from guichet.catalogue.terms import key


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("c'est quoi une écope ?", "ecope"),
        ("C koi l'écope", "ecope"),
        ("Qu'est-ce que l'écope", "ecope"),
        ("qu'est-ce qu'une écope ?", "ecope"),
        ("L'écope, c'est quoi ?", "ecope"),
        ("ANB ça veut dire quoi", "anb"),
        ("que veut dire le sigle A.N.B. ?", "anb"),
        ("Définition de la dame de nage", "dame nage"),
        ("dame de nage définition", "dame nage"),
        ("Bonjour, pouvez-vous m'expliquer ce qu'est une écope svp", "ecope"),
        ("J'ai reçu une lettre du port. C'est quoi une « écope » ?", "ecope"),
        ("je ne comprends pas le mot écope", "ecope"),
        ("je sais pas ce que c'est qu'une écope", "ecope"),
        ("à quoi sert une écope", "ecope"),
        ("ok mais c'est quoi ça l'écope", "ecope"),
    ],
)
def test_le_mot_demandé(text, term):
    assert term in [key(" ".join(words)) for words in term_asked(text)]


@pytest.mark.parametrize(
    "text", ["je veux une écope", "qu'est-ce que je dois fournir", "qu'est-ce qu'il faut pour naviguer", "c'est quoi ?"]
)
def test_pas_une_demande_de_définition(text):
    assert list(term_asked(text)) == []


@pytest.mark.parametrize(
    ("text", "number", "version"),
    [
        ("cerfa 90001", "90001", ""),
        ("le cerfa n°90001*02", "90001", "02"),
        ("Formulaire CERFA n° 90 001 * 2", "90001", "02"),
        ("il me faut le 90001*02", "90001", "02"),
        ("formulaire S3704", "s3704", ""),
        ("imprimé 2042-C", "2042c", ""),
    ],
)
def test_un_formulaire_par_son_numéro(text, number, version):
    (found,) = form_asked(text)
    assert (found.spellings[0], found.version) == (number, version)


@pytest.mark.parametrize(
    "text", ["J'habite à 90001 Millau", "R1234 ?", "un formulaire pour 2 enfants", "formulaire 01 23 45 67 89"]
)
def test_un_nombre_seul_n_est_pas_un_formulaire(text):
    assert form_asked(text) == ()


def test_plusieurs_formulaires_dans_un_message():
    assert [found.spellings for found in form_asked("cerfa 90001 et 90002*01")] == [("90001",), ("90002",)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("modèle de lettre pour rendre mon emplacement", "letter", ("rendre", "emplacement")),
        ("je cherche une lettre type de démission", "letter", ("demission",)),
        ("exemple d'attestation de nage", "letter", ("attestation", "nage")),
        ("simulateur barque", "simulator", ("barque",)),
        ("je voudrais simuler le prix d'une barque", "simulator", ("barque",)),
    ],
)
def test_une_lettre_ou_un_simulateur(text, kind, words):
    asked = tool_asked(text)
    assert (asked.kind, asked.words) == (kind, words)


@pytest.mark.parametrize(
    "text", ["j'ai reçu une lettre de la mairie", "rendre mon emplacement", "avez-vous un modèle ?", "attestation"]
)
def test_ni_lettre_ni_simulateur_demandés(text):
    assert tool_asked(text) is None
