"""Pieces of a page as HTML: every word escaped, every address checked. What to show is for those who call."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

from guichet.gateway.typography import french

SHEETS = "https://www.service-public.gouv.fr/particuliers/vosdroits/"
SAFE = frozenset({"https", "tel", "sms", "mailto"})
_SHEET = re.compile(r"[FRN]\d{1,6}")


def words(text: str) -> str:
    """A text in French spacing, its line breaks kept."""
    return escape(french(text)).replace("\n", "<br>")


def element(tag: str, *inner: str, style: str = "") -> str:
    """An element around HTML; nothing when there is nothing inside. `style`: its class, one of our own."""
    content = "".join(inner)
    opening = f'{tag} class="{style}"' if style else tag
    return f"<{opening}>{content}</{tag}>\n" if content else ""


def marked(tag: str, *inner: str, **attributes: str | bool) -> str:
    """An element with attributes, empty or not: `class_` is `class`, `aria_label` is `aria-label`, False is none."""
    given = "".join(_attribute(name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
    return f"<{tag}{given}>{''.join(inner)}</{tag}>"


def _attribute(name: str, value: str | bool) -> str:
    if value is False or value == "":
        return ""
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


def link(target: str, label: str) -> str:
    """A link, or the bare words when the address is not safe. `target`: an address or the id of a page (`F1344`)."""
    address = located(target)
    return f'<a href="{escape(address)}">{words(label)}</a>' if _safe(address) else words(label)


def located(target: str) -> str:
    """The address of a target: its own, or that of the official page whose id it is."""
    return SHEETS + target if _SHEET.fullmatch(target) else target


def _safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme in SAFE
    except ValueError:
        return False
