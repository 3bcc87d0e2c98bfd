"""Life events as steps, and neighbouring sheets."""

from guichet.around import frames
from guichet.around.life import life_steps
from guichet.around.related import related
from guichet.procedure import (
    BulletList,
    Chapter,
    Choice,
    Fragment,
    Link,
    Mark,
    Option,
    Paragraph,
    Procedure,
    Reference,
    RichText,
)
from tests.around.conftest import said, sheet, source

TITLES = {f"F{n}": f"Fiche {n}" for n in range(1, 8)}


def linked(text, *targets):
    return Paragraph(RichText(text, tuple(Mark(0, len(text), "link", target) for target in targets)))


def titles(id):
    return TITLES.get(id, "")


def steps(*blocks):
    return life_steps(blocks, titles)


def test_les_étapes_dans_l_ordre_avec_leurs_démarches():
    found = steps(
        said("Avant tout."),
        Chapter("Prévenir", (linked("le port", "F1"), BulletList(((linked("la mairie", "F2"),),)))),
        Fragment("T1", (Chapter("Payer", (Reference("Prix", "F3"),)),)),
    )
    assert [(step.title, [link.id for link in step.procedures]) for step in found] == [
        ("Prévenir", ["F1", "F2"]),
        ("Payer", ["F3"]),
    ]


def test_un_chapitre_répété_dans_deux_cas_est_une_étape():
    choice = Choice("c", tuple(Option(f"c.{n}", str(n), (Chapter("Payer", (said("x"),)),)) for n in (1, 2)))
    assert [step.title for step in steps(choice)] == ["Payer"]


def test_seules_les_fiches_en_service_et_quatre_au_plus():
    (step,) = steps(Chapter("Tout", (linked("a", "F99", "R1", "https://exemple.test", *reversed(TITLES), "F7"),)))
    assert [link.id for link in step.procedures] == ["F7", "F6", "F5", "F4"]


def test_le_délai_est_dit_dans_les_mots_de_la_fiche():
    (step,) = steps(Chapter("Prévenir", (said("C'est simple. Vous devez prévenir le port dans les 15 jours. Merci."),)))
    assert step.deadline == "Vous devez prévenir le port dans les 15 jours."


def test_le_délai_d_un_autre_ou_d_un_cas_n_est_pas_un_délai():
    option = Option("c.1", "Un", (said("Vous devez prévenir dans les 15 jours."),))
    chapter = Chapter("Prévenir", (said("Le port répond dans les 24 heures."), Choice("c", (option,))))
    assert steps(chapter)[0].deadline == ""


def test_ce_que_lit_l_usager():
    event = Procedure("F50", "Mon bateau a coulé", source("Coulé"), type="life_event")
    found = steps(Chapter("Prévenir", (linked("le port", "F1"), said("Vous devez le faire sans faute."))))
    shown = frames.life_event(event, found)
    assert "1. Prévenir\n   → Fiche 1" in shown["text"]
    assert (shown["reason"], shown["options"][0]["label"]) == ("menu", "1. Prévenir")
    assert '"aspect": "step:1"' in shown["options"][0]["payload"]
    said_, offered = frames.life_step(event, 1, found[0])
    assert said_["text"].startswith("1. Prévenir\n\nle port")
    assert offered["options"][0]["procedure"] == {"id": "F1", "title": "Fiche 1", "sheet": "F1"}


def test_les_fiches_voisines(catalogue):
    own = sheet(
        "F1",
        "Emprunter une barque",
        questions=(Link("F1", "Elle-même"), Link("F2", "Ancien titre"), Link("F99", "Disparue")),
        related=(Link("F2", "Encore"), Link("F3", "Louer un quai"), Link("N1", "Dossier")),
    )
    assert related(own, catalogue) == (
        Link("F2", "Agence nationale des barques (ANB)"),
        Link("F3", "Louer un quai"),
    )


def test_sans_voisine_rien_n_est_offert():
    assert frames.related(()) == []
