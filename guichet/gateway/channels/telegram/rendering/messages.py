"""What one call of the Bot API sends: a text with its buttons, or a place on a map. Says nothing itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING

from guichet.gateway.channels.telegram.rendering.rich import ENTITIES, LIMIT, entities, filled, html, length, run

if TYPE_CHECKING:
    from guichet.gateway.channels.telegram.wording import RenderingWording

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Button:
    """A button under a message. `data`: what comes back when it is pressed, under 64 bytes; or `url`, https only."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True)
class Venue:
    """A place to show on a map."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True)
class Message:
    """One message, as Telegram takes it.

    `html`: under 4,096 UTF-16 units, tags and escapes included, empty for a venue; not `formatted`, it is plain text.
    `rows`: buttons under it; `asks`: they are those of a question, to be removed once it is answered.
    `under`: in place of the keyboard: "contact" (a button that sends one's number), "remove" (that one goes away).
    """

    html: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()
    under: str = ""
    venue: Venue | None = None
    asks: bool = False
    formatted: bool = True

    def plain(self) -> Message:
        """The same without markup nor links on buttons, for a service that refuses ours."""
        rows = tuple(row for row in self.rows if not any(button.url for button in row))
        whole = _bare(_LINK.sub(r"\2 (\1)", self.html))
        text = whole if length(whole) <= LIMIT else _bare(self.html)
        return replace(self, html=text if self.formatted else self.html, rows=rows, formatted=False)


def _bare(marked: str) -> str:
    return unescape(_TAG.sub("", marked))


def answered(message: Message, label: str, wording: RenderingWording) -> Message:
    """A question without its buttons; the label that was chosen is said at its end, when there is one and it fits."""
    without = replace(message, rows=(), asks=False)
    said = html([run("\n\n"), *filled(wording.answered, (), label=[run(label, "b")])]) if label.strip() else ""
    if not message.formatted:
        said = _bare(said)
    whole = message.html + said
    fits = length(whole) <= LIMIT and entities(whole) <= ENTITIES
    return replace(without, html=whole) if fits else without
