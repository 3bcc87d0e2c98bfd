"""A project with one editor's sheet and the feeds it is compared with, each of a day, for the tests of freshness."""

from __future__ import annotations

import re
from pathlib import Path

from guichet.catalogue.importer import import_feed
from guichet.freshness.check import check_freshness, remember
from guichet.freshness.report import Report
from tests.catalogue.archives import write_zip
from tests.catalogue.editor_project import SHEET, project, write

PAGE = "https://www.service-public.gouv.fr/particuliers/vosdroits/{}"
SHOP = "https://piscine.exemple.gouv.fr/abonnement"

_ID = re.compile(rb'ID="(F[0-9]+)"')
_OFFICIAL = """<Publication xmlns:dc="http://purl.org/dc/elements/1.1/" ID="{id}" type="Fiche d'information">
<dc:title>Piscine</dc:title><dc:date>modified {modified}</dc:date>
<Texte>
<Chapitre><Titre><Paragraphe>Quel est le prix ?</Paragraphe></Titre>
<Paragraphe>La carte coûte <Valeur>{price}</Valeur> par personne et par an.</Paragraphe></Chapitre>
<Chapitre><Titre><Paragraphe>Documents à fournir</Paragraphe></Titre>
<Liste type="puce">{documents}</Liste></Chapitre>
<Chapitre><Titre><Paragraphe>Quel est le délai ?</Paragraphe></Titre>
<Paragraphe>La carte est remise en {delay} environ.</Paragraphe></Chapitre>
<Chapitre><Titre><Paragraphe>{heading}</Paragraphe></Titre><Paragraphe>{text}</Paragraphe></Chapitre>
</Texte>
<ServiceEnLigne ID="R900" URL="{shop}" type="Téléservice"><Titre>Acheter la carte</Titre></ServiceEnLigne>
</Publication>"""

_REDIRECTIONS = """<Redirections xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>{day}T10:00:00</dc:date>{all}
</Redirections>"""


def official(
    modified: str, id: str = "F900", documents: tuple[str, ...] = ("Une photo", "Un certificat"), **said
) -> bytes:
    """An official sheet about the swimming pool; `said` changes its price, delay, heading, text or shop."""
    values = {
        "price": "86 €",
        "delay": "3 jours",
        "heading": "À savoir",
        "text": "Le bassin est couvert.",
        "shop": SHOP,
    }
    items = "".join(f"<Item><Paragraphe>{document}</Paragraphe></Item>" for document in documents)
    return _OFFICIAL.format(id=id, modified=modified, documents=items, **{**values, **said}).encode()


def editor(verified_on: str, **changes) -> dict:
    """What an editor's sheet says when it rests on the official one for its price."""
    source = {"key": "prix", "title": "Piscine", "url": PAGE.format("F900"), "verified_on": verified_on}
    cost = {"text": "La carte coûte 86 €.", "source": "prix"}
    return {"sources": [source], "sheets": ["F900"], "cost": cost, **changes}


class Counter:
    """A project, its catalogue, and the feeds that come in one after the other."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.path = folder / "var" / "catalogue.db"

    def edit(self, verified_on: str, **changes) -> None:
        """The editor writes the sheet and says when they read the official one."""
        project(self.root, editor(verified_on, **changes))

    def write(self, name: str, text: str) -> None:
        """Another file of the project."""
        write(self.root, name, text)

    def comes(self, day: str, *sheets: bytes, redirections: str = "", remembered: bool = True) -> None:
        """The feed of a day is imported."""
        files = {f"{_ID.search(sheet)[1].decode()}.xml": sheet for sheet in sheets}
        files["redirections.xml"] = _REDIRECTIONS.format(day=day, all=redirections).encode()
        archive = write_zip(self.root.parent / f"{day}.zip", files)
        import_feed(str(archive), self.path, self.path.parent)
        if remembered:
            remember(self.root, self.path)

    def report(self) -> Report:
        """What `guichet check --against-feed` finds."""
        return check_freshness(self.root, self.path)


__all__ = ["SHEET", "SHOP", "Counter", "official"]
