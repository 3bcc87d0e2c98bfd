"""Des gens, comme ils écrivent : la démarche est trouvée quand même, sur le catalogue entier."""

import random
import statistics
import time

import pytest

from guichet.catalogue.question_files import load_questions
from guichet.evaluation.noise import noisy
from guichet.search.engine import SearchEngine
from guichet.settings import ROOT

#: Ce qui est écrit, et une des fiches qui y répondent.
TYPED = {
    "sans accents": ("declarer la naissance de mon bebe a la mairie", "F961"),
    "sans apostrophes": ("jai perdu ma carte didentite", "F1341"),
    "en capitales": ("JE VEUX VOTER PAR PROCURATION", "F1604"),
    "une faute au mot qui compte": ("voter par procuratoin", "F1604"),
    "une faute à la première lettre": ("voter par orocuration", "F1604"),
    "une faute à chaque mot": ("vooter pra prcuration", "F1604"),
    "comme un texto": ("slt cmt fo fr pr voté par procurassion svp", "F1604"),
    "sans espaces": ("voterparprocuration", "F1604"),
    "des espaces en trop": ("  voter   par    procuration ", "F1604"),
    "une longue histoire": (
        "Bonjour, alors voilà ma fille est partie faire ses études à l'autre bout du pays et elle ne reviendra qu'au "
        "printemps, son frère travaille le dimanche et moi je marche mal. Comment peut-elle voter par procuration ?",
        "F1604",
    ),
}

#: Un seul mot, ou collé : on ne sait pas encore quelle démarche, mais on sait de quoi il est question.
SUBJECTS = {
    "passeport": "passeport",
    "pasport": "passeport",
    "cartedidentite": "identité",
    "carteidentite": "identité",
    "carte d identite": "identité",
    "permisdeconduire": "permis",
    "procurration": "procuration",
}


@pytest.fixture(scope="module")
def engine(corpus):
    return SearchEngine.open(corpus)


@pytest.mark.parametrize("way", TYPED)
def test_la_fiche_est_parmi_les_quatre_proposées(engine, way):
    text, sheet = TYPED[way]
    found = engine.search(text)
    assert [c.title for c in found.procedures[:4] if sheet in (c.id, *c.sheets)], [c.title for c in found.procedures]
    assert found.decision != "none"


@pytest.mark.parametrize("text", SUBJECTS)
def test_on_sait_de_quoi_il_est_question(engine, text):
    titles = [candidate.title.lower().replace("’", "'") for candidate in engine.search(text).procedures[:4]]
    assert sum(SUBJECTS[text] in title for title in titles) >= 3, titles


QUESTIONS = [question for question in load_questions(ROOT) if question.expected][::8]


def share(engine, kind=""):
    """How often a right sheet is among the four shown."""
    texts = [noisy(question.text, kind) if kind else question.text for question in QUESTIONS]
    found = [engine.search(text).procedures[:4] for text in texts]
    return statistics.mean(
        any({candidate.id, *candidate.sheets} & set(question.expected) for candidate in candidates)
        for question, candidates in zip(QUESTIONS, found, strict=True)
    )


@pytest.mark.parametrize(
    ("kind", "lost"),
    [("accents", 0.01), ("apostrophes", 0.03), ("capitals", 0.0), ("typos", 0.12), ("sms", 0.07), ("merged", 0.05)],
)
def test_ce_que_coûte_chaque_façon_d_écrire_reste_borné(engine, kind, lost):
    """Une faute à chaque mot de plus de trois lettres est plus que ce que personne ne fait."""
    assert share(engine, kind) >= share(engine) - lost


def test_lire_un_message_ne_prend_pas_plus_d_une_milliseconde_ou_deux(engine):
    times = []
    for question in random.Random(0).sample(QUESTIONS, min(150, len(QUESTIONS))):
        start = time.process_time()
        engine.read(question.text)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.002


@pytest.mark.parametrize(
    ("said", "sheet"),
    [
        ("je voudrais demander l'aide juridictionnelle", "F18074"),
        ("et pour le revenu de solidarité active ?", "F19778"),
        ("date prochaines élections", "F1939"),
    ],
)
def test_qui_dit_le_nom_d_une_fiche_n_est_jamais_renvoyé(engine, said, sheet):
    result = engine.search(said)
    assert result.decision != "none"
    assert sheet in {s for candidate in result.procedures[:4] for s in candidate.sheets}
