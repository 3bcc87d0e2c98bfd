"""De quoi parle une partie de fiche, d'après son titre ou sa phrase."""

import pytest

from guichet.aspects import aspects_of_title, speaks_of
from guichet.procedure import Aspect, BulletList, Chapter, Office, Service
from tests.core.trees import chapter, choice, p

COST, DELAY, DOCUMENTS, ELIGIBILITY = Aspect.COST, Aspect.DELAY, Aspect.DOCUMENTS, Aspect.ELIGIBILITY
ONLINE, RECOURSE, STEPS, VALIDITY, WHERE = Aspect.ONLINE, Aspect.RECOURSE, Aspect.STEPS, Aspect.VALIDITY, Aspect.WHERE


@pytest.mark.parametrize(
    ("title", "aspects"),
    [
        ("Coût", {COST}),
        ("COUT", {COST}),
        ("Combien ça coûte ?", {COST}),
        ("Quels sont les frais ?", {COST}),
        ("Pièces à fournir", {DOCUMENTS}),
        ("Pièces", {DOCUMENTS}),
        ("Quels documents faut-il présenter ?", {DOCUMENTS}),
        ("Délai d'obtention", {DELAY}),
        ("Où s'adresser ?", {WHERE, Aspect.CONTACT}),
        ("Qui est concerné ?", {ELIGIBILITY}),
        ("Durée de validité", {VALIDITY}),
        ("Recours", {RECOURSE}),
        ("Comment faire la démarche en ligne ?", {STEPS, ONLINE}),
        ("De quoi s'agit-il ?", set()),
        ("", set()),
    ],
)
def test_un_titre_annonce_ses_aspects(title, aspects):
    assert aspects_of_title(title) == aspects


@pytest.mark.parametrize(
    ("title", "aspect"),
    [
        ("Discours d'ouverture", RECOURSE),
        ("Souris et rongeurs", WHERE),
        ("Engager un salarié", COST),
    ],
)
def test_un_mot_qui_en_contient_un_autre_n_annonce_rien(title, aspect):
    assert aspect not in aspects_of_title(title)


def test_ce_que_l_éditeur_déclare_l_emporte_sur_le_titre():
    declared = Chapter("Coût", (), aspects=(DELAY,))
    assert speaks_of(declared, DELAY)
    assert not speaks_of(declared, COST)


@pytest.mark.parametrize(
    ("sentence", "aspect"),
    [
        ("Le passeport coûte 86 €.", COST),
        ("Le passeport coûte 86\u00a0€.", COST),
        ("Le passeport coûte 86\u202f€.", COST),
        ("C'est gratuit.", COST),
        ("Le délai varie selon la saison.", DELAY),
        ("Répondez au plus tard le 15 mai.", DELAY),
        ("La carte est valable 10 ans.", VALIDITY),
        ("Vous pouvez aller dans n'importe quelle mairie.", WHERE),
        ("Vous pouvez saisir le tribunal administratif.", RECOURSE),
    ],
)
def test_une_phrase_suffit_parfois_à_répondre(sentence, aspect):
    assert speaks_of(p(sentence), aspect)
    assert speaks_of(BulletList(((p("Rien."),), (p(sentence),))), aspect)


@pytest.mark.parametrize("aspect", [DOCUMENTS, STEPS, ELIGIBILITY, ONLINE])
def test_une_phrase_ne_suffit_pas_à_dire_les_pièces_ni_les_étapes(aspect):
    assert not speaks_of(p("Fournissez une pièce d'identité, en ligne ou sur place."), aspect)


def test_un_service_est_en_ligne_et_un_organisme_est_un_lieu():
    assert [a for a in Aspect if speaks_of(Service("s", "Faire la demande"), a)] == [ONLINE]
    assert [a for a in Aspect if speaks_of(Office("o", "Mairie"), a)] == [WHERE, Aspect.CONTACT]


def test_une_question_ne_parle_de_rien_par_elle_même():
    asked = choice("c1", ("Majeur", chapter("Coût", p("86 €"))))
    assert [a for a in Aspect if speaks_of(asked, a)] == []
