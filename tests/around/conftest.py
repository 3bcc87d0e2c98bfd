"""A small catalogue with all that stands around a procedure, and the whole feed of a day."""

import pytest

from guichet.around.around import Around
from guichet.catalogue import schema, writing
from guichet.catalogue.importer import import_feed
from guichet.catalogue.store import Catalogue
from guichet.procedure import (
    Annex,
    Chapter,
    Definition,
    Link,
    Paragraph,
    Procedure,
    Resource,
    RichText,
    Service,
    Source,
)
from tests.conftest import CORPUS


def source(title, date="2026-01-01"):
    return Source(title, f"https://exemple.test/{title.replace(' ', '-')}", date, "Le lac")


def said(text):
    return Paragraph(RichText(text))


def word(id, title, meaning, abbreviation=False):
    return Definition(id, title, (said(meaning),), abbreviation)


def sheet(id, title, date="2026-01-01", **parts):
    return Procedure(id, title, source(title, date), modified=date, sheets=(id,), **parts)


ANB = word("R10", "ANB", "Agence nationale des barques", True)
OARLOCK = word("R11", "Dame de nage", "Pièce qui tient la rame")
UDL = word("R17", "UDL", "Union des lacs", True)
BARK = Service("R30", "Demande de barque", "https://exemple.test/30", "Formulaire", "90001*02")
NOTICED = Service(
    "S1", "En ligne", annexes=(Annex("Annexe du quai", "https://exemple.test/a", "Formulaire", cerfa="90003*01"),)
)

VALUES = (
    sheet(
        "F1",
        "Emprunter une barque",
        definitions=(ANB, OARLOCK, word("R12", "Amarre", "Corde qui tient la barque au quai")),
        body=(
            BARK,
            said("La nasse est un panier qui retient les poissons. Elle se loue à la journée."),
            said("Le prix est le même pour tous, ponson compris."),
        ),
    ),
    sheet(
        "F2",
        "Agence nationale des barques (ANB)",
        "2026-03-01",
        definitions=(ANB, word("R13", "Amarre (port)", "Emplacement loué au mois"), word("R14", "CDL", "Comité", True)),
        body=(NOTICED,),
    ),
    sheet(
        "F3",
        "Louer un quai",
        definitions=(
            word("R15", "Ponton (PDL)", "Plancher sur l'eau"),
            word("R16", "Union des lacs (UDL)", "Six lacs"),
            UDL,
        ),
        body=(Chapter("Qu'est-ce qu'une bitte d'amarrage ?", (said("Un poteau court, au bord du quai."),)),),
    ),
    Resource(
        "R30",
        "Formulaire",
        "Demande de barque (Formulaire 90001*02)",
        source("Demande"),
        url="https://exemple.test/30",
        cerfa="90001*02",
        other_number="L 2042-C",
        related=(Link("F1", "Emprunter une barque"), Link("F99", "Disparue")),
    ),
    Resource("R31", "Formulaire", "Autre", source("Autre"), url="https://exemple.test/31", cerfa="90004*01 - 90005*02"),
    Resource("R32", "Formulaire", "Déclaration de pêche", source("Pêche"), other_number="L2042"),
    Resource(
        "R40",
        "Modèle de document",
        "Rendre son emplacement au port (Modèle de document)",
        source("Rendre"),
        related=(Link("F3", "Louer un quai : résiliation du contrat"),),
    ),
    Resource("R41", "Modèle de document", "Attestation de nage (Modèle de document)", source("Nage")),
    Resource("R42", "Modèle de document", "Attestation de nage d'un mineur (Modèle de document)", source("Nage 2")),
    Resource(
        "R43",
        "Simulateur",
        "Estimer le prix d'une barque (Simulateur)",
        source("Prix"),
        url="https://exemple.test/43",
        related=(Link("F2", "Agence nationale des barques (ANB)"),),
    ),
)


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("around") / "catalogue.db"
    with schema.replacing(path) as connection:
        for value in VALUES:
            writing.put(connection, value, "digest")
    return path


@pytest.fixture(scope="session")
def catalogue(path):
    return Catalogue.open(path)


@pytest.fixture(scope="session")
def around(catalogue):
    return Around(catalogue)


@pytest.fixture(scope="session")
def official(tmp_path_factory):
    """A catalogue with the whole feed, without the editors' sheets nor the search index."""
    if not CORPUS.is_file():
        pytest.skip(f"the official corpus is not at {CORPUS}")
    folder = tmp_path_factory.mktemp("corpus")
    import_feed(str(CORPUS), folder / "catalogue.db", folder)
    return Catalogue.open(folder / "catalogue.db")
