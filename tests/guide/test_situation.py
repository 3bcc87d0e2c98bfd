"""Ce que les réponses règlent d'une fiche : ce qui est dit, ce qui s'en déduit, ce qui ne concerne plus l'usager."""

import pytest

from guichet.guide import Answer, Question, next_step, taken
from guichet.guide.situation import resolve, settle
from guichet.procedure import Aspect, Choice, Fragment, walk
from tests.core.trees import chapter, choice, items, p, sheet

FRANCE, ABROAD = "T10576", "T10580"
VALID, EXPIRED = "T10685", "T10686"


def passport(id_, *papers, conditions=(VALID, EXPIRED)):
    """Whether the passport is still valid, asked in each branch with papers of its own."""
    ways = (("En cours de validité", items(papers[0])), ("Périmé", items(papers[1])))
    return chapter("Pièces à fournir", choice(id_, *ways, conditions=conditions))


def where(*branches, conditions=(FRANCE, ABROAD)):
    labels = ("En France", "À l'étranger", "Outre-mer")
    return choice(
        "c1", *((label, *blocks) for label, blocks in zip(labels, branches, strict=False)), conditions=conditions
    )


TWICE = sheet(where((passport("c1.1.1", "A", "B"),), (passport("c1.2.1", "C", "D"),)))


def asked(procedure, aspect, case):
    step = next_step(procedure, aspect, case)
    return step.choice.id if isinstance(step, Question) else None


def shown(procedure, aspect, case):
    """The words of the answer, without its titles and choices."""
    step = next_step(procedure, aspect, case)
    assert isinstance(step, Answer), step
    return [block.content.text for block in walk(step.blocks + step.more) if hasattr(block, "content")]


def told_and_deduced(procedure, case):
    """The ids of the options that the citizen gave, and those that follow from them."""
    situation = settle(procedure, case)
    told = {option.id for choice, option in situation.options.items() if choice in situation.told}
    return told, {option.id for option in situation.options.values()} - told


def test_la_même_question_dans_deux_branches_n_est_posée_qu_une_fois():
    """The citizen who had said it of one branch, then says it was the other, is not asked again."""
    case = {"c1": "c1.1", "c1.1.1": "c1.1.1.2"}
    assert shown(TWICE, Aspect.DOCUMENTS, case) == ["B"]
    assert shown(TWICE, Aspect.DOCUMENTS, case | {"c1": "c1.2"}) == ["D"]


def test_ce_qui_est_dit_vaut_dans_toutes_les_branches_d_une_question_encore_ouverte():
    assert asked(TWICE, Aspect.DOCUMENTS, {"c1.2.1": "c1.2.1.2"}) == "c1"
    assert told_and_deduced(TWICE, {"c1.2.1": "c1.2.1.2"}) == ({"c1.2.1.2"}, {"c1.1.1.2"})


def test_deux_questions_qui_se_suivent_sous_les_mêmes_variables_n_en_font_qu_une():
    again = sheet(passport("c1", "A", "B"), chapter("Coût", passport("c2", "10 €", "20 €").blocks[0]))
    assert asked(again, Aspect.COST, {}) == "c2"
    assert shown(again, Aspect.COST, {"c1": "c1.2"}) == ["20 €"]


def test_sans_condition_les_mêmes_réponses_dans_les_mêmes_mots_sont_la_même_question():
    first, second = (passport(f"c{n}", f"{n} €", f"{n}0 €", conditions=()).blocks[0] for n in (1, 2))
    twice = sheet(chapter("Pièces à fournir", first), chapter("Coût", second))
    assert asked(twice, Aspect.COST, {}) == "c2"
    assert shown(twice, Aspect.COST, {"c1": "c1.2"}) == ["20 €"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Périmé", "EN COURS DE VALIDITÉ"), ("en cours de validite", "périmé")),
        (("Mineur", "Majeur"), ("Majeur", "Mineur")),
    ],
)
def test_ni_l_ordre_ni_la_casse_ni_les_accents_n_y_changent_rien(first, second):
    twice = sheet(
        chapter("Pièces à fournir", choice("c1", (first[0], items("A")), (first[1], items("B")))),
        chapter("Coût", choice("c2", (second[0], p("10 €")), (second[1], p("20 €")))),
    )
    assert shown(twice, Aspect.COST, {"c1": "c1.1"}) == ["20 €"]


def yes_or_no(id_, one, two, question=""):
    return choice(id_, ("Oui", p(one)), ("Non", p(two)), question=question)


def test_oui_ou_non_sous_un_autre_titre_est_une_autre_question():
    twice = sheet(chapter("Vous êtes marié", yes_or_no("c1", "a", "b")), chapter("Coût", yes_or_no("c2", "1 €", "2 €")))
    assert asked(twice, Aspect.COST, {"c1": "c1.1"}) == "c2"


def test_oui_ou_non_sous_le_même_titre_est_la_même():
    under = [chapter("Coût", yes_or_no(f"c{n}", f"{n} €", f"{n}0 €")) for n in (1, 2)]
    assert shown(sheet(*under), Aspect.COST, {"c1": "c1.2"}) == ["10 €", "20 €"]


def test_oui_ou_non_à_une_question_écrite_vaut_partout_où_elle_est_écrite():
    married = "Êtes-vous marié ?"
    twice = sheet(
        chapter("Nom", yes_or_no("c1", "a", "b", married)), chapter("Coût", yes_or_no("c2", "1 €", "2 €", married))
    )
    assert shown(twice, Aspect.COST, {"c1": "c1.2"}) == ["2 €"]
    other = sheet(
        chapter("Nom", yes_or_no("c1", "a", "b", married)), chapter("Coût", yes_or_no("c2", "1 €", "2 €", "PACS ?"))
    )
    assert asked(other, Aspect.COST, {"c1": "c1.2"}) == "c2"


def test_les_mêmes_mots_dans_leur_propre_branche_demandent_autre_chose():
    """« La carte est perdue ? » → « Oui » → « Le passeport aussi ? » → « Oui » ou « Non »."""
    inner = choice("c1.1.1", ("Perdu", p("10 €")), ("Volé", p("20 €")))
    nested = sheet(chapter("Coût", choice("c1", ("Perdu", inner), ("Volé", p("30 €")))))
    assert asked(nested, Aspect.COST, {"c1": "c1.1"}) == "c1.1.1"
    assert shown(nested, Aspect.COST, {"c1": "c1.1", "c1.1.1": "c1.1.1.2"}) == ["20 €"]


def test_une_réponse_affirme_sa_variable_et_nie_celle_des_autres():
    facts = settle(TWICE, {"c1": "c1.2"}).facts
    assert (facts[ABROAD], facts[FRANCE]) == (True, False)


def test_ce_qu_une_autre_réponse_n_est_pas_seule_à_dire_reste_inconnu():
    """« Marié et majeur » de côté : ni l'un ni l'autre n'est faux pour autant."""
    two = sheet(choice("c1", ("Mineur", p("a")), ("Marié", p("b")), conditions=("T1", "T2&T3")))
    assert settle(two, {"c1": "c1.1"}).facts == {"T1": True}


def abroad_only(text):
    return Fragment(ABROAD, (p(text),))


def test_un_passage_qui_ne_concerne_pas_l_usager_disparaît():
    some = sheet(where((p("a"),), (p("b"),)), chapter("Coût", p("10 €"), abroad_only("20 € au consulat")))
    assert shown(some, Aspect.COST, {"c1": "c1.1"}) == ["10 €"]
    assert shown(some, Aspect.COST, {"c1": "c1.2"}) == ["10 €", "20 € au consulat"]


def test_un_passage_dont_on_ne_sait_rien_reste():
    unknown = sheet(chapter("Coût", p("10 €"), Fragment("T9", (p("20 €"),)), Fragment("illisible (", (p("30 €"),))))
    assert shown(unknown, Aspect.COST, {}) == ["10 €", "20 €", "30 €"]


def test_une_question_qui_décide_d_un_passage_ailleurs_est_posée():
    some = sheet(where((p("a"),), (p("b"),)), chapter("Coût", p("10 €"), abroad_only("20 € au consulat")))
    assert asked(some, Aspect.COST, {}) == "c1"


def test_une_question_dans_un_passage_qui_ne_concerne_pas_l_usager_n_est_pas_posée():
    hidden = sheet(where((p("a"),), (p("b"),)), Fragment(ABROAD, (chapter("Coût", yes_or_no("c2", "1 €", "2 €")),)))
    assert asked(hidden, Aspect.COST, {"c1": "c1.2"}) == "c2"
    assert next_step(hidden, Aspect.COST, {"c1": "c1.1"}).found is False


def test_un_passage_se_retire_aussi_à_l_intérieur_d_une_liste_et_d_une_réponse_encore_ouverte():
    inner = choice("c2", ("Perdu", p("10 €"), abroad_only("20 €")), ("Volé", p("30 €")))
    some = sheet(where((p("a"),), (p("b"),)), chapter("Coût", inner))
    open_ = next_step(some, Aspect.COST, {"c1": "c1.1"})
    assert [option.blocks for option in open_.choice.options] == [(p("10 €"),), (p("30 €"),)]


THREE = sheet(
    where((p("a"),), (p("b"),), (p("c"),), conditions=(FRANCE, ABROAD, "T3")),
    chapter("Coût", choice("c2", ("Mairie", p("1 €")), ("Consulat", p("2 €")), ("Poste", p("3 €")),
                           conditions=(f"!{ABROAD}&T7", ABROAD, f"!{ABROAD}&T8"))),
)  # fmt: skip


def test_une_réponse_que_les_faits_écartent_n_est_plus_proposée():
    step = next_step(THREE, Aspect.COST, {"c1": "c1.1"})
    assert [option.label for option in step.choice.options] == ["Mairie", "Poste"]


def test_la_seule_réponse_que_les_faits_laissent_est_prise():
    assert shown(THREE, Aspect.COST, {"c1": "c1.2"}) == ["2 €"]
    assert told_and_deduced(THREE, {"c1": "c1.2"}) == ({"c1.2"}, {"c2.2"})


def test_une_réponse_dont_on_ne_sait_rien_est_prise_quand_les_autres_sont_écartées():
    ways = choice("c2", ("Consulat", p("1 €")), ("Mairie", p("2 €")), conditions=(ABROAD, "T7"))
    some = sheet(where((p("a"),), (p("b"),)), chapter("Coût", ways))
    assert shown(some, Aspect.COST, {"c1": "c1.1"}) == ["2 €"]
    assert told_and_deduced(some, {"c1": "c1.1"}) == ({"c1.1"}, {"c2.2"})


def test_quand_les_faits_écartent_toutes_les_réponses_toutes_sont_montrées():
    ways = choice("c2", ("Mairie", p("1 €")), ("Préfecture", p("2 €")), conditions=(f"{FRANCE}&T7", f"{FRANCE}&T8"))
    contradiction = sheet(where((p("a"),), (p("b"),)), chapter("Coût", ways))
    step = next_step(contradiction, Aspect.COST, {"c1": "c1.2"})
    assert [option.label for option in step.choice.options] == ["Mairie", "Préfecture"]


def test_ce_qui_est_dit_l_emporte_sur_ce_qui_se_déduit():
    """« À l'étranger », puis malgré tout « Mairie » : the citizen's own word stands."""
    assert shown(THREE, Aspect.COST, {"c1": "c1.2", "c2": "c2.1"}) == ["1 €"]


def test_les_mots_du_cas_disent_aussi_ce_qui_se_déduit_et_chacun_une_fois():
    step = next_step(TWICE, Aspect.DOCUMENTS, {"c1": "c1.2", "c1.1.1": "c1.1.1.2"})
    assert step.labels == ("À l'étranger", "Périmé")
    same = sheet(passport("c1", "A", "B"), passport("c2", "C", "D"))
    assert next_step(same, Aspect.DOCUMENTS, {"c1": "c1.1"}).labels == ("En cours de validité",)


def test_les_réponses_données_ne_comptent_pas_celles_qui_se_déduisent():
    case = {"c1": "c1.2", "c1.1.1": "c1.1.1.2"}
    assert [option.id for option in taken(TWICE, case)] == ["c1.2"]
    assert told_and_deduced(TWICE, case) == ({"c1.2"}, {"c1.2.1.2"})


def test_ce_qui_est_dit_dans_la_branche_prise_l_emporte_sur_ce_qui_fut_dit_dans_une_autre():
    """« Périmé » in France; then « à l'étranger », and there « en cours de validité »."""
    prices = chapter("Coût", Fragment(VALID, (p("10 €"),)), Fragment(EXPIRED, (p("20 €"),)))
    case = {"c1": "c1.2", "c1.1.1": "c1.1.1.2", "c1.2.1": "c1.2.1.1"}
    assert shown(sheet(*TWICE.body, prices), Aspect.COST, case) == ["10 €"]


def test_après_une_correction_ce_qui_se_déduisait_de_l_ancienne_réponse_ne_tient_plus():
    case = {"c1": "c1.2"}
    assert shown(THREE, Aspect.COST, case) == ["2 €"]
    assert asked(THREE, Aspect.COST, case | {"c1": "c1.1"}) == "c2"


def test_on_revient_à_la_première_branche_sans_rien_redire():
    case = {"c1": "c1.1", "c1.1.1": "c1.1.1.2"}
    there_and_back = case | {"c1": "c1.2"} | {"c1": "c1.1"}
    assert next_step(TWICE, Aspect.DOCUMENTS, there_and_back) == next_step(TWICE, Aspect.DOCUMENTS, case)


@pytest.mark.parametrize("case", [{"c1": "c1.9"}, {"c1": ""}, {"c1": "c1.1.1.2"}, {"c9": "c9.1"}, {"": ""}])
def test_une_réponse_que_la_fiche_ne_connaît_pas_ne_règle_rien(case):
    assert told_and_deduced(TWICE, case) == (set(), set())
    assert settle(TWICE, case).facts == {}
    assert next_step(TWICE, Aspect.DOCUMENTS, case) == next_step(TWICE, Aspect.DOCUMENTS, {})


def test_l_ordre_des_réponses_n_y_change_rien():
    case = {"c1": "c1.2", "c1.2.1": "c1.2.1.1"}
    assert settle(TWICE, case).options == settle(TWICE, dict(reversed(case.items()))).options


def test_un_fait_appris_plus_loin_dans_la_fiche_règle_une_question_du_début():
    prices = choice("c0", ("Ici", p("1 €")), ("Là-bas", p("2 €")), conditions=(FRANCE, ABROAD))
    backwards = sheet(chapter("Coût", prices), where((p("a"),), (p("b"),)))
    assert shown(backwards, Aspect.COST, {"c1": "c1.2"}) == ["2 €"]


def test_la_fiche_elle_même_n_est_jamais_changée():
    untouched = sheet(where((p("a"), abroad_only("x")), (p("b"),)), DOCUMENTS)
    body = untouched.body
    resolve(body, settle(untouched, {"c1": "c1.1"}))
    assert untouched.body == body
    assert [block.id for block in walk(body) if isinstance(block, Choice)] == ["c1"]


DOCUMENTS = chapter("Pièces à fournir", items("Une photo"))


def test_l_introduction_compte_aussi():
    """Some sheets ask the situation in their introduction."""
    introduced = sheet(TWICE.body[0].options[0].blocks[0], introduction=(where((p("a"),), (p("b"),)),))
    fragment = sheet(chapter("Coût", p("10 €"), abroad_only("20 €")), introduction=introduced.introduction)
    assert asked(fragment, Aspect.COST, {}) == "c1"
    assert shown(fragment, Aspect.COST, {"c1": "c1.1"}) == ["10 €"]
