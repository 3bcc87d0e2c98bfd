"""Ce qui d'une fiche est cherché : ses champs, ses passages, ce qui la nomme."""

from collections import Counter
from dataclasses import replace

from guichet.procedure import (
    Chapter,
    Choice,
    Link,
    Mark,
    Option,
    Paragraph,
    Reference,
    RichText,
    Service,
)
from guichet.search.documents import FIELDS, DocumentBuilder, link_texts
from guichet.search.text import Analyzer
from tests.core.trees import chapter, choice, p, sheet

SHEET = sheet(
    Chapter("Coût", (p("Un timbre."),), alternative_title="Tarif barque"),
    choice("c1", ("Adulte", p("Une photo.")), ("Enfant", Service("R1", "Demander en ligne")), question="Pour qui ?"),
    title="Passeport perdu",
    description="Que faire après une perte ?",
    names=("passeport égaré",),
    examples=("mon passeport a disparu",),
    short_title="Perte",
    path=(Link("N1", "Papiers"),),
    introduction=(p("Prévenez la police."),),
    type="editor",
    sheets=("F1", "F2"),
)


def built(procedure, links=None):
    builder = DocumentBuilder(Analyzer({}), links or {})
    return spelled(builder.build(procedure), list(builder.vocabulary))


def spelled(document, words):
    """The document with its terms in letters, rather than as rows of the vocabulary."""

    def spell(counts):
        return Counter({words[row]: count for row, count in counts.items()})

    return replace(
        document,
        fields={name: spell(counts) for name, counts in document.fields.items()},
        passages=[spell(passage) for passage in document.passages],
        labels=Counter({tuple(sorted(words[row] for row in rows)): n for rows, n in document.labels.items()}),
        pairs={(words[first], words[second]) for first, second in document.pairs},
    )


def test_un_document_a_tous_ses_champs():
    document = built(SHEET, {"F1": Counter({"déclarer la perte": 2})})
    assert (document.id, document.title, document.sheets) == ("F1", "Passeport perdu", ("F1", "F2"))
    assert (document.kind, document.dossier) == ("editor", "Papiers")
    assert document.called == ("passeport", "perdu", "passeport", "egar")
    assert list(document.fields) == list(FIELDS)
    assert document.fields == {
        "title": Counter({"passeport": 1, "perdu": 1, "tarif": 1, "barqu": 1}),
        "names": Counter({"passeport": 1, "egar": 1}),
        "short": Counter({"pert": 1}),
        "path": Counter({"papi": 1}),
        "links": Counter({"declar": 1, "pert": 1}),
        "description": Counter({"pert": 1}),
        "headings": Counter({"cout": 1}),
        "options": Counter({"adult": 1, "enfant": 1}),
        "services": Counter({"demand": 1, "lign": 1}),
        "body": Counter("pert preven polic cout timbr adult photo enfant demand lign".split()),
    }


def test_chaque_chapitre_et_chaque_option_est_un_passage():
    passages = built(SHEET).passages
    assert Counter(["cout", "timbr"]) in passages
    assert Counter(["adult", "photo"]) in passages
    assert Counter(["enfant", "demand", "lign"]) in passages


def test_les_exemples_des_éditeurs_n_y_sont_pas_ils_viennent_avec_le_modèle():
    document = built(SHEET)
    told = [*document.fields.values(), *document.passages, *document.labels]
    assert [terms for terms in told if "disparu" in terms] == []


def test_un_passage_répété_ne_compte_qu_une_fois():
    twice = sheet(choice("c1", ("Oui", p("Une photo.")), ("Oui", p("Une photo."))))
    assert built(twice).passages.count(Counter(["oui", "photo"])) == 1


def test_ce_qui_nomme_une_fiche_à_lui_seul():
    labels = built(SHEET, {"F1": Counter({"Passeport perdu": 3, "le la": 9})}).labels
    assert labels == Counter(
        {
            ("passeport", "perdu"): 4,
            ("barqu", "tarif"): 1,
            ("egar", "passeport"): 1,
            ("papi", "pert"): 1,
        }
    )


def test_les_mots_qui_se_suivent():
    assert ("passeport", "perdu") in built(SHEET).pairs
    assert ("perdu", "passeport") not in built(SHEET).pairs


def test_une_fiche_vide_se_lit():
    document = built(sheet(title=""))
    assert document.labels == Counter()
    assert sum(map(len, document.fields.values())) == 0


def test_un_document_ne_dépend_pas_des_précédents():
    builder = DocumentBuilder(Analyzer({}), {})
    first = builder.build(SHEET)
    assert builder.build(SHEET) == first
    assert builder.build(sheet(title="Barque")).pairs == set()


def test_les_liens_d_une_fiche_à_l_autre():
    linked = Paragraph(RichText("Voir la perte du passeport.", (Mark(8, 26, "link", "F2"), Mark(0, 4, "link", "R1"))))
    pointing = sheet(
        chapter("Aide", Choice("c1", (Option("c1.1", "Oui", (linked, Reference("Vol", "F3"))),))),
        related=(Link("F2", "Passeport perdu"),),
        questions=(Link("F3", "Volé ?"),),
    )
    assert link_texts([pointing, pointing]) == {
        "F2": Counter({"Passeport perdu": 2, "perte du passeport": 2}),
        "F3": Counter({"Volé ?": 2, "Vol": 2}),
    }
