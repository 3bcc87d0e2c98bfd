"""Services, offices, references and definitions of the feed; leaves out where a sheet puts them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from guichet.catalogue.official.reader import Reader, paragraph
from guichet.catalogue.official.text import plain, squeeze, target
from guichet.procedure import (
    Annex,
    Block,
    Callout,
    Definition,
    Link,
    Notice,
    Office,
    Reference,
    RichText,
    Service,
)

SERVICE_TEXTS = frozenset({"Introduction", "Avertissement", "Texte", "Connexion"})
OFFICE_TEXTS = frozenset({"IntroductionSimple", "Avertissement", "Texte"})


def read_service(element: etree._Element, reader: Reader) -> tuple[Service, ...]:
    """An online service, form, simulator or letter template."""
    addresses = web_addresses(element)
    service = Service(
        id=element.get("ID", ""),
        title=plain(element.find("Titre")),
        url=target(element.get("URL")) or next(iter(addresses), ""),
        type=element.get("type", ""),
        cerfa=squeeze(element.get("numerocerfa")),
        provider=plain(element.find("Source")),
        blocks=_alternative_title(element) + reader.part(element, SERVICE_TEXTS),
        annexes=tuple(_annex(child, reader) for child in element.iterchildren("ServiceEnLigneAnnexe")),
        notices=read_notices(element),
    )
    return (service,)


def _alternative_title(element: etree._Element) -> tuple[Block, ...]:
    return paragraph(RichText(text=plain(element.find("TitreAlternatif"))))


def web_addresses(element: etree._Element) -> list[str]:
    """The addresses of the `LienWeb` and `LienCerfaGuide` that a browser may follow."""
    links = (target(link.get("URL")) for link in element.iterchildren("LienWeb", "LienCerfaGuide"))
    return [link for link in links if link]


def _annex(element: etree._Element, reader: Reader) -> Annex:
    return Annex(
        title=plain(element.find("Titre")),
        url=next(iter(web_addresses(element)), ""),
        type=element.get("type", ""),
        id=element.get("ID", ""),
        cerfa=squeeze(element.get("numerocerfa")),
        blocks=reader.part(element, frozenset({"Introduction", "Connexion", "Reference"})),
        notices=read_notices(element),
    )


def read_annex_alone(element: etree._Element, reader: Reader) -> tuple[Service, ...]:
    """A form that goes with a resource, as a service of its own."""
    annex = _annex(element, reader)
    service = Service(
        id=annex.id,
        title=annex.title,
        url=annex.url,
        type=annex.type,
        cerfa=annex.cerfa,
        blocks=annex.blocks,
        notices=annex.notices,
    )
    return (service,)


def read_notices(element: etree._Element) -> tuple[Notice, ...]:
    """The leaflets directly under `element`."""
    return tuple(_notice(child) for child in element.iterchildren("NoticeLiee"))


def _notice(element: etree._Element) -> Notice:
    title = element.find("Titre")
    return Notice(
        id=element.get("ID", ""),
        title=plain(title) if title is not None else squeeze(element.text),
        url=target(element.get("URL")),
        cerfa=squeeze(element.get("numerocerfa")),
    )


def read_office(element: etree._Element, reader: Reader) -> tuple[Office, ...]:
    """Whom to ask: `OuSAdresser`, `QuiPeutMAider` or `OuSAdresserSupport`."""
    sites = [target(site.get("URL")) for site in element.iterchildren("RessourceWeb")]
    office = Office(
        id=element.get("ID", ""),
        title=plain(element.find("Titre")),
        pivot=plain(element.find("PivotLocal")),
        url=next(filter(None, sites), ""),
        type=element.get("type", ""),
        provider=plain(element.find("Source")),
        blocks=_note(element) + reader.part(element, OFFICE_TEXTS),
    )
    return (office,)


def _note(element: etree._Element) -> tuple[Block, ...]:
    return paragraph(RichText(text=plain(element.find("Complement"))))


def read_reference(element: etree._Element, reader: Reader) -> tuple[Reference, ...]:
    """A legal text or further reading: `Reference`, `PourEnSavoirPlus`, `Partenaire`."""
    title = element.find("Titre")
    reference = Reference(
        title=plain(title) if title is not None else squeeze(element.text),
        target=target(element.get("URL")),
        type=element.get("type", ""),
        provider=plain(element.find("Source")),
        note=plain(element.find("Complement")),
    )
    return (reference,)


def read_commented_link(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """`LienExterneCommente`, and `Lien` of schema 3.5, which may point inside the feed."""
    outer, inner = element.find("LienExterne"), element.find("LienInterne")
    address = target(outer.get("URL")) if outer is not None else ""
    if inner is not None and not address:
        address = target(inner.get("LienPublication"))
    reference = Reference(
        title=plain(element.find("Titre")) or plain(outer) or plain(inner),
        target=address,
        provider=plain(element.find("Source")),
        note=plain(element.find("Complement")),
    )
    return (*reader.blocks(element.find("Commentaire")), reference)


def read_web_link(element: etree._Element, reader: Reader) -> tuple[Reference, ...]:
    """A `LienWeb` with who provides it; its title is the resource's."""
    reference = Reference(title="", target=target(element.get("URL")), provider=plain(element.find("Source")))
    return (reference,) if reference.target or reference.provider else ()


def read_alternative(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """`ServiceEnLigneAlternatif`: another resource that does the same."""
    reference = Reference(
        title=plain(element.find("Titre")), target=target(element.get("ID")), type=element.get("type", "")
    )
    return (reference, *reader.blocks(element.find("Description")))


def read_definition(element: etree._Element, reader: Reader) -> Definition:
    """A word of the glossary, or an acronym and what it stands for."""
    return Definition(
        id=element.get("ID", ""),
        title=plain(element.find("Titre")),
        blocks=reader.part(element, frozenset({"Texte", "Reference"})),
        abbreviation=element.tag == "Abreviation",
    )


def read_definition_inline(element: etree._Element, reader: Reader) -> tuple[Callout, ...]:
    """A definition in the middle of a text."""
    definition = read_definition(element, reader)
    return (Callout(level="help", title=definition.title, blocks=definition.blocks),)


def read_links(element: etree._Element, *names: str) -> Iterator[Link]:
    """The children with these names, each with an id and a title, as links."""
    for child in element.iterchildren(*names):
        title = child.find("Titre")
        label = plain(title) if title is not None else squeeze(child.text)
        if child.get("ID"):
            yield Link(id=child.get("ID"), title=label)
