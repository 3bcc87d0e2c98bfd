"""A form by its number, with the sheets that ask for it; its words lead to a procedure, which is search's business."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from guichet.around.asking import FormNumber, form_asked
from guichet.catalogue.store import FormUse
from guichet.catalogue.terms import form_numbers, key, own_numbers
from guichet.procedure import Link, Procedure, Resource, Source

#: One number may stand on the forms of several administrations.
_MOST = 4


class Catalogue(Protocol):
    """What forms need of the catalogue."""

    def procedure(self, identifier: str) -> Procedure | None: ...
    def resource(self, identifier: str) -> Resource | None: ...
    def title(self, identifier: str) -> str: ...
    def forms(self, number: str) -> tuple[FormUse, ...]: ...


@dataclass(frozen=True)
class Form:
    """A form in service. `number` as the feed has it, with its version (« 12753*03 »); `asked` as it was typed;
    `own_number`: what its administration calls it (« S3704b »), empty for most.

    `sheets`: those that ask for it, the one that it is most about first.
    """

    id: str
    number: str
    own_number: str
    asked: str
    title: str
    url: str
    source: Source
    sheets: tuple[Link, ...] = ()


class Forms:
    """Finds forms by their numbers."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def find(self, text: str) -> tuple[Form, ...]:
        """The forms that a message names by number, in its order; none when it names none, or none in service."""
        return tuple(form for asked in form_asked(text) for form in self._numbered(asked))

    def unknown(self, text: str) -> tuple[str, ...]:
        """The Cerfa numbers that a message names and that no form in service has."""
        asked = (number for number in form_asked(text) if len(number.spellings[0]) == 5)
        return tuple(n.spellings[0] for n in asked if n.spellings[0].isdecimal() and not self._numbered(n))

    def _numbered(self, asked: FormNumber) -> list[Form]:
        """Those with this very number before those that only begin like it (2042, 2042-C), the most used first."""
        uses = next(filter(None, map(self._catalogue.forms, asked.spellings)), ())
        found = [self._form(asked, identifier, uses) for identifier in dict.fromkeys(use.id for use in uses)]
        forms = [form for form in found if form]
        exact = [form for form in forms if asked.spellings[0] in _whole_numbers(form)]
        return sorted(exact or forms, key=lambda form: -len(form.sheets))[:_MOST]

    def _form(self, asked: FormNumber, identifier: str, uses: Sequence[FormUse]) -> Form | None:
        own = [use for use in uses if use.id == identifier]
        resource = self._catalogue.resource(identifier)
        sheets = self._sheets(own, resource)
        typed = asked.spellings[0] + (f"*{asked.version}" if asked.version else "")
        if resource:
            number = resource.cerfa or resource.other_number or own[0].number
            return Form(
                identifier, number, resource.other_number, typed, resource.title, resource.url, resource.source, sheets
            )
        user = self._catalogue.procedure(own[0].owner) or self._catalogue.resource(own[0].owner)
        if user is None:
            return None
        return Form(identifier, own[0].number, "", typed, own[0].title, own[0].url, user.source, sheets)

    def _sheets(self, uses: Iterable[FormUse], resource: Resource | None) -> tuple[Link, ...]:
        """Sheets with most of the form's own words in their titles first."""
        named = [link.id for link in resource.related] if resource else []
        owners = dict.fromkeys([*named, *(use.owner for use in uses)])
        links = [Link(i, self._catalogue.title(i)) for i in owners if not i.startswith(("R", "N"))]
        words = set(key(resource.title).split()) if resource else set()
        known = [link for link in links if link.title]
        return tuple(sorted(known, key=lambda link: -_share(words, key(link.title).split())))


def _whole_numbers(form: Form) -> tuple[str, ...]:
    return (*form_numbers(form.number), *own_numbers(form.own_number)[:1])


def _share(words: set[str], title: Sequence[str]) -> float:
    return sum(word in words for word in title) / (len(title) or 1)
