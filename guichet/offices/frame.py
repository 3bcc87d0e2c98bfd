"""Offices as a frame: data with a complete plain-text rendering; leaves out finding them and marking them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from guichet.offices.departements import departements
from guichet.offices.hours import status, week
from guichet.offices.records import Commune, DirectorySource, OfficeRecord
from guichet.offices.wording import say
from guichet.wording import french_date

#: The official directory, for when there is none here.
DIRECTORY_URL = "https://lannuaire.service-public.gouv.fr"
MAP = "https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}#map=17/{latitude:.5f}/{longitude:.5f}"

#: How offices were found, where the heading says it.
_OWN_HEADINGS = ("nearest", "around")

Frame = dict[str, object]


def offices_frame(
    records: Sequence[OfficeRecord],
    commune: Commune,
    kind_title: str,
    now: datetime,
    source: DirectorySource | None,
) -> Frame:
    """The offices of a kind for a commune at `now` (aware). `source` None: each then has its own page."""
    offices = [_office(record, now) for record in records]
    text = [_heading(records, commune, kind_title), *map(_plain, offices)]
    if not records:
        text.append(directory_link(kind_title))
    known = departements().get(commune.departement)
    notes = [say("frame.local_holidays")] if records and known and known.local_holidays else []
    text += notes
    if source is not None:
        text.append(_source_line(source))
    return {
        "kind": "offices",
        "text": "\n\n".join(text),
        "title": kind_title,
        "commune": {"insee": commune.insee, "name": commune.name, "label": commune.label},
        "offices": offices,
        "notes": notes,
        "source": _source(source),
    }


def directory_link(kind_title: str, url: str = "") -> str:
    """Where to look when nothing is known here: the address that the sheet gives, else the official directory's."""
    return say("frame.link", kind=kind_title, url=url or DIRECTORY_URL)


def _heading(records: Sequence[OfficeRecord], commune: Commune, kind_title: str) -> str:
    if not records:
        return say("frame.none", kind=kind_title, commune=commune.label)
    found = records[0].found
    name = f"frame.heading_{found}" if found in _OWN_HEADINGS else "frame.heading"
    return say(name, kind=kind_title, commune=commune.label)


def _office(record: OfficeRecord, now: datetime) -> Frame:
    today = status(record, now)
    address = record.address or record.postal
    return {
        "id": record.id,
        "title": record.name,
        "found": record.found,
        "address": list(address.lines) if address else [],
        "phone": [{"number": phone.number, "label": phone.label} for phone in record.phones],
        "email": record.email,
        "url": record.sites[0].url if record.sites else "",
        "contact_url": record.contact_url,
        "appointment_url": record.appointment_url,
        "open": today.open,
        "today": today.text,
        "hours": list(week(record)),
        "notes": [note for note in (record.opening_note, record.information) if note],
        "accessibility": _accessibility(record),
        "latitude": record.latitude,
        "longitude": record.longitude,
        "map_url": _map_url(record),
        "directory_url": record.directory_url,
        "modified": record.modified,
    }


def _accessibility(record: OfficeRecord) -> str:
    text = say(f"accessibility.{record.accessibility}") if record.accessibility else ""
    note = record.accessibility_note
    return say("accessibility.noted", text=text, note=note) if text and note else text or note


def _map_url(record: OfficeRecord) -> str:
    if record.latitude is None or record.longitude is None or record.address is None:
        return ""
    return MAP.format(latitude=record.latitude, longitude=record.longitude)


def _plain(office: Frame) -> str:
    return "\n".join(line for line in _lines(office) if line)


def _lines(office: Frame) -> Iterator[str]:
    yield office["title"]
    yield from office["address"]
    yield say("frame.today", today=office["today"])
    for hours in office["hours"]:
        yield say("hours.noted" if hours["note"] else "hours.line", **hours)
    yield from office["notes"]
    for phone in office["phone"]:
        yield say("frame.phone_labelled" if phone["label"] else "frame.phone", **phone)
    for name in ("email", "url", "contact_url", "appointment_url", "accessibility", "directory_url"):
        if office[name]:
            yield say(f"frame.{name}", value=office[name])


def _source(source: DirectorySource | None) -> Frame | None:
    if source is None:
        return None
    return {
        "title": source.title,
        "url": source.url or DIRECTORY_URL,
        "date": source.date,
        "producer": source.producer,
        "file": source.file,
    }


def _source_line(source: DirectorySource) -> str:
    return say(
        "frame.source", title=source.title, producer=source.producer, date=french_date(source.date), file=source.file
    )
