"""Le parcours de toutes les branches voit ce qui ne va pas, où que ce soit."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.evaluation.walks import Walk, random_walk, report, walk_all, walks_of
from guichet.procedure import Aspect, Choice, Option
from tests.core.trees import chapter, choice, items, p, sheet

EMPTY = "une réponse vide"


def problems(walks, wish=""):
    return [walk.problem for walk in walks if walk.problem and walk.wish == wish]


def test_une_fiche_sans_question_fait_un_chemin_par_souhait():
    walks = walks_of(sheet(chapter("Coût", p("86 €"))))
    assert [(walk.wish, walk.questions, walk.problem) for walk in walks] == [
        (wish, 0, "") for wish in ("", *(aspect.value for aspect in Aspect))
    ]


def test_une_fiche_vide_est_un_problème():
    walks = walks_of(sheet())
    assert {walk.problem for walk in walks} == {EMPTY}
    assert len(walks) == 1 + len(Aspect)


def test_une_réponse_sans_contenu_est_un_problème():
    broken = sheet(choice("c1", ("Oui", p("Voici.")), ("Non",)))
    assert problems(walks_of(broken)) == [EMPTY]
    sound = sheet(choice("c1", ("Oui", p("Voici.")), ("Non", p("Rien à faire."))))
    assert problems(walks_of(sound)) == []


@pytest.mark.parametrize("fault", [0, 1, 2])
@pytest.mark.parametrize("combinations", [1, 3, 25])
def test_le_problème_est_trouvé_quelle_que_soit_la_réponse_qui_y_mène(fault, combinations):
    ways = [("A", p("a")), ("B", p("b")), ("C", p("c"))]
    inner = [choice(f"c1.{n}.1", *_with_fault(ways, fault if n == 3 else None)) for n in (1, 2, 3)]
    broken = sheet(choice("c1", *((f"Voie {n}", block) for n, block in enumerate(inner, 1))))
    assert problems(walks_of(broken, combinations)) == [EMPTY]


def _with_fault(ways, place):
    return [(label,) if n == place else (label, *blocks) for n, (label, *blocks) in enumerate(ways)]


def nested(lengths, prefix="c"):
    """A choice whose options lead to chains of so many further questions."""
    return Choice(f"{prefix}1", tuple(_chain(f"{prefix}1.{n}", n, rest) for n, rest in enumerate(lengths, 1)))


def _chain(id_, number, rest):
    here = p(f"Fin {id_}.")
    inside = (nested([rest - 1, 0], f"{id_}."),) if rest else (here,)
    return Option(id_, f"Réponse {id_} {number}", inside)


def test_chaque_réponse_à_chaque_question_est_prise():
    """The numbers of questions tell which ways were taken: one after each end, one more for each step on the way."""
    walks = [walk for walk in walks_of(sheet(nested([0, 1, 3])), 1) if not walk.wish]
    assert sorted(walk.questions for walk in walks) == [1, 2, 2, 2, 3, 4, 4]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=4), st.data())
def test_une_réponse_vide_n_importe_où_est_trouvée(lengths, data):
    tree = nested(lengths)
    ends = [option.id for option in _options(tree) if not any(isinstance(b, Choice) for b in option.blocks)]
    emptied = data.draw(st.sampled_from(ends))
    assert problems(walks_of(sheet(tree), 1)) == []
    assert problems(walks_of(sheet(_without(tree, emptied)), 1)) == [EMPTY]


def _options(tree):
    for option in tree.options:
        yield option
        for block in option.blocks:
            yield from _options(block) if isinstance(block, Choice) else ()


def _without(tree, id_):
    def emptied(option):
        inside = tuple(_without(b, id_) if isinstance(b, Choice) else b for b in option.blocks)
        return Option(option.id, option.label, () if option.id == id_ else inside)

    return Choice(tree.id, tuple(map(emptied, tree.options)))


def test_les_combinaisons_ont_une_limite_les_réponses_non():
    """Six questions one after the other, of four answers each: four thousand combinations."""
    body = [
        chapter("Pièces à fournir", choice(f"c{n}", *((f"{n}{a}", items(f"{n}{a}")) for a in "ABCD"))) for n in range(6)
    ]
    walked = {limit: [w for w in walks_of(sheet(*body), limit) if w.wish == "documents"] for limit in (1, 25, 60)}
    assert 4 <= len(walked[1]) < len(walked[25]) < len(walked[60]) < 100
    assert {walk.questions for walks in walked.values() for walk in walks} == {6}


def test_plusieurs_processus_trouvent_la_même_chose_dans_le_même_ordre():
    sheets = [sheet(chapter("Coût", p(f"{n} €")), id_=f"F{n}") for n in range(90)] + [sheet(id_="F99")]
    walks = list(walk_all(sheets, workers=2))
    alone = [walk for one in sheets for walk in walks_of(one)]
    assert [(w.sheet, w.wish, w.questions, w.problem) for w in walks] == [
        (w.sheet, w.wish, w.questions, w.problem) for w in alone
    ]
    assert {walk.sheet for walk in walks if walk.problem} == {"F99"}


def test_un_usager_au_hasard_va_jusqu_au_bout():
    broken = sheet(choice("c1", ("Oui", p("Voici.")), ("Non",)))
    walks = [random_walk(broken, None, random.Random(seed)) for seed in range(20)]
    assert {(walk.questions, walk.problem) for walk in walks} == {(1, ""), (1, EMPTY)}
    assert all(walk.slowest > 0 for walk in walks)


def test_le_bilan_compte_les_fiches_qui_se_parcourent():
    walks = [Walk("F1", "", 2, 0.001), Walk("F1", "cost", 1, 0.001, EMPTY), Walk("F2", "", 9, 0.001)]
    typical = [Walk("F1", "", 2, 0.001), Walk("F2", "", 1, 0.004), Walk("F1", "cost", 1, 0.002)]
    sheets, questions, times = report(walks, typical)
    assert sheets.startswith("2 fiches, 3 chemins : 50.0 %")
    assert re.findall(r"[\d.]+", questions) == ["1.5", "1.0", "9"]
    assert times.startswith("une étape, fiche ouverte : 2.0 ms en médiane, 4.0 au 95e centile, 4.0 au plus")
