"""French as citizens type it."""

import time

import pytest

from guichet.language import fold, normalize, strip_preamble

TYPED = [
    ("J’AI PERDU MES PAPIERS", "j'ai perdu mes papiers"),
    ("jai perdu ma carte didentite", "j'ai perdu ma carte d'identité"),
    ("j ai perdu", "j'ai perdu"),
    ("g perdu mon permis", "j'ai perdu mon permis"),
    ("quest ce que je dois fournir", "qu'est-ce que je dois fournir"),
    ("qu est ce qu il faut", "qu'est-ce qu'il faut"),
    ("kes ke jdois faire", "qu'est-ce que je dois faire"),
    ("est ce que jpeux voter", "est-ce que je peux voter"),
    ("eske jpe voter", "est-ce que je peux voter"),
    ("slt pk jai rien recu", "salut pourquoi j'ai rien recu"),
    ("bjr svp cmt faire", "bonjour s'il vous plaît comment faire"),
    ("c koi les papiers pr un passeport", "c'est quoi les papiers pour un passeport"),
    ("jss enceinte", "je suis enceinte"),
    ("cb ca coute", "combien ça coute"),
    ("sa coute combien", "ça coute combien"),
    ("cest quand la fin de limpot", "c'est quand la fin de l'impôt"),
    ("j habite a lyon", "j'habite a lyon"),
    ("quil faut un rdv aujourdhui", "qu'il faut un rendez-vous aujourd'hui"),
    ("bonjouuuur", "bonjour"),
    ("  deux \n lignes\u00a0! ", "deux lignes !"),
    ("ma sœur", "ma soeur"),
]

ALREADY_FRENCH = [
    "500 g de farine",
    "permis c pour conduire un camion",
    "en mai, la lettre et les dossiers des enfants",
    "la date du certificat",
    "un tel document",
    "ma carte bancaire cb",
    "quelle est la durée du séjour",
    "qu'est-ce que c'est ?",
    "le jeune a un emploi dans une entreprise",
    "sans délai, dans la limite de dix jours",
]

WITH_PREAMBLE = [
    ("Bonjour, je voudrais savoir si je peux voter. Merci d'avance !", "je peux voter."),
    (
        "Bonjour madame, svp pouvez-vous me dire comment refaire mon passeport ? Cordialement",
        "comment refaire mon passeport ?",
    ),
    ("Bonsoir j’aimerais savoir combien coûte un acte", "combien coûte un acte"),
    ("Madame, Monsieur,\nJe vous écris au sujet de mon titre de séjour, je vous remercie", "mon titre de séjour"),
    ("J'ai une question : où voter ?", "où voter ?"),
    ("j'ai besoin d'aide pour un divorce", "pour un divorce"),
    ("Alors voilà, j'ai déménagé", "j'ai déménagé"),
    ("Comment faire une carte grise svp", "Comment faire une carte grise"),
    ("ÇA COÛTE COMBIEN, MERCI", "ÇA COÛTE COMBIEN"),
]

NO_PREAMBLE = [
    "je voudrais un passeport",
    "bon de commande",
    "salutaire question",
    "Mon voisin dit bonjour à mes enfants",
    "Comment remercier ? merci de répondre à mon voisin",
    "Monsieur Martin est décédé",
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_what_is_typed_becomes_what_is_meant(typed, meant):
    assert normalize(typed) == meant


@pytest.mark.parametrize("text", ALREADY_FRENCH)
def test_correct_french_is_left_alone(text):
    assert normalize(text) == text


@pytest.mark.parametrize("text", [typed for typed, _ in TYPED] + ALREADY_FRENCH)
def test_normalizing_twice_changes_nothing_more(text):
    assert normalize(normalize(text)) == normalize(text)


def test_accents_go_only_when_asked():
    assert normalize("Où est l'état civil ?") == "où est l'état civil ?"
    assert normalize("Où est l'état civil ?", strip_accents=True) == "ou est l'etat civil ?"


def test_accents_typed_as_two_characters_are_the_same_letters():
    assert normalize("e\u0301tat") == normalize("état")


def test_fold_drops_case_accents_and_ligatures():
    assert fold("Été à l’ŒUVRE, ÇA VA") == "ete a l'oeuvre, ca va"


@pytest.mark.parametrize(("said", "asked"), WITH_PREAMBLE)
def test_what_surrounds_the_question_goes(said, asked):
    assert strip_preamble(said) == asked


@pytest.mark.parametrize("text", NO_PREAMBLE)
def test_a_bare_question_is_left_alone(text):
    assert strip_preamble(text) == text


@pytest.mark.parametrize("text", ["Bonjour", "merci beaucoup", "Bonjour, merci !", "svp", "...", "", "   "])
def test_a_message_made_only_of_courtesy_is_kept(text):
    assert strip_preamble(text) == text.strip()


def test_long_courtesy_is_read_in_linear_time():
    started = time.perf_counter()
    for word in ("bonjour ", "merci ", "je voudrais ", "a" * 20, "qu ", "j ", " ", "..."):
        strip_preamble(normalize((word * 1000)[:1000]))
        strip_preamble((word * 1000)[:1000] + "x")
    assert time.perf_counter() - started < 2
