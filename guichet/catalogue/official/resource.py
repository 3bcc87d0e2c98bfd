"""A whole `ServiceComplementaire` of the feed as a `Resource`; leaves out sheets and topics."""

from __future__ import annotations

from lxml import etree

from guichet.catalogue.official.handlers import HANDLERS
from guichet.catalogue.official.links import read_definition, read_links, read_notices, read_office, web_addresses
from guichet.catalogue.official.reader import Reader
from guichet.catalogue.official.sheet import DUBLIN_CORE, dublin_core, modified, read_source
from guichet.catalogue.official.text import plain
from guichet.procedure import Resource

OFFICES = ("OuSAdresser", "OuSAdresserSupport")
DEFINITIONS = ("Definition", "Abreviation")
#: Children read for a field of the resource, or that say nothing a citizen reads.
FIELDS = frozenset(
    {"SurTitre", "Audience", "Canal", "Cible", "FilDAriane", "Theme", "NumeroCerfa", "LienCerfaGuide", "AutreNumero"}
    | {"PivotLocal", "FranceConnect", "NoticeLiee", "FicheLiee", "Dossier", "RechercheGuidee", "FAQ", "LienRessource"}
    | {"ValeurRfr", "ValeurRfrHisto", *OFFICES, *DEFINITIONS}
)


def read_resource(root: etree._Element, unknown: set[str]) -> Resource:
    """One `R…` file; names of unknown elements go to `unknown`."""
    reader = Reader(HANDLERS, unknown)
    content = [child.tag for child in root if child.tag not in FIELDS and not child.tag.startswith(DUBLIN_CORE)]
    return Resource(
        id=root.get("ID"),
        type=root.get("type", ""),
        title=dublin_core(root, "title"),
        source=read_source(root),
        description=dublin_core(root, "description"),
        url=next(iter(web_addresses(root)), ""),
        cerfa=plain(root.find("NumeroCerfa")),
        other_number=plain(root.find("AutreNumero")),
        modified=modified(root),
        # Not `only` the names with a handler: the reader notes the others.
        blocks=reader.some(root, frozenset(content)),
        offices=tuple(office for item in root.iterchildren(*OFFICES) for office in read_office(item, reader)),
        notices=read_notices(root),
        definitions=tuple(read_definition(item, reader) for item in root.iterchildren(*DEFINITIONS)),
        related=tuple(dict.fromkeys(read_links(root, "FicheLiee", "Dossier", "RechercheGuidee"))),
    )
