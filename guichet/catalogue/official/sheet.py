"""A whole `Publication` of the feed as a `Procedure` or a `Topic`; leaves out resources and files."""

from __future__ import annotations

from lxml import etree

from guichet.catalogue.official.handlers import HANDLERS
from guichet.catalogue.official.links import read_definition, read_links
from guichet.catalogue.official.reader import Reader
from guichet.catalogue.official.text import plain, squeeze
from guichet.procedure import Callout, Link, Procedure, Reference, Source, Topic

DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
PRODUCER = "Service-Public.fr / DILA"
#: Where a sheet is on the Web when it does not say so itself.
ADDRESS = "https://www.service-public.gouv.fr/particuliers/vosdroits/{}"

#: The feed's kinds of sheets, by how their `type` begins.
TYPES = (
    ("Recherche guidée", "guided"),
    ("Fiche Question-réponse", "question"),
    ("Fiche Comment faire si", "life_event"),
    ("Fiche avec liens externes", "external"),
)

BODY = frozenset(
    {"Questionnaire", "Problematiques", "Texte", "ListeSituations", "Conclusion", "LienExterneCommente"}
    | {"ImageIllustration", "VideoIllustration"}
)
INTRODUCTION = frozenset({"Introduction"})
RELATED = (
    "RechercheGuideePere",
    "RechercheGuidee",
    "FicheConnexe",
    "CommentFaireSi",
    "FichePrecedente",
    "FicheSuivante",
)
#: Children of a sheet that hold no text for a citizen: themes and neighbours, read for `path`, or not needed.
PLACE = frozenset(
    {"SurTitre", "Audience", "Canal", "Cible", "FilDAriane", "Theme", "SousThemePere", "DossierPere", "SousDossierPere"}
    | {
        "FAQ",
        "VoirAussi",
        "QuestionReponse",
        "Definition",
        "Abreviation",
        "Fiche",
        "Dossier",
        "SousTheme",
        "SousDossier",
    }
    | set(RELATED)
)
TOPIC_TEXT = frozenset({"Avertissement", "QuiPeutMAider", "OuSAdresser", "Reference", "Partenaire", "ServiceEnLigne"})
TOPIC_TEXT |= BODY | INTRODUCTION | {"PourEnSavoirPlus", "Definition", "Abreviation"}


def read_procedure(root: etree._Element, unknown: set[str]) -> Procedure:
    """One `F…` sheet; names of unknown elements go to `unknown`."""
    reader = Reader(HANDLERS, unknown)
    _note_unknown(root, reader)
    # The body comes first: its choices are `c1`, `c2`… whatever stands around it.
    body = reader.some(root, BODY)
    theme = root.find("Theme/Titre")
    return Procedure(
        id=root.get("ID"),
        title=dublin_core(root, "title"),
        source=read_source(root),
        type=_type(root.get("type", "")),
        description=dublin_core(root, "description"),
        theme=plain(theme) or dublin_core(root, "subject"),
        sheets=(root.get("ID"),),
        short_title=_short_title(root),
        audience=_audience(root),
        modified=modified(root),
        important_change=root.get("dateDerniereModificationImportante", "")[:10],
        status=root.get("statut", ""),
        path=_path(root),
        body=body,
        introduction=reader.some(root, INTRODUCTION),
        services=_values(root, reader, "ServiceEnLigne"),
        offices=_values(root, reader, "QuiPeutMAider", "OuSAdresser"),
        definitions=tuple(read_definition(item, reader) for item in root.iterchildren("Definition", "Abreviation")),
        notices=_notices(root, reader),
        questions=tuple(read_links(root, "QuestionReponse")),
        related=_related(root),
        references=_values(root, reader, "Reference", "PourEnSavoirPlus", "Partenaire"),
    )


def read_topic(root: etree._Element, unknown: set[str]) -> Topic:
    """One `N…` theme or folder, with the sheets and folders under it in the feed's order."""
    reader = Reader(HANDLERS, unknown)
    _note_unknown(root, reader)
    return Topic(
        id=root.get("ID"),
        type=root.get("type", ""),
        title=dublin_core(root, "title"),
        source=read_source(root),
        description=dublin_core(root, "description"),
        children=_children(root),
        blocks=reader.some(root, TOPIC_TEXT) + _see_also(root),
    )


def dublin_core(root: etree._Element, name: str) -> str:
    """The text of a `dc:` element of the file's head."""
    return squeeze(root.findtext(DUBLIN_CORE + name))


def modified(root: etree._Element) -> str:
    """The day of the last change, `AAAA-MM-JJ`, from `modified 2023-12-04`; empty when absent."""
    words = dublin_core(root, "date").split()
    return words[-1][:10] if words else ""


def read_source(root: etree._Element) -> Source:
    """Where a file's statements come from."""
    url = squeeze(root.get("spUrl")) or ADDRESS.format(root.get("ID"))
    return Source(title=dublin_core(root, "title"), url=url, date=modified(root), producer=PRODUCER)


def _type(name: str) -> str:
    return next((kind for start, kind in TYPES if name.startswith(start)), "sheet")


def _audience(root: etree._Element) -> tuple[str, ...]:
    """`Audience` ("Particuliers"), then each of `Cible` ("Locataire, Propriétaire")."""
    names = [plain(item) for item in root.iterchildren("Audience")]
    for item in root.iterchildren("Cible"):
        names += [squeeze(name) for name in plain(item).split(",")]
    return tuple(dict.fromkeys(filter(None, names)))


def _own_entry(root: etree._Element) -> etree._Element | None:
    """The sheet's own line in its folder: `<Fiche ID="F1344">Carte perdue</Fiche>`."""
    entries = root.iterfind("DossierPere//Fiche")
    return next((entry for entry in entries if entry.get("ID") == root.get("ID")), None)


def _short_title(root: etree._Element) -> str:
    entry = _own_entry(root)
    return "" if entry is None else squeeze(entry.text)


def _path(root: etree._Element) -> tuple[Link, ...]:
    """Theme, sub-theme, folder and sub-folder, from the breadcrumbs and the folder's own list."""
    steps = [Link(id=level.get("ID"), title=plain(level)) for level in root.iterfind("FilDAriane/Niveau[@ID]")]
    # The first breadcrumb is the home page of the audience, the last one is the sheet.
    links = [link for link in steps[1:] if link.id != root.get("ID")]
    sub_theme = root.find("SousThemePere")
    if sub_theme is not None:
        links.insert(min(1, len(links)), Link(id=sub_theme.get("ID", ""), title=plain(sub_theme)))
    entry = _own_entry(root)
    if entry is not None and entry.getparent().tag == "SousDossier":
        folder = entry.getparent()
        links.append(Link(id=folder.get("ID", ""), title=plain(folder.find("Titre"))))
    elif root.find("SousDossierPere") is not None:
        links.append(Link(id="", title=plain(root.find("SousDossierPere"))))
    return tuple(links)


def _values(root: etree._Element, reader: Reader, *names: str) -> tuple:
    """Children that a sheet lists apart from its text: a `Condition` on one of them is left out."""
    return tuple(value for item in root.iterchildren(*names) for value in HANDLERS[item.tag](item, reader))


def _notices(root: etree._Element, reader: Reader) -> tuple[Callout, ...]:
    return _values(root, reader, "Avertissement")


def _related(root: etree._Element) -> tuple[Link, ...]:
    links = [link for group in root.iterchildren("VoirAussi") for link in read_links(group, "Fiche", "Dossier")]
    links += read_links(root, *RELATED)
    return tuple(dict.fromkeys(links))


def _children(root: etree._Element) -> tuple[Link, ...]:
    """Each `SousTheme` and `SousDossier` followed by what it holds, all in one list."""
    links: list[Link] = []
    for child in root.iterchildren("SousTheme", "SousDossier", "Dossier", "Fiche", "QuestionReponse"):
        title = child.find("Titre")
        links.append(Link(id=child.get("ID", ""), title=plain(title) if title is not None else squeeze(child.text)))
        links += read_links(child, "Dossier", "Fiche")
    return tuple(links)


def _see_also(root: etree._Element) -> tuple[Reference, ...]:
    return tuple(Reference(title=link.title, target=link.id) for link in _related(root))


def _note_unknown(root: etree._Element, reader: Reader) -> None:
    for child in root:
        if child.tag not in HANDLERS and child.tag not in PLACE and not child.tag.startswith(DUBLIN_CORE):
            reader.note(child)
