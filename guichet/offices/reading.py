"""A record of the official directory → an `OfficeRecord`; leaves out files, SQL and the network.

The dump holds JSON, the live API the same fields as JSON inside strings: both read here, once.
Fields: « Spécifications Base de données locales » of the DILA, with the dataset on data.gouv.fr.
"""

from __future__ import annotations

import re

from guichet.offices import cleaning
from guichet.offices.departements import departement_of
from guichet.offices.openings import read_openings
from guichet.offices.records import Address, Link, OfficeRecord, Phone

NAME_LIMIT = 200
_INSEE = re.compile(r"\d[\dAB]\d{3}")
_KIND = re.compile(r"[\w -]{2,60}")
_IDENTIFIER = re.compile(r"[\w-]{1,80}")
_APPOINTMENT = re.compile(r"rendez-?\s?vous|\brdv|doctolib|synbird|clicrdv", re.IGNORECASE)


class BadRecord(ValueError):
    """A record that holds no office; the message says why, in French."""


def read_office(raw: object) -> OfficeRecord | None:
    """The office of a record; None for one that its producer no longer publishes. Raises `BadRecord`."""
    if not isinstance(raw, dict):
        raise BadRecord("ce n'est pas un objet")
    identifier, name = raw.get("id"), cleaning.text(raw.get("nom"), NAME_LIMIT)
    if not isinstance(identifier, str) or not _IDENTIFIER.fullmatch(identifier):
        raise BadRecord("pas d'identifiant")
    if not name:
        raise BadRecord("pas de nom")
    if str(raw.get("statut_de_diffusion")).lower() == "false":
        return None
    return _office(raw, identifier, name)


def _office(raw: dict, identifier: str, name: str) -> OfficeRecord:
    kinds, places = _pivots(raw)
    addresses = cleaning.objects(raw.get("adresse"))
    visited = next((a for a in addresses if a.get("type_adresse") == "Adresse"), None)
    shown = visited or next((a for a in addresses if a.get("type_adresse") != "Adresse postale"), None) or {}
    postal = next((a for a in addresses if a.get("type_adresse") == "Adresse postale"), {})
    insee = _insee(raw.get("code_insee_commune")) or (places[0] if places else "")
    sites, contact, appointment = _links(raw)
    accessibility = cleaning.text(shown.get("accessibilite"), 10).upper()
    return OfficeRecord(
        id=identifier,
        name=name,
        kinds=kinds,
        insee=insee,
        departement=departement_of(insee),
        address=_address(shown),
        postal=_address(postal),
        phones=_phones(raw),
        email=next(filter(None, map(cleaning.email, cleaning.texts(raw.get("adresse_courriel")))), ""),
        sites=sites,
        contact_url=contact,
        appointment_url=appointment,
        openings=read_openings(raw.get("plage_ouverture")),
        opening_note=cleaning.text(raw.get("commentaire_plage_ouverture")),
        information=cleaning.text(raw.get("information_complementaire")),
        accessibility=accessibility if accessibility in ("ACC", "DEM", "NAC") else "",
        accessibility_note=cleaning.text(shown.get("note_accessibilite")),
        directory_url=cleaning.web_address(raw.get("url_service_public")),
        modified=cleaning.day(raw.get("date_modification")),
        places=places,
        **_position(shown, postal),
    )


def _pivots(raw: dict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of the office, and the communes named with them."""
    kinds: dict[str, None] = {}
    places: dict[str, None] = {}
    for pivot in cleaning.objects(raw.get("pivot")):
        kind = cleaning.text(pivot.get("type_service_local"), 60)
        if _KIND.fullmatch(kind):
            kinds[kind] = None
        for code in cleaning.items(pivot.get("code_insee_commune")):
            if insee := _insee(code):
                places[insee] = None
    return tuple(kinds), tuple(places)


def _insee(value: object) -> str:
    code = value.strip().upper() if isinstance(value, str) else ""
    return code if _INSEE.fullmatch(code) else ""


def _address(raw: dict) -> Address | None:
    names = ("complement1", "complement2", "numero_voie", "service_distribution")
    lines = [line for line in (cleaning.text(raw.get(name), 120) for name in names) if line]
    postcode, commune = cleaning.text(raw.get("code_postal"), 10), cleaning.text(raw.get("nom_commune"), 80)
    lines += [" ".join(filter(None, (postcode, commune)))] if postcode or commune else []
    country = cleaning.text(raw.get("pays"), 60)
    lines += [country] if lines and country and country.lower() != "france" else []
    return Address(tuple(dict.fromkeys(lines)), postcode, commune) if lines else None


def _position(*addresses: dict) -> dict[str, float]:
    """Latitude and longitude together, of the first address that has both."""
    for address in addresses:
        latitude = cleaning.coordinate(address.get("latitude"), 90)
        longitude = cleaning.coordinate(address.get("longitude"), 180)
        if latitude is not None and longitude is not None:
            return {"latitude": latitude, "longitude": longitude}
    return {}


def _phones(raw: dict) -> tuple[Phone, ...]:
    found: dict[str, Phone] = {}
    for item in cleaning.items(raw.get("telephone")):
        entry = item if isinstance(item, dict) else {"valeur": item}
        number = cleaning.phone(entry.get("valeur"))
        if number and number not in found:
            found[number] = Phone(number, cleaning.text(entry.get("description"), 120))
    return tuple(found.values())


def _links(raw: dict) -> tuple[tuple[Link, ...], str, str]:
    """The websites, the contact form, and the page where an appointment is made, where one says that it is."""
    sites = tuple(dict.fromkeys(_link(item) for item in cleaning.items(raw.get("site_internet"))))
    forms = tuple(_link(item) for item in cleaning.items(raw.get("formulaire_contact")))
    online = tuple(_link(item) for item in cleaning.items(raw.get("sve")))
    for_appointment = [link.url for link in (*online, *sites, *forms) if link and _is_appointment(link)]
    contact = next((link.url for link in forms if link), "")
    return tuple(link for link in sites if link), contact, for_appointment[0] if for_appointment else ""


def _link(item: object) -> Link | None:
    entry = item if isinstance(item, dict) else {"valeur": item}
    url = cleaning.web_address(entry.get("valeur"))
    return Link(url, cleaning.text(entry.get("libelle"), 120)) if url else None


def _is_appointment(link: Link) -> bool:
    return bool(_APPOINTMENT.search(link.label) or _APPOINTMENT.search(link.url))
