"""What the bot shows: complete in plain text, sourced, dated, and plain data."""

import json
from collections import Counter

import msgspec
import pytest
from hypothesis import given

from guichet import frames
from guichet.catalogue.plain import texts
from guichet.catalogue.store import FeedInfo
from guichet.guide import Answer
from guichet.procedure import (
    Annex,
    Aspect,
    Block,
    BulletList,
    Callout,
    Cell,
    Chapter,
    Fragment,
    Heading,
    Mark,
    Media,
    Notice,
    Office,
    Paragraph,
    Reference,
    RichText,
    Row,
    Service,
    Source,
    Table,
    walk,
)
from tests.core.trees import BLOCKS, SOURCE, chapter, choice, p, sheet

PASSPORT = sheet(id_="F14929", title="Passeport d'un majeur")


def words(*blocks):
    return frames.plain_text(blocks)


def sent(frame):
    """The frame as the other end reads it."""
    return json.loads(json.dumps(frame))


@given(BLOCKS)
def test_aucun_mot_d_un_bloc_ne_manque_au_texte(blocks):
    """All but the second title of a chapter, which says the same to search engines."""
    second = (block.alternative_title for block in walk(blocks) if isinstance(block, Chapter))
    wanted = Counter(" ".join(texts(blocks)).split()) - Counter(" ".join(second).split())
    shown = Counter(word.strip("()") for word in frames.plain_text(blocks).split())
    assert wanted - shown == Counter()


def test_un_paragraphe_se_lit_sans_ses_marques():
    marked = Paragraph(RichText("Voir la fiche.", (Mark(5, 13, "link", "F1"),)))
    assert words(marked, Heading("Ensuite")) == "Voir la fiche.\nEnsuite"


def test_une_liste_a_des_tirets_et_une_liste_d_étapes_des_numéros():
    items = ((p("Une photo"),), (p("Un acte"), p("de moins de 3 mois")), ())
    assert words(BulletList(items)) == "- Une photo\n- Un acte\n  de moins de 3 mois"
    assert words(BulletList(items[:2], ordered=True)) == "1. Une photo\n2. Un acte\n  de moins de 3 mois"


def test_un_tableau_se_lit_ligne_par_ligne_avec_son_titre_et_son_résumé():
    rows = (
        Row((Cell((p("Âge"),)), Cell((p("Prix"),))), header=True),
        Row((Cell((p("Majeur"),)), Cell((p("86 €"), p("en France"))))),
    )
    table = Table(rows, title="Timbre fiscal", summary="Le prix selon l'âge")
    assert words(table) == "Timbre fiscal\nLe prix selon l'âge\nÂge | Prix\nMajeur | 86 € en France"


def test_un_encadré_dit_ce_qu_il_est():
    assert words(Callout("warning", (p("Prenez rendez-vous."),))) == "Attention :\nPrenez rendez-vous."
    assert words(Callout("info", (p("C'est gratuit."),), "Bon à savoir")) == "Bon à savoir :\nC'est gratuit."


def test_une_question_se_lit_avec_ses_réponses():
    asked = choice("c1", ("Majeur", p("86 €")), ("Mineur", p("17 €")), question="Pour qui ?")
    assert words(asked) == "Pour qui ?\n▸ Majeur\n  86 €\n▸ Mineur\n  17 €"


def test_un_service_se_lit_avec_son_adresse_son_cerfa_et_ses_annexes():
    service = Service(
        id="R1",
        title="Demander un passeport",
        url="https://ants.example",
        cerfa="12100",
        provider="France Titres",
        blocks=(p("Gardez le numéro."),),
        annexes=(Annex("Photo", "https://ants.example/x", "", "", "5", (p("Nette."),), (Notice("N", "Aide", ""),)),),
        notices=(Notice("N1", "Notice", "https://ants.example/n.pdf", cerfa="51"),),
    )  # fmt: skip
    assert words(service).splitlines() == [
        "Demander un passeport (cerfa n° 12100) : https://ants.example",
        "  France Titres",
        "  Gardez le numéro.",
        "  Photo (cerfa n° 5) : https://ants.example/x",
        "    Nette.",
        "    Aide",
        "  Notice (cerfa n° 51) : https://ants.example/n.pdf",
    ]


def test_un_organisme_et_un_renvoi():
    office = Office("o", "Mairie", url="https://annuaire.example", provider="Commune", blocks=(p("Le lundi."),))
    link = Reference("Arrêté", "https://loi.example", provider="Légifrance", note="Article 2")
    assert words(office, link).splitlines() == [
        "Mairie : https://annuaire.example",
        "  Commune",
        "  Le lundi.",
        "Arrêté : https://loi.example",
        "  Légifrance",
        "  Article 2",
    ]


def test_un_renvoi_à_une_autre_fiche_ne_montre_pas_son_numéro():
    assert words(Reference("Passeport perdu", "F14930")) == "Passeport perdu"


def test_un_chapitre_un_fragment_et_une_image():
    image = Media("Une puce", blocks=(p("Crédits : moi"),))
    assert words(chapter("Coût", Fragment("T1", (p("86 €"),))), image) == "Coût\n86 €\nUne puce\nCrédits : moi"


PRICE = {"kind": "paragraph", "content": {"text": "86 €"}}


def test_une_réponse_entière():
    result = Answer(Aspect.COST, (chapter("Coût", p("86 €")),), ("Majeur", "En France"))
    assert sent(frames.answer(PASSPORT, result)) == {
        "kind": "answer",
        "text": "Passeport d'un majeur\n\nVotre situation : Majeur, En France\n\nCoût\n86 €\n\n"
        "Source : Ma fiche — Service-Public, fiche mise à jour le 2 janvier 2026. https://www.service-public.example/F1",
        "procedure": {
            "id": "F14929",
            "title": "Passeport d'un majeur",
            "sheet": "F14929",
            "url": "https://www.service-public.example/F1",
        },
        "aspect": "cost",
        "case": ["Majeur", "En France"],
        "blocks": [
            {"kind": "chapter", "title": "Coût", "blocks": [{"kind": "paragraph", "content": {"text": "86 €"}}]}
        ],
        "source": {
            "title": "Ma fiche",
            "url": "https://www.service-public.example/F1",
            "date": "2026-01-02",
            "producer": "Service-Public",
        },
    }


def test_une_réponse_nomme_la_fiche_officielle_dont_elle_vient():
    told = Answer(None, (), ())
    assert frames.answer(PASSPORT, told, "F2")["procedure"]["sheet"] == "F2"
    assert frames.answer(sheet(sheets=()), told)["procedure"]["sheet"] == ""
    assert frames.answer(PASSPORT, told)["aspect"] is None


CITY = Source("Tarifs de la ville", "https://ville.example", "2026-10-01")


def test_un_chapitre_d_éditeur_montre_sa_propre_source():
    told = Answer(Aspect.COST, (p("Voici."), chapter("Coût", p("2 €"), sources=(CITY, SOURCE))), ())
    shown = frames.answer(PASSPORT, told)
    assert shown["source"] == {
        "title": "Tarifs de la ville",
        "url": "https://ville.example",
        "date": "2026-10-01",
    }
    assert shown["text"].endswith("Source : Tarifs de la ville, vérifié le 1er octobre 2026. https://ville.example")


FEED = FeedInfo("DILA", "https://dila.example/f.zip", "f.zip", "2026-10-01T06:00", "Licence Ouverte 2.0", "", "", {})


def test_une_fiche_officielle_dit_de_quelle_archive_elle_vient():
    shown = frames.answer(PASSPORT, Answer(None, (), ()), feed=FEED)
    assert shown["source"]["feed"] == {
        "producer": "DILA",
        "url": "https://dila.example/f.zip",
        "file": "f.zip",
        "date": "2026-10-01T06:00",
    }
    assert shown["text"].endswith("\n\nDonnées : DILA, f.zip du 1er octobre 2026. https://dila.example/f.zip")


def test_une_fiche_d_éditeur_ne_vient_d_aucune_archive():
    shown = frames.answer(sheet(type="editor"), Answer(None, (), ()), feed=FEED)
    assert "feed" not in shown["source"]
    assert "Données" not in shown["text"]


def test_un_chapitre_sans_source_a_celle_de_la_fiche():
    assert frames.answer(PASSPORT, Answer(None, (chapter("Coût", p("2 €")),), ()))["source"]["title"] == "Ma fiche"


@given(BLOCKS)
def test_une_réponse_est_faite_de_données_simples(blocks):
    shown = sent(frames.answer(PASSPORT, Answer(None, blocks, ())))
    assert msgspec.convert(shown["blocks"], type=tuple[Block, ...]) == blocks


def test_une_question_a_un_bouton_et_une_ligne_par_choix():
    options = [
        frames.option("Perdue", {"procedure": "perte", "option": "c1.1"}),
        frames.option("Volée à l'étranger", {"sheet": "F2"}, {"id": "vol", "title": "Vol", "sheet": "F2"}),
    ]
    assert frames.choices("case", "Que s'est-il passé ?", iter(options)) == {
        "kind": "choices",
        "reason": "case",
        "text": "Que s'est-il passé ?\n1. Perdue\n2. Volée à l'étranger",
        "prompt": "Que s'est-il passé ?",
        "options": [
            {"label": "Perdue", "payload": '/choose{"procedure": "perte", "option": "c1.1"}'},
            {
                "label": "Volée à l'étranger",
                "payload": '/choose{"sheet": "F2"}',
                "procedure": {"id": "vol", "title": "Vol", "sheet": "F2"},
            },
        ],
    }


@pytest.mark.parametrize("value", ['"', "}", "\\", "\n", "é", '{"x": 1}'])
def test_ce_que_porte_un_bouton_se_relit_toujours(value):
    payload = frames.option("Oui", {"option": value})["payload"]
    assert payload.startswith("/choose{")
    assert json.loads(payload.removeprefix("/choose")) == {"option": value}


def test_un_texte():
    assert frames.text("Bonjour") == {"kind": "text", "text": "Bonjour"}


def test_une_source_sans_date_se_lit_quand_même():
    undated = msgspec.structs.replace(SOURCE, date="")
    assert frames.source_line(undated) == "Source : Ma fiche, sans date. https://www.service-public.example/F1"
