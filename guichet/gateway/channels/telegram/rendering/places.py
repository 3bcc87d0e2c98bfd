"""Offices as messages: where to go and when, each followed by the place on a map."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from guichet.gateway.channels.telegram.rendering.blocks import BLANK
from guichet.gateway.channels.telegram.rendering.credits import credited, sites, speaker
from guichet.gateway.channels.telegram.rendering.keyboards import short
from guichet.gateway.channels.telegram.rendering.messages import Message, Venue
from guichet.gateway.channels.telegram.rendering.questions import with_rows
from guichet.gateway.channels.telegram.rendering.rich import Line, address, joined, link, run, visible
from guichet.gateway.channels.telegram.rendering.splitting import split
from guichet.gateway.channels.telegram.wording import RenderingWording
from guichet.gateway.frames import Event
from guichet.gateway.shapes import OfficeCard, OfficesFrame

#: Places shown on a map, of one event.
MOST_VENUES = 3
_TITLE, _ADDRESS = 60, 120


def offices(event: Event, wording: RenderingWording) -> list[Message]:
    """One message for each office, its place after it, and the source at the end; none without an office."""
    frame = msgspec.convert(event.body, OfficesFrame)
    heading: list[Line] = [*speaker(event, wording), (run(event.body["text"].partition("\n")[0]),), BLANK]
    ending: list[Line] = [*((run(note),) for note in frame.notes), BLANK, *credited(frame.source, wording)]
    found: list[Message] = []
    shown = 0
    for i, card in enumerate(frame.offices):
        venue = _venue(card) if shown < MOST_VENUES else None
        shown += bool(venue)
        is_last = i == len(frame.offices) - 1 and not venue
        said = [*(heading if i == 0 else []), *_card(card, wording), *([BLANK, *ending] if is_last else [])]
        found += with_rows(split(joined(said)), tuple(sites(_sites(card, venue, wording))))
        found += [Message(venue=venue)] if venue else []
    # A place on a map holds no words.
    return found + (with_rows(split(joined(ending)), ()) if found and found[-1].venue else [])


def _card(card: OfficeCard, wording: RenderingWording) -> list[Line]:
    said = wording.offices
    found: list[Line] = [(run(card.title, "b"),), (run(card.today, "b"),)]
    found += [(run(line),) for line in card.address]
    found += [(run(f"{said.phone} {p.number}" + (f" ({p.label})" if p.label else "")),) for p in card.phone]
    found += [(run(f"{said.email} {card.email}"),)] if card.email else []
    found += [(run(f"{said.accessibility} {card.accessibility}"),)] if card.accessibility else []
    hours = [(run(f"{h.days} : {h.times}" + (f" ({h.note})" if h.note else "")),) for h in card.hours]
    found += [BLANK, (run(wording.hours, "b"),), *hours] if hours else []
    found += [(run(note),) for note in card.notes]
    return [*found, BLANK, *_links(card, wording)]


def _links(card: OfficeCard, wording: RenderingWording) -> Iterator[Line]:
    """The ways that have no button: the less usual ones, and addresses that Telegram takes on none."""
    for name in ("appointment_url", "url", "contact_url", "directory_url"):
        url, label = getattr(card, name), getattr(wording.offices, name)
        if url and not address(url):
            yield (run(f"{label} : {url}"),)
        elif url and name in ("contact_url", "directory_url"):
            yield (link(url, label),)


def _sites(card: OfficeCard, venue: Venue | None, wording: RenderingWording) -> list[tuple[str, str]]:
    """Label and address of the buttons. A place on a map is a plan already."""
    found = [(wording.offices.appointment_url, card.appointment_url), (wording.offices.url, card.url)]
    return found if venue else [*found, (wording.map, card.map_url)]


def _venue(card: OfficeCard) -> Venue | None:
    latitude, longitude = card.latitude, card.longitude
    if latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    title = short(card.title, _TITLE)
    where = short(", ".join(card.address), _ADDRESS)
    return Venue(latitude, longitude, title, where if visible(where) else title) if visible(title) else None
