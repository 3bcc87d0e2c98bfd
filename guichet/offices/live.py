"""The directory's public API, as a second source when the file has no answer; leaves out choosing between the two.

« API Annuaire de l'administration et des services publics » (DILA), an Opendatasoft Explore API 2.1: `where` clauses,
`limit` of 100 at most, 429 with `Retry-After` beyond the quota. Every field of a record may be JSON in a string.
"""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from threading import Lock
from urllib.parse import quote

import msgspec

from guichet.errors import GuichetError
from guichet.offices import cleaning, naming
from guichet.offices.breaker import Breaker
from guichet.offices.kinds import kind_of
from guichet.offices.nearness import annexe, distance
from guichet.offices.reading import BadRecord, read_office
from guichet.offices.records import Commune, OfficeRecord

BASE = "https://api-lannuaire.service-public.gouv.fr/api/explore/v2.1"
RECORDS = "/catalog/datasets/api-lannuaire-administration/records"
COVERAGE = "/catalog/datasets/api-lannuaire-administration-locale-competence-geographique/records"
AGENT = "guichet (+https://www.service-public.gouv.fr)"
#: The API gives 100 records at once; a commune has a dozen offices of a kind at most.
LIMIT = 20
SIZE_LIMIT = 4 * 1024 * 1024
CHUNK = 64 * 1024
_INSEE = re.compile(r"\d[\dAB]\d{3}")
_KIND = re.compile(r"[\w -]{2,60}")
_IDENTIFIER = re.compile(r"[\w-]{1,80}")


class Unavailable(GuichetError):
    """The API gave no answer in time, or none that reads; the message says why, for the log."""


@dataclass(frozen=True)
class _Kept:
    at: float
    offices: tuple[OfficeRecord, ...]


class LiveDirectory:
    """Offices from the API at `base`, remembered for `lifetime` seconds, and longer while it does not answer.

    Calls block for `timeout` seconds at most: from a coroutine, run them in a thread.
    """

    def __init__(
        self,
        base: str = BASE,
        timeout: float = 4.0,
        lifetime: float = 6 * 3600,
        size: int = 2000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base = base.rstrip("/")
        self._timeout = timeout
        self._lifetime = lifetime
        self._size = size
        self._clock = clock
        self._breaker = Breaker(clock)
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._lock = Lock()
        self._open = urllib.request.build_opener(_StayHere()).open

    def offices(self, kind: str, commune: Commune, limit: int = 3) -> tuple[OfficeRecord, ...]:
        """The offices of a kind for a commune, best first. Raises `Unavailable` when nothing is known."""
        name = (kind, commune.insee)
        kept = self._remembered(name)
        if kept is not None and self._clock() - kept.at < self._lifetime:
            return kept.offices[:limit]
        try:
            offices = self._ask(kind, commune)
        except Unavailable:
            if kept is None:
                raise
            return kept.offices[:limit]
        self._remember(name, offices)
        return offices[:limit]

    def _remembered(self, name: tuple[str, str]) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None:
                self._kept.move_to_end(name)
            return kept

    def _remember(self, name: tuple[str, str], offices: tuple[OfficeRecord, ...]) -> None:
        with self._lock:
            self._kept[name] = _Kept(self._clock(), offices)
            self._kept.move_to_end(name)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def _ask(self, kind: str, commune: Commune) -> tuple[OfficeRecord, ...]:
        """Those the API names for the commune, else those that stand in it."""
        for insee in filter(_INSEE.fullmatch, (commune.insee, naming.city_of(commune.insee))):
            for code in filter(_KIND.fullmatch, kind_of(kind).codes):
                where = f'code_insee_commune="{insee}" AND code_type_service_local="{code}"'
                found = self._identified(self._records(COVERAGE, where))
                offices = self._offices(" OR ".join(f'id="{i}"' for i in found), "competent") if found else []
                offices = offices or self._offices(f'pivot LIKE "{code}" AND code_insee_commune="{insee}"', "commune")
                # « LIKE » finds words: "mairie" is also in "mairie_com".
                offices = [office for office in offices if code in office.kinds]
                if offices:
                    return _ranked(offices, commune)
        return ()

    def _offices(self, where: str, found: str) -> list[OfficeRecord]:
        offices = []
        for raw in self._records(RECORDS, where):
            try:
                office = read_office(raw)
            except BadRecord:
                continue
            if office is not None:
                offices.append(_found(office, found))
        return offices

    def _identified(self, records: list[dict]) -> list[str]:
        identifiers = (i for record in records for i in cleaning.items(record.get("id_service_local")))
        sound = (i for i in identifiers if isinstance(i, str) and _IDENTIFIER.fullmatch(i))
        return list(dict.fromkeys(sound))[:LIMIT]

    def _records(self, path: str, where: str) -> list[dict]:
        address = f"{self._base}{path}?where={quote(where)}&limit={LIMIT}"
        with self._breaker.guarding(Unavailable) as guard:
            try:
                return _results(self._fetched(address))
            except urllib.error.HTTPError as error:
                guard.failed(_seconds(error.headers.get("Retry-After")))
                raise Unavailable(f"annuaire en ligne : réponse {error.code} — réessayez plus tard") from error
            except (OSError, HTTPException, ValueError, RecursionError) as error:
                guard.failed()
                reason = " ".join(str(getattr(error, "reason", error)).split())[:200] or type(error).__name__
                raise Unavailable(f"annuaire en ligne : pas de réponse ({reason}) — réessayez plus tard") from error

    def _fetched(self, address: str) -> bytes:
        """The answer, in one deadline for all of it: a server that drips must not hold a citizen."""
        deadline = time.monotonic() + self._timeout
        request = urllib.request.Request(address, headers={"User-Agent": AGENT, "Accept": "application/json"})
        parts, size = [], 0
        with self._open(request, timeout=self._timeout) as response:
            while chunk := response.read1(CHUNK):
                parts.append(chunk)
                size += len(chunk)
                if size > SIZE_LIMIT:
                    raise ValueError("larger than an answer may be")
                if time.monotonic() > deadline:
                    raise TimeoutError("too slow")
        return b"".join(parts)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: the address of the API is the operator's choice."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """None: the redirection is then an error like any other."""


def _results(data: bytes) -> list[dict]:
    value = json.loads(data)
    results = value.get("results") if isinstance(value, dict) else None
    if not isinstance(results, list):
        raise ValueError("no results in the answer")
    return [item for item in results if isinstance(item, dict)]


def _seconds(retry_after: str | None) -> float:
    return float(retry_after) if retry_after and retry_after.isdecimal() else 0.0


def _ranked(offices: list[OfficeRecord], commune: Commune) -> tuple[OfficeRecord, ...]:
    here = (commune.latitude, commune.longitude)
    return tuple(sorted(offices, key=lambda o: (annexe(o), distance(here, (o.latitude, o.longitude)), o.name)))


def _found(office: OfficeRecord, found: str) -> OfficeRecord:
    return msgspec.structs.replace(office, found=found)
