"""One file of the feed, from bytes to a value, safely; leaves out what each element means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from guichet.catalogue.official.resource import read_resource
from guichet.catalogue.official.sheet import dublin_core, read_procedure, read_topic
from guichet.errors import GuichetError
from guichet.procedure import Procedure, Resource, Topic

#: Raise it when a change of the parser changes trees: the next import then reads every file again.
PARSER_VERSION = "1"

IDENTIFIER = re.compile(r"[FNR]\d+")
READERS = {
    ("Publication", "F"): read_procedure,
    ("Publication", "N"): read_topic,
    ("ServiceComplementaire", "R"): read_resource,
}


class SheetError(GuichetError):
    """One file of the feed that can't be read; the message says why, without the file's name."""


@dataclass(frozen=True)
class Redirections:
    """Retired ids with where they lead now (an id or an address), and the date of the feed."""

    date: str
    targets: dict[str, str]


def read_file(data: bytes, unknown: set[str]) -> Procedure | Topic | Resource:
    """The value in one `F…`, `N…` or `R…` file. Raises `SheetError`."""
    root = _root(data)
    identifier = root.get("ID", "")
    reader = READERS.get((root.tag, identifier[:1]))
    if reader is None or not IDENTIFIER.fullmatch(identifier):
        raise SheetError(f"racine <{root.tag}> ou identifiant « {identifier[:20]} » inattendus")
    try:
        value = reader(root, unknown)
    except RecursionError as error:
        raise SheetError("trop d'éléments imbriqués") from error
    if not value.title:
        raise SheetError("titre absent")
    return value


def read_redirections(data: bytes) -> Redirections:
    """The retired sheets and their successors. Raises `SheetError`."""
    root = _root(data)
    targets = {
        item.get("from"): item.get("to") or item.get("toUrl")
        for item in root.iterchildren("Redirection", "RedirectionExterne")
        if item.get("from") and (item.get("to") or item.get("toUrl"))
    }
    return Redirections(date=dublin_core(root, "date")[:10], targets=targets)


def _root(data: bytes) -> etree._Element:
    """The root of an XML document without any DOCTYPE: no entity is ever declared, so none can explode."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise SheetError("déclaration DOCTYPE refusée")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SheetError(f"XML mal formé, {' '.join(str(error).split())}") from error
    # The same declaration in UTF-16 escapes the search above.
    if root.getroottree().docinfo.internalDTD is not None:
        raise SheetError("déclaration DOCTYPE refusée")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
