"""La visite d'une fiche : quelle question poser, ou quelle réponse montrer."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.guide import Answer, Question, next_step, taken
from guichet.guide.situation import settle
from guichet.procedure import (
    Aspect,
    BulletList,
    Callout,
    Cell,
    Chapter,
    Choice,
    Fragment,
    Office,
    Option,
    Row,
    Service,
    Table,
    children,
    walk,
)
from tests.core.trees import BLOCKS, chapter, choice, p, sheet

ADULT, CHILD = ("Majeur", chapter("Coût", p("86 €"))), ("Mineur", chapter("Coût", p("17 €")))
WHO = choice("c1", ADULT, CHILD)
DOCUMENTS = chapter("Pièces à fournir", p("Une photo"))
OPENING = p("Le passeport permet de voyager.")


def asked(step):
    assert isinstance(step, Question), step
    return step.choice.id


def test_la_situation_est_demandée_avant_de_dire_quoi_faire():
    assert next_step(sheet(WHO, DOCUMENTS), None, {}) == Question(WHO, ())


def test_sans_question_la_fiche_se_montre_entière_avec_son_introduction():
    shown = next_step(sheet(DOCUMENTS, introduction=(OPENING,)), None, {})
    assert shown == Answer(None, (OPENING, DOCUMENTS), ())


def test_une_fois_la_situation_dite_l_introduction_n_est_pas_répétée():
    shown = next_step(sheet(WHO, DOCUMENTS, introduction=(OPENING,)), None, {"c1": "c1.2"})
    assert shown == Answer(None, (chapter("Coût", p("17 €")), DOCUMENTS), ("Mineur",))


def test_le_prix_est_demandé_quand_il_change_avec_la_situation():
    assert asked(next_step(sheet(WHO, DOCUMENTS), Aspect.COST, {})) == "c1"
    assert next_step(sheet(WHO, DOCUMENTS), Aspect.COST, {"c1": "c1.1"}) == Answer(
        Aspect.COST, (chapter("Coût", p("86 €")),), ("Majeur",)
    )


def test_rien_n_est_demandé_quand_la_réponse_est_la_même_pour_tous():
    shown = next_step(sheet(WHO, DOCUMENTS), Aspect.DOCUMENTS, {})
    assert shown == Answer(Aspect.DOCUMENTS, (DOCUMENTS,), ())


def test_le_prix_ne_demande_pas_ce_qui_ne_change_que_les_pièces():
    how = choice("c1", ("Perdu", p("La perte."), p("Cela coûte 86 €.")), ("Volé", p("Le vol."), p("Cela coûte 86 €.")))
    step = next_step(sheet(chapter("Coût", how)), Aspect.COST, {})
    assert step == Answer(Aspect.COST, (chapter("Coût", how),), ())
    assert asked(next_step(sheet(chapter("Pièces à fournir", how)), Aspect.DOCUMENTS, {})) == "c1"


def test_la_question_dit_dans_quel_chapitre_elle_se_pose():
    step = next_step(sheet(chapter("Coût", chapter("Tarif", WHO))), Aspect.COST, {})
    assert step == Question(WHO, ("Coût", "Tarif"))


def test_un_prix_dit_en_une_phrase_se_trouve_sans_chapitre_à_son_nom():
    steps = chapter("Démarche", p("Prenez rendez-vous."), p("Le timbre coûte 86 €."))
    shown = next_step(sheet(steps), Aspect.COST, {})
    assert shown == Answer(Aspect.COST, (chapter("Démarche", p("Le timbre coûte 86 €.")),), ())


@pytest.mark.parametrize("aspect", Aspect)
def test_une_fiche_qui_ne_dit_rien_le_reconnaît_et_se_présente(aspect):
    silent = sheet(chapter("De quoi s'agit-il ?", p("Voici.")), introduction=(OPENING,))
    assert next_step(silent, aspect, {}) == Answer(aspect, (OPENING,), (), found=False)


@pytest.mark.parametrize("aspect", [None, *Aspect])
def test_une_fiche_vide_ne_casse_rien(aspect):
    assert next_step(sheet(), aspect, {}) == Answer(aspect, (), (), found=aspect is None)


def test_les_services_et_les_organismes_à_côté_de_la_fiche_répondent_à_défaut():
    service, office = Service("R1", "Demander en ligne", "https://ants.example"), Office("o", "Mairie")
    beside = sheet(services=(service,), offices=(office,))
    assert next_step(beside, Aspect.ONLINE, {}) == Answer(Aspect.ONLINE, (service,), ())
    assert next_step(beside, Aspect.WHERE, {}) == Answer(Aspect.WHERE, (office,), ())
    assert next_step(beside, Aspect.CONTACT, {}) == Answer(Aspect.CONTACT, (office,), ())
    assert next_step(beside, Aspect.COST, {}).found is False


def test_des_questions_emboîtées_se_posent_l_une_après_l_autre():
    where = choice("c1.1.1", ("En France", p("86 €")), ("À l'étranger", p("96 €")))
    nested = sheet(chapter("Coût", choice("c1", ("Majeur", where), ("Mineur", p("17 €")))))
    assert asked(next_step(nested, Aspect.COST, {})) == "c1"
    assert asked(next_step(nested, Aspect.COST, {"c1": "c1.1"})) == "c1.1.1"
    told = next_step(nested, Aspect.COST, {"c1": "c1.1", "c1.1.1": "c1.1.1.2"})
    assert told == Answer(Aspect.COST, (chapter("Coût", p("96 €")),), ("Majeur", "À l'étranger"))


def test_une_situation_qui_mène_à_une_autre_question_la_pose():
    inner = choice("c1.1.1", ("Perdue", p("A")), ("Volée", p("B")))
    nested = sheet(choice("c1", ("Carte", inner), ("Passeport", p("C"))))
    assert asked(next_step(nested, None, {"c1": "c1.1"})) == "c1.1.1"


def test_un_choix_d_une_branche_laissée_de_côté_ne_compte_plus():
    where = choice("c1.1.1", ("En France", p("86 €")), ("À l'étranger", p("96 €")))
    nested = sheet(chapter("Coût", choice("c1", ("Majeur", where), ("Mineur", p("17 €")))))
    changed = {"c1": "c1.2", "c1.1.1": "c1.1.1.2"}
    assert [option.label for option in taken(nested, changed)] == ["Mineur"]
    assert next_step(nested, Aspect.COST, changed).labels == ("Mineur",)


def test_un_choix_que_la_fiche_n_a_plus_est_demandé_à_nouveau():
    assert asked(next_step(sheet(WHO), None, {"c1": "c1.9"})) == "c1"
    assert asked(next_step(sheet(WHO), Aspect.COST, {"c1": "c1.9"})) == "c1"
    assert next_step(sheet(DOCUMENTS), None, {"c7": "c7.1"}) == Answer(None, (DOCUMENTS,), ())


def test_une_réponse_sans_contenu_montre_la_présentation():
    empty = sheet(choice("c1", ("Oui",), ("Non", p("Rien à faire."))), introduction=(OPENING,))
    assert next_step(empty, None, {"c1": "c1.1"}) == Answer(None, (OPENING,), ("Oui",))
    assert next_step(empty, Aspect.COST, {"c1": "c1.1"}) == Answer(Aspect.COST, (OPENING,), ("Oui",), found=False)


@pytest.mark.parametrize("aspect", [None, Aspect.COST])
def test_une_seule_réponse_possible_ne_se_demande_pas(aspect):
    only = choice("c1", ADULT)
    assert next_step(sheet(only), aspect, {}) == Answer(aspect, (only,), ())


def test_derrière_une_seule_réponse_possible_la_vraie_question_se_pose():
    nested = sheet(chapter("Coût", choice("c1", ("En France", choice("c1.1.1", ADULT, CHILD)))))
    assert asked(next_step(nested, Aspect.COST, {})) == "c1.1.1"


CONTAINERS = {
    "list": lambda b: BulletList(((b,),)),
    "table": lambda b: Table((Row((Cell((b,)),)),)),
    "callout": lambda b: Callout("info", (b,)),
    "fragment": lambda b: Fragment("T1", (b,)),
    "chapter": lambda b: chapter("Tarif", b),
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_une_question_se_résout_où_qu_elle_soit(kind):
    inside = sheet(chapter("Coût", CONTAINERS[kind](WHO)))
    assert asked(next_step(inside, Aspect.COST, {})) == "c1"
    told = next_step(inside, Aspect.COST, {"c1": "c1.2"})
    assert told == Answer(Aspect.COST, (chapter("Coût", CONTAINERS[kind](chapter("Coût", p("17 €")))),), ("Mineur",))


def nested(depth):
    inner = p("17 €")
    for level in range(depth, 0, -1):
        inner = choice(f"c{level}", (f"Non {level}", inner), ("Oui", p(f"{level} €")))
    return sheet(chapter("Coût", inner)), {f"c{level}": f"c{level}.1" for level in range(1, depth + 1)}


def test_huit_questions_emboîtées():
    deep, path = nested(8)
    assert asked(next_step(deep, Aspect.COST, dict(list(path.items())[:7]))) == "c8"
    labels = tuple(f"Non {level}" for level in range(1, 9))
    assert next_step(deep, Aspect.COST, path) == Answer(Aspect.COST, (chapter("Coût", p("17 €")),), labels)


def test_après_huit_réponses_ce_qui_reste_se_lit_côte_à_côte():
    deep, path = nested(20)
    shown = next_step(deep, Aspect.COST, dict(list(path.items())[:8]))
    assert isinstance(shown, Answer)
    assert [option.label for option in shown.blocks[0].blocks[0].options] == ["Non 9", "Oui"]


def with_ids(blocks, prefix=""):
    """The same tree, its choices and options named as the feed does: by their place."""
    count = 0

    def named(inner, inside):
        return tuple(change(block, inside) for block in inner)

    def change(block, inside):
        nonlocal count
        if not isinstance(block, Choice):
            return rebuilt(block, lambda inner: named(inner, inside))
        count += 1
        name = f"{inside}q{count}"
        options = [
            Option(f"{name}.{n}", o.label, named(o.blocks, f"{name}.{n}.")) for n, o in enumerate(block.options, 1)
        ]
        return Choice(name, tuple(options), block.question)

    return named(blocks, prefix)


def rebuilt(block, change):
    """The block with what is directly inside it changed; written apart from the guide's own way to do it."""
    data = msgspec.structs.asdict(block)
    if isinstance(block, BulletList):
        data["items"] = tuple(change(item) for item in block.items)
    elif isinstance(block, Table):
        data["rows"] = tuple(Row(tuple(Cell(change(c.blocks)) for c in row.cells)) for row in block.rows)
    elif isinstance(block, Service):
        data["annexes"] = tuple(msgspec.structs.replace(a, blocks=change(a.blocks)) for a in block.annexes)
    if "blocks" in data:
        data["blocks"] = change(block.blocks)
    return type(block)(**data)


@settings(deadline=None)
@given(BLOCKS.map(with_ids), st.sampled_from([None, *Aspect]), st.data())
def test_toute_suite_de_réponses_finit_et_ne_demande_rien_deux_fois(body, aspect, data):
    tree = sheet(*body)
    choices = [block for block in walk(body) if isinstance(block, Choice)]
    case = {}
    for _ in range(len(choices) + 1):
        step = next_step(tree, aspect, case)
        if isinstance(step, Answer):
            break
        assert step.choice.id not in case
        assert len(step.choice.options) > 1
        case[step.choice.id] = data.draw(st.sampled_from(step.choice.options)).id
    assert isinstance(step, Answer)
    open_choices = {block.id for block in every(step.blocks) if isinstance(block, Choice)}
    assert open_choices.isdisjoint(case)
    assert settle(tree, case).told == set(case), "une réponse donnée pour rien"


def every(blocks):
    for block in blocks:
        yield block
        for inner in children(block):
            yield from every(inner)


@given(BLOCKS.map(with_ids), st.sampled_from(Aspect))
def test_une_réponse_ne_montre_que_des_blocs_de_la_fiche(body, aspect):
    """Chosen and ordered, never altered: every leaf that is shown is in the sheet."""
    step = next_step(sheet(*body, introduction=(OPENING,)), aspect, {})
    if isinstance(step, Answer):
        leaves = [b for b in every(step.blocks) if not list(children(b))]
        known = [*every(body), OPENING]
        assert all(leaf in known for leaf in leaves)


def test_les_chapitres_choisis_restent_dans_l_ordre_de_la_fiche():
    first, second = chapter("Coût", p("86 €")), chapter("Frais de dossier", p("2 €"))
    assert next_step(sheet(first, DOCUMENTS, second), Aspect.COST, {}).blocks == (first, second)


def test_un_chapitre_déclaré_par_l_éditeur_est_trouvé_sous_tout_titre():
    declared = Chapter("Combien de sous ?", (p("2 €"),), aspects=(Aspect.COST,))
    assert next_step(sheet(declared), Aspect.COST, {}) == Answer(Aspect.COST, (declared,), ())
