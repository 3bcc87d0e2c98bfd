"""Les questions qui ne changent rien à ce qui est demandé ne se posent pas."""

import pytest

from guichet.guide import Answer, Question, branches, next_step, reasons
from guichet.guide.relevance import alike, conditions_in, differing, distinct
from guichet.procedure import Aspect, BulletList, Callout, Cell, Chapter, Fragment, Row, Table, walk
from tests.core.trees import chapter, choice, items, p, sheet


def asked(aspect, *body, case=None, **more):
    step = next_step(sheet(*body, **more), aspect, case or {})
    return step.choice.id if isinstance(step, Question) else None


def cost(*blocks):
    return chapter("Coût", *blocks)


def papers(*blocks):
    return chapter("Pièces à fournir", *blocks)


def who(adult, child, id_="c1"):
    return choice(id_, ("Majeur", *adult), ("Mineur", *child))


def test_un_choix_dont_toutes_les_réponses_disent_la_même_chose_disparaît():
    same = who((p("Une photo"),), (p("Une photo"),))
    assert differing(same) == (p("Une photo"),)
    assert distinct((papers(same, p("Un timbre")),)) == (papers(p("Une photo"), p("Un timbre")),)


def test_un_choix_dont_aucune_réponse_ne_dit_rien_disparaît():
    assert differing(who((), ())) == ()
    assert distinct((p("Avant"), who((), ()), p("Après"))) == (p("Avant"), p("Après"))


def test_un_choix_dont_une_seule_réponse_ne_dit_rien_reste():
    some = who((p("Une photo"),), ())
    assert differing(some) == (some,)


def test_une_seule_réponse_possible_garde_son_nom():
    only = choice("c1", ("En France", p("Une photo")))
    assert differing(only) == (only,)


def test_un_choix_qui_change_quelque_chose_reste():
    some = who((p("Une photo"),), (p("Deux photos"),))
    assert distinct((papers(some),)) == (papers(some),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (p("Une photo"), p("Une photo ")),
        (p("1."), items("1.")),
        (chapter("Pièces", p("A")), chapter("Coût", p("A"))),
        (Callout("info", (p("A"),)), Callout("warning", (p("A"),))),
        (Callout("info", (p("A"),)), Callout("info", (p("A"),), "Frais")),
        (items("A", "B"), items("B", "A")),
        (items("A"), BulletList(((p("A"),),), ordered=True)),
        (choice("c1", ("Oui", p("A"))), choice("c1", ("Oui", p("B")))),
        (choice("c1", ("Oui", p("A"))), choice("c1", ("Non", p("A")))),
        (choice("c1", ("Oui", p("A"))), choice("c1", ("Oui", p("A")), question="Pourquoi ?")),
        (Fragment("T1", (p("A"),)), Fragment("T1", (p("B"),))),
    ],
)
def test_deux_blocs_différents_le_restent(one, other):
    assert not alike((one,), (other,))
    assert not alike((one,), (one, one))
    assert alike((one,), (one,))


def test_les_identifiants_et_les_conditions_ne_sont_pas_des_mots():
    one, other = (
        chapter("Coût", choice(f"c{n}", ("Oui", Fragment(f"T{n}", (p("A"),))), conditions=(f"T{n}",))) for n in (1, 2)
    )
    assert alike((one,), (other,))
    assert asked(None, who((one,), (other,), "c0")) is None


def test_un_choix_emboîté_dans_un_choix_qui_ne_change_rien_est_encore_posé():
    """Adult or minor: the same question of the place, with the same two prices."""
    where = [choice(f"c1.{n}.1", ("Ici", p("10 €")), ("Là-bas", p("20 €"))) for n in (1, 2)]
    body = cost(who((where[0],), (where[1],)))
    assert asked(Aspect.COST, body) == "c1.1.1"
    shown = next_step(sheet(body), Aspect.COST, {"c1.1.1": "c1.1.1.2"})
    assert shown == Answer(Aspect.COST, (cost(p("20 €")),), ("Là-bas",))


def test_une_question_qui_ne_concerne_qu_une_branche_ne_se_pose_pas_avant_la_branche():
    """A car or a motorcycle: other questions, whose prices happen to be the same."""
    car = choice("c1.1.1", ("Neuve", p("10 €")), ("D'occasion", p("20 €")))
    motorcycle = choice("c1.2.1", ("Légère", p("10 €")), ("Lourde", p("20 €")))
    body = cost(choice("c1", ("Voiture", car), ("Moto", motorcycle)))
    assert asked(Aspect.COST, body) == "c1"
    assert asked(Aspect.COST, body, case={"c1": "c1.2"}) == "c1.2.1"


def test_une_question_d_une_seule_branche_qui_décide_d_un_passage_ne_se_pose_pas_avant_la_branche():
    """The price depends on the car's age; who has a motorcycle has no car to tell the age of."""
    age = choice("c1.1.1", ("Neuve", p("a")), ("D'occasion", p("b")), conditions=("T1", "T2"))
    vehicle = choice("c1", ("Voiture", age), ("Moto", p("c")))
    body = (vehicle, cost(p("10 €"), Fragment("T2", (p("20 €"),))))
    assert asked(Aspect.COST, *body) == "c1"
    assert asked(Aspect.COST, *body, case={"c1": "c1.1"}) == "c1.1.1"
    assert asked(Aspect.COST, *body, case={"c1": "c1.2"}) is None


def test_un_choix_devient_inutile_quand_ceux_qu_il_contient_le_sont():
    inner = [choice(f"c1.{n}.1", ("Perdu", p("10 €")), ("Volé", p("10 €"))) for n in (1, 2)]
    assert asked(Aspect.COST, cost(who((inner[0],), (inner[1],)))) is None
    assert next_step(sheet(cost(who((inner[0],), (inner[1],)))), Aspect.COST, {}).blocks == (cost(p("10 €")),)


def test_le_même_prix_dans_d_autres_mots_ne_se_demande_pas():
    body = cost(who((p("Pour un majeur, cela coûte 86 €."),), (p("Le prix est de 86 €."),)))
    assert asked(Aspect.COST, body) is None
    step = next_step(sheet(body), Aspect.COST, {})
    assert step.blocks == (body,), "les deux phrases restent à lire"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Cela coûte 86 €.", "Cela coûte 17 €.", True),
        ("Cela coûte 86 €.", "C'est gratuit.", True),
        ("C'est gratuit.", "Gratuit pour tous.", False),
        ("Cela coûte 86 € à la mairie.", "Cela coûte 86 € en préfecture.", False),
        ("Cela coûte 10 € ou 20 €.", "Cela coûte 10 €.", True),
        ("Cela coûte 1 000 €.", "Cela coûte 1 500 €.", True),
        ("Cela coûte 12,50 €.", "Cela coûte 12,60 €.", True),
    ],
)
def test_pour_le_prix_ce_sont_les_sommes_qui_comptent(one, other, differ):
    assert (asked(Aspect.COST, cost(who((p(one),), (p(other),)))) == "c1") is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Comptez 2 mois.", "Comptez 3 mois.", True),
        ("Comptez 2 mois.", "Il faut environ 2 mois.", False),
        ("Répondez avant le 31 décembre.", "Répondez avant le 15 juin.", True),
        ("Répondez avant le 31 décembre.", "La réponse est attendue avant le 31 décembre.", False),
    ],
)
def test_pour_le_délai_ce_sont_les_durées_et_les_dates(one, other, differ):
    assert (asked(Aspect.DELAY, chapter("Délai", who((p(one),), (p(other),)))) == "c1") is differ


def test_pour_les_pièces_ce_sont_les_mots():
    body = papers(who((items("Une photo récente"),), (items("Une photo"),)))
    assert asked(Aspect.DOCUMENTS, body) == "c1"


def test_chaque_point_ne_demande_que_ce_qui_le_change():
    place = choice("c2", ("Ici", p("Une photo")), ("Là-bas", p("Deux photos")))
    body = (cost(who((p("86 €"),), (p("17 €"),))), papers(place))
    assert (asked(Aspect.COST, *body), asked(Aspect.DOCUMENTS, *body)) == ("c1", "c2")
    assert asked(Aspect.DELAY, *body) is None


def test_ce_qui_ne_parle_pas_du_prix_ne_le_fait_pas_demander():
    """Two ways with other papers, and after them one price for both."""
    ways = who((papers(items("Une photo")),), (papers(items("Un acte")),))
    assert asked(Aspect.COST, ways, cost(p("86 €"))) is None
    assert asked(Aspect.DOCUMENTS, ways, cost(p("86 €"))) == "c1"


def test_un_prix_dans_une_seule_des_réponses_se_demande():
    assert asked(Aspect.COST, who((cost(p("86 €")),), (papers(items("Un acte")),))) == "c1"


def around_choice(block):
    return {
        "chapitre": chapter("Tarif", block),
        "encadré": Callout("info", (block,)),
        "liste": BulletList(((block,),)),
        "tableau": Table((Row((Cell((block,)),)),)),
        "passage": Fragment("T1", (block,)),
    }


@pytest.mark.parametrize("kind", around_choice(p("")))
def test_la_différence_se_voit_où_qu_elle_soit(kind):
    adult, child = (around_choice(p(price))[kind] for price in ("86 €", "17 €"))
    assert asked(Aspect.COST, cost(who((adult,), (child,)))) == "c1"


@pytest.mark.parametrize("kind", around_choice(p("")))
def test_la_différence_se_voit_à_côté_d_un_choix_qui_ne_change_rien(kind):
    lost = [choice(f"c1.{n}.1", ("Perdu", p(price)), ("Volé", p(price))) for n, price in ((1, "86 €"), (2, "17 €"))]
    adult, child = (around_choice(block)[kind] for block in lost)
    assert asked(Aspect.COST, cost(who((adult,), (child,)))) == "c1"


def test_un_encadré_qui_ne_contient_qu_une_question_la_pose():
    inside = Callout("info", (who((p("86 €"),), (p("17 €"),)),))
    assert asked(Aspect.COST, cost(inside)) == "c1"
    step = next_step(sheet(cost(inside)), Aspect.COST, {"c1": "c1.2"})
    assert step.blocks == (cost(Callout("info", (p("17 €"),))),)


def test_la_phrase_qui_annonce_accompagne_ce_qu_elle_annonce():
    announced = chapter("Démarche", p("Voici :"), items("Le timbre coûte 86 €."), p("Présentez-vous au guichet."))
    told = next_step(sheet(announced), Aspect.COST, {})
    assert told.blocks == (chapter("Démarche", p("Voici :"), items("Le timbre coûte 86 €.")),)


def test_les_variables_qui_décident_d_un_passage():
    tree = (
        chapter("Coût", Fragment("T1&!T2", (p("a"), Callout("info", (Fragment("T3?", (p("b"),)),))))),
        choice("c1", ("Oui", Fragment("(T4|T1)", (p("c"),))), conditions=("T9",)),
    )
    assert set(conditions_in(tree)) == {"T1", "T2", "T3", "T4"}
    assert set(conditions_in((p("a"),))) == set()


def test_seules_les_variables_qui_décident_de_ce_qui_est_demandé_font_poser_la_question():
    place = choice("c1", ("Ici", p("a")), ("Là-bas", p("b")), conditions=("T1", "T2"))
    body = (place, cost(Fragment("T1", (p("10 €"),))), papers(items("Une photo")))
    assert asked(Aspect.COST, *body) == "c1"
    assert asked(Aspect.DOCUMENTS, *body) is None


def test_pourquoi_une_question_se_pose():
    body = (who((cost(p("86 €")), papers(items("A"))), (cost(p("17 €")), papers(items("B")))),)
    assert reasons(sheet(*body), None, {}, "c1") == (Aspect.DOCUMENTS, Aspect.COST)
    assert reasons(sheet(*body), Aspect.COST, {}, "c1") == (Aspect.COST,)
    assert reasons(sheet(*body), Aspect.DELAY, {}, "c1") == ()
    assert reasons(sheet(*body), None, {}, "c9") == ()


def test_les_deux_cas_se_lisent_côte_à_côte():
    body = (who((cost(p("86 €")), papers(items("A"))), (cost(p("17 €")), papers(items("B")))), cost(p("2 € de plus")))
    shown = branches(sheet(*body), Aspect.COST, {}, "c1")
    assert shown.blocks == (choice("c1", ("Majeur", cost(p("86 €"))), ("Mineur", cost(p("17 €")))),)
    assert shown.more == ()
    assert branches(sheet(*body), Aspect.COST, {"c1": "c1.1"}, "c1") is None
    assert branches(sheet(*body), Aspect.COST, {}, "c9") is None


def test_côte_à_côte_ce_qui_ne_parle_pas_du_point_se_montre_plutôt_que_rien():
    body = who((papers(items("A")),), (papers(items("B")),))
    assert branches(sheet(body), Aspect.COST, {}, "c1").blocks == (body,)


def test_un_titre_d_éditeur_vaut_pour_tout_ce_qu_il_contient():
    declared = Chapter("Combien de sous ?", (who((p("Un timbre."),), (p("Rien."),)),), aspects=(Aspect.COST,))
    shown = next_step(sheet(declared), Aspect.COST, {})
    assert list(walk(shown.blocks))[-1] == p("Rien.")
