"""La liste personnelle : quoi apporter, payer, attendre et faire, dans ce cas et pas dans un autre."""

import json
from dataclasses import fields

import msgspec
import pytest

from guichet import frames
from guichet.guide import Answer, Checklist, Question, checklist, next_step_whole
from guichet.procedure import Aspect, BulletList, Callout, Fragment, Office, Service, Source
from guichet.wording import say
from tests.core.trees import chapter, choice, items, p, sheet

PAPERS = chapter("Pièces à fournir", p("Vous devez présenter les documents suivants :"), items("Une photo", "Un acte"))
COST = chapter("Coût", p("Le timbre coûte 86 €."))
DELAY = chapter("Délai", p("Comptez 3 mois."))
TOWN_HALL = Office("o1", "Mairie", "mairie")
WHERE = chapter("Où s'adresser ?", p("La demande se fait à la mairie."), TOWN_HALL)
ONLINE = Service("R1", "Pré-demande de passeport", "https://ants.example/demande", "Téléservice")
BOOKING = Service("R2", "Prendre rendez-vous en mairie", "https://ants.example/rdv", "Outil de recherche")


def listed(*body, case=None, **more):
    result = checklist(sheet(*body, **more), case or {})
    assert isinstance(result, Checklist), result
    return result


def names(result):
    return [document.text for document in result.documents]


def said(blocks):
    return [getattr(block, "title", "") or block.content.text for block in blocks]


def test_la_liste_a_une_ligne_par_pièce():
    result = listed(PAPERS)
    assert names(result) == ["Une photo", "Un acte"]
    assert [document.id for document in result.documents] == ["d1", "d2"]
    assert result.documents[0].blocks == (p("Une photo"),)


def test_une_pièce_garde_tout_ce_que_la_fiche_en_dit():
    detailed = (p("Une photo"), p("De moins de 6 mois."))
    result = listed(chapter("Pièces à fournir", BulletList((detailed, (p("Un acte"),)))))
    assert (names(result), result.documents[0].blocks) == (["Une photo", "Un acte"], detailed)


def test_une_pièce_demandée_deux_fois_n_est_qu_une_fois_dans_la_liste():
    result = listed(
        chapter("Pièces à fournir", items("Une photo", "Un acte"), p("Et :"), items("Un acte", "Un timbre"))
    )
    assert names(result) == ["Une photo", "Un acte", "Un timbre"]
    assert len({document.id for document in result.documents}) == 3


def test_ce_qui_est_dit_des_pièces_sans_en_être_une_est_une_note():
    note = Callout("warning", (p("Apportez les originaux."),))
    result = listed(
        chapter("Pièces à fournir", p("Les documents sont en français."), p("Apportez :"), items("A"), note)
    )
    assert result.notes == (p("Les documents sont en français."), note)
    assert names(result) == ["A"]


def test_ce_que_la_fiche_ne_dit_pas_est_vide():
    assert listed(chapter("De quoi s'agit-il ?", p("Voici."))) == Checklist(
        labels=(), documents=(), notes=(), cost=(), delay=(), where=(), online=(), appointment=(), validity=(),
        deadline=(), steps=(),
    )  # fmt: skip


def test_chaque_partie_dit_ce_qui_la_concerne():
    result = listed(PAPERS, COST, DELAY, WHERE, chapter("Durée de validité", p("Il est valable 10 ans.")))
    assert said(result.cost) == ["Le timbre coûte 86 €."]
    assert said(result.delay) == ["Comptez 3 mois."]
    assert said(result.validity) == ["Il est valable 10 ans."]
    assert (result.deadline, result.online, result.appointment) == ((), (), ())
    assert result.tells() == 4


@pytest.mark.parametrize(
    "limit",
    [
        "Déposez la demande au plus tard le 31 mai.",
        "La date limite est le 31 mai.",
        "Répondez avant le 31 mai.",
        "Vous devez répondre dans les 15 jours.",
        "Répondez dans un délai de 2 mois.",
        "Retirez le passeport dans les trois mois. Passé ce délai, il est détruit.",
    ],
)
def test_une_date_limite_n_est_pas_un_délai_d_attente(limit):
    result = listed(PAPERS, chapter("Délai", p("Comptez 3 mois."), p(limit)))
    assert (said(result.delay), said(result.deadline)) == (["Comptez 3 mois."], [limit])


def test_les_lieux_viennent_en_premier_puis_ce_qui_en_est_dit():
    assert said(listed(PAPERS, WHERE).where) == ["Mairie", "La demande se fait à la mairie."]


def test_sans_lieu_dans_la_fiche_ceux_d_à_côté_sont_donnés():
    beside = Office("o2", "France services", "msap")
    assert listed(PAPERS, offices=(beside,)).where == (beside,)
    assert beside not in listed(PAPERS, WHERE, offices=(beside,)).where


def test_un_rendez_vous_n_est_pas_une_démarche_en_ligne():
    result = listed(PAPERS, chapter("Démarche", p("Allez à la mairie."), BOOKING, ONLINE))
    assert (result.appointment, result.online) == ((BOOKING,), (ONLINE,))


def test_les_services_à_côté_de_la_fiche_comptent_et_une_fois_seulement():
    result = listed(PAPERS, chapter("Démarche", ONLINE), services=(ONLINE, BOOKING))
    assert (result.appointment, result.online) == ((BOOKING,), (ONLINE,))


@pytest.mark.parametrize("kind", ["Simulateur", "Outil de recherche", "Modèle de document", "Formulaire"])
def test_seul_un_téléservice_est_une_démarche_en_ligne(kind):
    other = msgspec.structs.replace(ONLINE, type=kind)
    assert listed(PAPERS, services=(other,)).online == ()


def test_le_prix_dit_dans_l_introduction_compte_à_défaut():
    introduction = (p("La demande coûte 25 €."),)
    assert said(listed(PAPERS, introduction=introduction).cost) == ["La demande coûte 25 €."]
    assert said(listed(PAPERS, COST, introduction=introduction).cost) == ["Le timbre coûte 86 €."]


def test_les_étapes_sont_les_chapitres_numérotés_dans_l_ordre():
    numbered = [chapter(title, p("…"), numbered=True) for title in ("Choisir le lieu", "Préparer", "Retirer")]
    assert listed(numbered[0], PAPERS, *numbered[1:]).steps == ("Choisir le lieu", "Préparer", "Retirer")


FRANCE, ABROAD = "T10576", "T10580"


def two_places():
    here = (chapter("Pièces à fournir", items("Une photo", "Un acte")), COST, chapter("Retirer", numbered=True))
    there = (chapter("Pièces à fournir", items("Une photo", "Un visa")), chapter("Coût", p("Il coûte 96 €.")))
    return choice("c1", ("En France", *here), ("À l'étranger", *there), conditions=(FRANCE, ABROAD))


@pytest.mark.parametrize(
    ("option", "label", "papers", "price", "steps"),
    [
        ("c1.1", "En France", ["Une photo", "Un acte"], "Le timbre coûte 86 €.", ("Retirer",)),
        ("c1.2", "À l'étranger", ["Une photo", "Un visa"], "Il coûte 96 €.", ()),
    ],
)
def test_la_liste_ne_tient_que_de_la_branche_de_l_usager(option, label, papers, price, steps):
    result = listed(two_places(), case={"c1": option})
    assert (result.labels, names(result), said(result.cost), result.steps) == ((label,), papers, [price], steps)


def test_la_question_qui_change_la_liste_est_posée_d_abord():
    step = checklist(sheet(two_places()), {})
    assert isinstance(step, Question)
    assert step.choice.id == "c1"


def test_une_pièce_sous_condition_ne_vaut_que_pour_qui_elle_concerne():
    abroad = Fragment(ABROAD, (items("Un visa"),))
    body = (two_places(), chapter("Pièces à fournir", items("Un timbre"), abroad))
    assert names(listed(*body, case={"c1": "c1.1"})) == ["Une photo", "Un acte", "Un timbre"]
    assert names(listed(*body, case={"c1": "c1.2"})) == ["Une photo", "Un visa", "Un timbre"]


@pytest.mark.parametrize("aspect", ["Recours", "Conditions"])
def test_ce_qui_ne_change_pas_la_liste_n_est_pas_demandé(aspect):
    other = chapter(aspect, choice("c2", ("Oui", p("A")), ("Non", p("B"))))
    assert isinstance(checklist(sheet(PAPERS, COST, other), {}), Checklist)


def test_une_fiche_qui_ne_demande_aucune_pièce_se_raconte():
    story = sheet(chapter("De quoi s'agit-il ?", p("Voici.")), COST)
    assert next_step_whole(story, {}) == Answer(None, story.body, ())


def test_une_liste_qui_ne_dirait_qu_une_chose_se_raconte_aussi():
    assert isinstance(next_step_whole(sheet(PAPERS), {}), Answer)
    assert isinstance(next_step_whole(sheet(PAPERS, COST), {}), Checklist)


def test_un_évènement_de_vie_se_raconte():
    step = next_step_whole(sheet(PAPERS, COST, type="life_event"), {})
    assert isinstance(step, Answer)
    assert step.aspect is None


def test_la_fiche_entière_pose_les_questions_de_la_liste():
    step = next_step_whole(sheet(two_places()), {})
    assert isinstance(step, Question)
    assert isinstance(next_step_whole(sheet(two_places()), {"c1": "c1.1"}), Checklist)


FULL = (
    PAPERS,
    COST,
    chapter("Délai", p("Comptez 3 mois."), p("Répondez au plus tard le 31 mai.")),
    WHERE,
    chapter("Durée de validité", p("Il est valable 10 ans.")),
    chapter("Retirer", p("…"), numbered=True),
)


def frame_of(*body, **more):
    procedure = sheet(*body, **more)
    return frames.checklist(procedure, checklist(procedure, {}))


def test_le_texte_dit_tout_dans_l_ordre():
    text = frame_of(*FULL, services=(ONLINE, BOOKING))["text"]
    expected = [
        say("checklist.title", title="Ma fiche"),
        say("checklist.documents"), "☐ Une photo", "☐ Un acte",
        say("checklist.cost"), "Le timbre coûte 86 €.",
        say("checklist.delay"), "Comptez 3 mois.",
        say("checklist.deadline"), "Répondez au plus tard le 31 mai.",
        say("checklist.where"), "Mairie",
        say("checklist.appointment"), "Prendre rendez-vous en mairie : https://ants.example/rdv",
        say("checklist.online"), "Pré-demande de passeport : https://ants.example/demande",
        say("checklist.validity"), "Il est valable 10 ans.",
        say("checklist.next"), "1. Retirer",
        "https://www.service-public.example/F1",
    ]  # fmt: skip
    places = [text.index(line) for line in expected]
    assert places == sorted(places), text


def test_une_partie_vide_ne_se_dit_pas():
    text = frame_of(PAPERS, COST)["text"]
    silent = [f.name for f in fields(Checklist) if f.name in frames.PARTS and f.name not in ("cost",)]
    assert len(silent) == len(frames.PARTS) - 1
    assert [name for name in silent if say(f"checklist.{name}") in text] == []
    assert say("checklist.next") not in text
    assert "\n\n\n" not in text


def test_sans_pièce_à_fournir_le_texte_n_en_annonce_pas():
    assert say("checklist.documents") not in frame_of(COST)["text"]


def test_les_données_disent_la_même_chose_que_le_texte():
    frame = json.loads(json.dumps(frame_of(*FULL, services=(ONLINE,)), ensure_ascii=False))
    assert frame["kind"] == "checklist"
    assert [document["text"] for document in frame["documents"]] == ["Une photo", "Un acte"]
    assert [document["id"] for document in frame["documents"]] == ["d1", "d2"]
    assert frame["next"] == [{"title": "Retirer"}]
    assert frame["case"] == []
    assert frame["source"]["date"] == "2026-01-02"
    assert frame["cost"][0]["kind"] == "paragraph"
    assert set(frames.PARTS) <= set(frame)


def test_le_cas_de_l_usager_est_dit():
    procedure = sheet(two_places())
    frame = frames.checklist(procedure, checklist(procedure, {"c1": "c1.2"}))
    assert frame["case"] == ["À l'étranger"]
    assert say("case", labels="À l'étranger") in frame["text"]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{0} {title}", "% s &amp; «»", "*gras* _bas_ [x](y)"])
def test_rien_de_ce_qu_écrit_la_fiche_n_est_interprété(hostile):
    """The rendering of each channel escapes: here the words are kept as they are."""
    body = (chapter("Pièces à fournir", items(hostile)), chapter("Coût", p(f"{hostile} 86 €")))
    frame = frame_of(*body, title=hostile, source=Source(hostile, "https://x.example", "2026-01-02"))
    assert frame["documents"][0]["text"] == hostile
    assert f"☐ {hostile}" in frame["text"]
    assert f"{hostile} 86 €" in frame["text"]
    assert frame["procedure"]["title"] == hostile
    assert json.loads(json.dumps(frame))["text"] == frame["text"]


def test_toutes_les_parties_d_une_liste_se_voient():
    """A part added to the list and forgotten in the frame fails here."""
    shown = {*frames.PARTS, "labels", "documents", "steps"}
    assert {field.name for field in fields(Checklist)} == shown


@pytest.mark.parametrize("aspect", [Aspect.COST, Aspect.DELAY, Aspect.WHERE])
def test_un_titre_déclaré_par_l_éditeur_remplit_sa_partie(aspect):
    declared = chapter("Bon à savoir", p("Un renseignement."), aspects=(aspect,))
    assert said(getattr(listed(PAPERS, declared), aspect.value)) == ["Un renseignement."]


def test_une_pièce_sous_une_condition_que_l_on_ignore_reste_dans_la_liste():
    """The feed puts the whole item in a `FragmentConditionne`."""
    maybe = BulletList(((Fragment("T7", (p("Un visa"),)),), (p("Une photo"),)))
    assert names(listed(chapter("Pièces à fournir", maybe))) == ["Un visa", "Une photo"]
    hidden = (two_places(), chapter("Pièces à fournir", BulletList(((Fragment(ABROAD, (p("Un visa"),)),),))))
    assert names(listed(*hidden, case={"c1": "c1.1"})) == ["Une photo", "Un acte"]


def test_deux_pièces_de_même_nom_et_de_contenu_différent_sont_deux_pièces():
    two = [(p("Un justificatif :"), items(paper)) for paper in ("Facture", "Bail")]
    assert len(listed(chapter("Pièces à fournir", BulletList(tuple(two)))).documents) == 2
