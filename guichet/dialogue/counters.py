"""Where to go: which commune, which office, and what to show of it; leaves out the directory itself and the case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from guichet import frames
from guichet.dialogue.asking import ask
from guichet.dialogue.turn import Memory, Offer, Turn, lost
from guichet.offices import naming
from guichet.offices.finder import Offices
from guichet.offices.frame import directory_link, offices_frame
from guichet.offices.nearness import Point
from guichet.offices.records import Commune, OfficeRecord
from guichet.procedure import Block, Office, walk
from guichet.wording import say

#: The official directory's own pages, whatever the end of its address was that year.
_DIRECTORY = "lannuaire.service-public."

#: How many communes of the same name are offered.
_HOMONYMS = 6

#: The counters where someone helps with what is online, by their key in the directory.
HELPED = "france_services"

#: What is said around the name of a commune, in place of another one.
_AROUND_A_NAME = frozenset(
    "non plutot mais et en fait finalement pardon moi je j suis habite vis c est ma a de dans sur le la les l ville"
    " commune".split()
)

#: The kind asked for by who asks for none: the town hall, and the counters where someone helps.
AROUND = "around"


class Counters:
    """Answers « où » with an address, where the directory is there."""

    def __init__(self, offices: Offices, now: Callable[[], datetime], point: Point | None = None) -> None:
        self._offices, self._now, self._point = offices, now, point

    @property
    def available(self) -> bool:
        """Whether there is a directory to look into."""
        return self._offices.available

    def around(self, point: Point) -> Commune | None:
        """The commune that a point is in; None where it is in none."""
        return self._offices.around(point)

    def seen_from(self, point: Point) -> Counters:
        """The same, for a citizen who stands at this point of their commune."""
        return Counters(self._offices, self._now, point)

    def after(self, turn: Turn, blocks: Iterable[Block], asked: bool) -> Turn:
        """A turn that told where to go, then the office of the citizen's commune, or the question which commune.

        `asked`: whether an address is what was asked; a list alone does not send to the directory's site.
        """
        office = next((b for b in walk(tuple(blocks)) if isinstance(b, Office) and _is_anyones(b)), None)
        if office is None or not (asked or self._offices.available):
            return turn
        return turn.followed(self.show(office.pivot, office.title, turn.memory, office.url))

    def show(self, kind: str, title: str, memory: Memory, url: str = "") -> Turn:
        """The offices of a kind for the citizen's commune; asked for when it is not known."""
        if not self._offices.available:
            return Turn(memory, frames=(frames.text(directory_link(title, url)),))
        commune = self._offices.commune(memory.commune) if memory.commune else None
        if commune is not None:
            return self._found(kind, title, commune, memory)
        asked = replace(memory, asked="commune", pending=(), office=f"{kind} {title}")
        return Turn(asked, frames=(frames.text(say("which_commune")),))

    def heard(self, text: str, memory: Memory) -> Memory:
        """The memory with the commune that a message surely names."""
        communes = self._offices.communes(text)
        return replace(memory, commune=communes[0].insee) if len(communes) == 1 else memory

    def names_a_commune(self, text: str) -> bool:
        """Whether a message names a commune of mainland France: who says so is in France."""
        communes = self._offices.communes(text)
        return bool(communes) and all(len(commune.departement) == 2 for commune in communes)

    def is_only_a_commune(self, text: str) -> bool:
        """Whether a message surely names a commune, and says nothing else: « plutôt à Nice »."""
        said = {word for word in naming.spoken(text) if not word.isdecimal()} - _AROUND_A_NAME
        return any(said <= set(naming.spoken(commune.name)) for commune in self._offices.communes(text))

    def answered(self, text: str, memory: Memory) -> Turn | None:
        """What follows a message while a commune is asked for; None when it names none."""
        communes = self._offices.communes(text, typos=True)
        if len(communes) == 1:
            return self.chosen(communes[0].insee, memory)
        if not communes:
            return None
        offers = [Offer(commune.label, {"commune": commune.insee}) for commune in communes[:_HOMONYMS]]
        return ask("commune", say("which_of_these_communes"), offers, memory)

    def chosen(self, insee: str, memory: Memory) -> Turn:
        """The offices asked for, in the commune of this code."""
        commune = self._offices.commune(insee)
        kind, _, title = memory.office.partition(" ")
        known = replace(memory, commune=insee, asked="", pending=())
        if commune is None or not kind:
            return lost(known)
        return self._found(kind, title, commune, known)

    def shown(self, kind: str, title: str, commune: Commune) -> tuple[frames.Frame, ...]:
        """The offices of a kind as a frame; nothing when none is known."""
        records = self._records(kind, commune)
        return (self._frame(records, commune, title),) if records else ()

    def _found(self, kind: str, title: str, commune: Commune, memory: Memory) -> Turn:
        memory = replace(memory, office=f"{kind} {title}")
        if kind == AROUND:
            return self._found_around(commune, memory)
        return Turn(memory, frames=(self._frame(self._records(kind, commune), commune, title),))

    def _found_around(self, commune: Commune, memory: Memory) -> Turn:
        """Where to go for most things; then, with nothing in hand, the question what they want to do."""
        found = self.shown("mairie", say("town_hall"), commune) + self.shown(HELPED, say("helped"), commune)
        shown = (frames.text(say("near.around")), *found) if found else (self._frame((), commune, say("town_hall")),)
        asked = () if memory.procedure or memory.asked else (frames.text(say("near.what_next")),)
        return Turn(memory, frames=(*shown, *asked))

    def _records(self, kind: str, commune: Commune) -> Sequence[OfficeRecord]:
        if self._point is None:
            return self._offices.find(kind, commune)
        return self._offices.near(kind, commune, self._point)

    def _frame(self, records: Sequence[OfficeRecord], commune: Commune, title: str) -> frames.Frame:
        return offices_frame(records, commune, title, self._now(), self._offices.source)


def _is_anyones(office: Office) -> bool:
    """Whether the directory knows the right one: an office with a page of its own to find it is not any of its kind."""
    return bool(office.pivot) and (not office.url or _DIRECTORY in office.url)
