"""Toutes les fiches officielles se parcourent jusqu'au bout, et quelques-unes disent exactement ce qu'il faut."""

from collections import Counter

import pytest

from guichet.catalogue.plain import texts
from guichet.catalogue.store import Catalogue
from guichet.evaluation.walks import walk_all
from guichet.guide import Answer, Checklist, Question, checklist, next_step, next_step_whole
from guichet.guide.walk import MOST_QUESTIONS
from guichet.procedure import Aspect, BulletList, Choice, walk

#: The sheets that a citizen reads; "guided" ones only point to others.
READ = {"sheet", "question", "external", "life_event"}


@pytest.fixture(scope="module")
def catalogue(feed):
    return Catalogue.open(feed)


@pytest.fixture(scope="module")
def sheet(catalogue):
    """A sheet by its id."""
    return catalogue.procedure


@pytest.fixture(scope="module")
def walks(catalogue):
    """One walk at least through each answer to each question that is asked, whatever is wished of a sheet."""
    sheets = [sheet for sheet in catalogue.official() if sheet.type in READ]
    return list(walk_all(sheets, workers=2, combinations=3))


def described(walks):
    """How many questions the walks take: what an assertion says when it fails."""
    return f"questions par chemin : {sorted(Counter(walk.questions for walk in walks).items())}"


def test_chaque_branche_de_chaque_fiche_finit_par_une_réponse_ou_une_liste(walks):
    """No dead end: no question asked twice or with one option, no empty answer, no empty list."""
    wrong = [f"{walk.sheet} {walk.wish or 'fiche entière'} : {walk.problem}" for walk in walks if walk.problem]
    assert wrong == [], described(walks)


def test_toutes_les_fiches_sont_parcourues_pour_tout_ce_qu_on_peut_en_demander(catalogue, walks):
    wished = {(walk.sheet, walk.wish) for walk in walks}
    expected = {
        (s.id, wish) for s in catalogue.official() if s.type in READ for wish in ("", *(a.value for a in Aspect))
    }
    assert len({id for id, _ in expected}) > 2_500
    assert wished == expected


def test_personne_ne_répond_à_plus_de_huit_questions(walks):
    most = Counter(walk.questions for walk in walks)
    assert max(most) <= MOST_QUESTIONS, described(walks)
    # Depth is worth it for few: nine walks in ten take four questions at most.
    assert sum(count for questions, count in most.items() if questions <= 4) > 0.9 * len(walks), described(walks)


def every_way(sheet, wish, case=None):
    """Every question that may be asked of a sheet for a wish, with the ends it leads to."""
    case = case or {}
    step = next_step_whole(sheet, case) if wish is None else next_step(sheet, wish, case)
    if not isinstance(step, Question):
        return [], [(case, step)]
    questions, ends = [step], []
    for option in step.choice.options:
        asked, reached = every_way(sheet, wish, case | {step.choice.id: option.id})
        questions, ends = questions + asked, ends + reached
    return questions, ends


IN_FRANCE = {"c1": "c1.1"}
EXPIRED_LONG_AGO, NO_PASSPORT = {"c1.1.1": "c1.1.1.3"}, {"c1.1.1.3.1": "c1.1.1.3.1.3"}


def branch_of(sheet, id):
    """The items of the lists in the official option of that id, as the sheet words them."""
    choices = (block for block in walk(sheet.body) if isinstance(block, Choice))
    option = next(option for choice in choices for option in choice.options if option.id == id)
    return [item for block in walk(option.blocks) if isinstance(block, BulletList) for item in block.items]


def test_f21089_en_france_périmée_depuis_plus_de_cinq_ans_sans_passeport(sheet):
    """The case of the issue: exactly the six documents of that branch, and no other."""
    identity_card = sheet("F21089")
    result = checklist(identity_card, IN_FRANCE | EXPIRED_LONG_AGO | NO_PASSPORT)
    assert isinstance(result, Checklist)
    expected = branch_of(identity_card, "c1.1.1.3.1.3")
    assert len(expected) == 6
    assert [document.blocks for document in result.documents] == expected
    assert [document.text for document in result.documents] == [next(texts(item)) for item in expected]
    others = {
        next(texts(item))
        for branch in ("c1.1.1.1", "c1.1.1.2", "c1.1.1.3.1.1", "c1.1.1.3.1.2", "c1.2")
        for item in branch_of(identity_card, branch)
    } - {next(texts(item)) for item in expected}
    assert "Votre passeport" in others
    assert not others & {document.text for document in result.documents}
    assert not any("Votre passeport" in text for document in result.documents for text in texts(document.blocks))


def test_f21089_les_questions_de_ce_cas_et_leur_ordre(sheet):
    """Place, then the card's date, then the passport: three questions, each asked once."""
    case, asked = {}, []
    taken = IN_FRANCE | EXPIRED_LONG_AGO | NO_PASSPORT
    while isinstance(step := next_step_whole(sheet("F21089"), case), Question):
        asked.append(step.choice.id)
        case[step.choice.id] = taken[step.choice.id]
    assert asked == ["c1", "c1.1.1", "c1.1.1.3.1"]
    assert len(step.labels) == 3


def test_f21089_chaque_branche_a_les_pièces_de_sa_liste(sheet):
    """Whatever the answers: the list of the option taken last, no more and no less."""
    identity_card = sheet("F21089")
    _, ends = every_way(identity_card, None)
    assert len(ends) >= 9
    for case, result in ends:
        assert isinstance(result, Checklist), case
        last = max(case.values(), key=len)
        assert [document.blocks for document in result.documents] == branch_of(identity_card, last), case


def test_f21089_à_l_étranger_ce_qui_était_dit_de_la_carte_n_est_pas_redemandé(sheet):
    """The feed's variables are the same in both branches."""
    corrected = IN_FRANCE | EXPIRED_LONG_AGO | NO_PASSPORT | {"c1": "c1.2"}
    result = checklist(sheet("F21089"), corrected)
    assert isinstance(result, Checklist), result
    assert [document.blocks for document in result.documents] == branch_of(sheet("F21089"), "c1.2.1.3.1.3")


def words_asked(sheet, wish):
    """What the questions about a wish speak of: their options and the titles above."""
    questions, ends = every_way(sheet, wish)
    labels = [option.label for step in questions for option in step.choice.options]
    return " ".join([*labels, *(title for step in questions for title in step.context)]).lower(), ends


def test_f1344_le_prix_ne_fait_demander_ni_passeport_ni_photo(sheet):
    asked, ends = words_asked(sheet("F1344"), Aspect.COST)
    assert "passeport" not in asked
    assert "photo" not in asked
    assert "pré-demande" not in asked
    assert all(isinstance(end, Answer) and end.found for _, end in ends)
    assert any("25" in text for _, end in ends for text in texts(end.blocks))


def test_f1344_les_pièces_font_demander_le_passeport_mais_pas_le_timbre(sheet):
    asked, ends = words_asked(sheet("F1344"), Aspect.DOCUMENTS)
    assert "passeport" in asked
    assert "bureau de tabac" not in asked
    for case, _ in ends:
        whole = checklist(sheet("F1344"), case)
        assert isinstance(whole, Checklist)
        assert whole.documents


def test_f1344_en_france_et_à_l_étranger_n_ont_pas_les_mêmes_pièces(sheet):
    lists = {}
    for case, result in every_way(sheet("F1344"), None)[1]:
        assert isinstance(result, Checklist)
        lists.setdefault(case["c1"], set()).update(document.text for document in result.documents)
    assert any("déclaration de perte" in text.lower() for text in lists["c1.1"])
    assert not any("déclaration de perte" in text.lower() for text in lists["c1.2"])


def test_f14930_les_pièces_d_un_mineur_sans_carte_d_identité(sheet):
    """Two lists of the feed, one after the other, make one list of documents."""
    passport, case = sheet("F14930"), {"c1": "c1.1", "c1.1.1": "c1.1.1.3", "c1.1.2": "c1.1.2.1"}
    ends = every_way(passport, None, case)[1]
    assert ends
    for _, result in ends:
        assert isinstance(result, Checklist)
        assert [document.blocks for document in result.documents] == branch_of(passport, "c1.1.1.3")
        assert "Carte d'identité" not in [document.text for document in result.documents]


def test_f14930_le_prix_ne_dépend_que_du_lieu(sheet):
    asked, ends = words_asked(sheet("F14930"), Aspect.COST)
    assert "guyane" in asked
    assert "carte d'identité" not in asked
    prices = {case["c1.1.2"]: " ".join(texts(end.blocks)) for case, end in ends if "c1.1.2" in case}
    assert "17 €" in prices["c1.1.2.1"]
    assert "8,50 €" in prices["c1.1.2.2"]
    assert "8,50 €" not in prices["c1.1.2.1"]


def test_f10519_une_pièce_que_le_flux_met_sous_condition_n_est_pas_perdue(sheet):
    result = checklist(sheet("F10519"), {"c1": "c1.1"})
    assert isinstance(result, Checklist)
    assert any(document.text.startswith("Carte grise d'origine") for document in result.documents)
