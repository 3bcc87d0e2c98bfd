"""Follows the record of models and has a running engine take the one in service; leaves out starting the engine.

A model that does not load is noted in the record, and the one that answered goes on answering.
"""

from __future__ import annotations

import http.client
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from guichet.bank import folder as shelf
from guichet.bank import record
from guichet.bank.bank import Bank
from guichet.bank.choosing import fallback
from guichet.errors import GuichetError

Say = Callable[[str], None]

#: Seconds between two looks; the longest that an engine may take to load a model.
LOOK_EVERY, LOADING = 1.0, 120.0


class Door(Protocol):
    """How a running engine is asked; both give None when it can't be reached or does not know."""

    def held(self) -> str | None:
        """The name of the model that answers, empty when the engine runs without any."""

    def take(self, name: str) -> str | None:
        """Load this model: why it can't be, empty when it answers."""


class EngineDoor:
    """The engine at `url`, without a trailing slash: `guichet.nlu.rest_channel`. `token`: what it knows us by."""

    def __init__(self, url: str, token: str = "") -> None:
        self._url = f"{url}/webhooks/rest/model"
        self._headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        # A proxy of the environment must never see the engine's traffic.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def held(self) -> str | None:
        found = self._call("GET", None, 5.0)
        return None if found is None else str(found[1].get("model", ""))

    def take(self, name: str) -> str | None:
        found = self._call("PUT", {"model": name}, LOADING)
        if found is None or found[0] not in (204, 422):
            return None
        return "" if found[0] == 204 else str(found[1].get("reason", ""))

    def _call(self, method: str, body: dict[str, str] | None, timeout: float) -> tuple[int, dict] | None:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url, data, self._headers, method=method)
        try:
            with self._opener.open(request, timeout=timeout) as reply:
                return reply.status, json.loads(reply.read() or b"{}")
        except urllib.error.HTTPError as error:
            with error:
                return _refusal(error)
        except (OSError, http.client.HTTPException, ValueError):
            return None


def _moment(known: record.Record) -> tuple[str, str]:
    since = known.since()
    return known.model, since.at if since else ""


def _refusal(error: urllib.error.HTTPError) -> tuple[int, dict] | None:
    try:
        return error.code, json.loads(error.read() or b"{}")
    except (OSError, ValueError):
        return None


class ModelWatch:
    """One engine and the record: `look` once, or `run` until told to stop.

    `use` is told the model with which the engine must start the next time; `restart` starts it again now.
    """

    def __init__(self, bank: Bank, door: Door, served: Path, use: Callable[[Path], None], restart: Callable[[], None]):
        self._bank = bank
        self._door = door
        self._served = served
        self._use = use
        self._restart = restart
        self._started_with = record.read(bank.folder).model
        self._said: str = ""
        self._refused: set[tuple[str, str]] = set()  # with the moment of the promotion: it may be trained anew

    def run(self, stopped: threading.Event, say: Say) -> None:
        """Look every second until `stopped`; what goes wrong is said once, and never ends it."""
        while not stopped.wait(LOOK_EVERY):
            try:
                self.look(say)
            except GuichetError as error:
                self._say(str(error), say)
            except Exception as error:  # of a disk or a library: whoever watches must go on watching
                self._say(f"models/ : suivi impossible ({type(error).__name__}) — voyez var/log/engine.log", say)

    def look(self, say: Say) -> None:
        """Compare once what answers with what should, and mend it."""
        held = self._door.held()
        if held is None:
            return
        if not held:
            self._replace_broken(say)
            return
        wanted = self._wanted(say)
        if wanted and wanted != held:
            self._exchange(held, wanted, say)

    def _wanted(self, say: Say) -> str:
        """The model that should answer; what was chosen at the start stays until the record changes."""
        known = record.read(self._bank.folder)
        current = known.model
        if not current or current == self._started_with or _moment(known) in self._refused:
            return self._served.name
        model = shelf.open_model(self._bank.folder / current)
        if not self._bank.fits(model):
            self._say(f"{current} : demande un autre code que celui qui tourne — relancez « guichet serve »", say)
            return self._served.name
        return current

    def _exchange(self, held: str, wanted: str, say: Say) -> None:
        reason = self._door.take(wanted)
        if reason is None:
            return  # the engine is starting again, or busy: the next look tries again
        if reason:
            self._refused.add(_moment(record.read(self._bank.folder)))
            say(f"{wanted} : ne se charge pas ({reason}) — {held} reste en service")
            self._bank.refuse(wanted, reason, kept=held)
            return
        self._serve(self._bank.folder / wanted)
        say(f"Le moteur répond maintenant avec {wanted}.")

    def _replace_broken(self, say: Say) -> None:
        """The engine started without its model: another one, if there is any, and a new start."""
        broken = self._served.name
        other = fallback(self._bank, broken)
        if record.read(self._bank.folder).failure(broken) is None:
            reason = "le moteur a démarré sans lui, voyez var/log/engine.log"
            self._bank.refuse(broken, reason, kept=other.name if other else "")
        if other is None:
            self._say(f"{broken} : ne se charge pas, et aucun autre modèle — lancez « guichet train --force »", say)
            return
        say(f"{broken} : ne se charge pas — je sers {other.name}")
        self._serve(other)
        self._restart()

    def _serve(self, path: Path) -> None:
        self._served, self._started_with, self._said = path, "", ""
        self._use(path)

    def _say(self, line: str, say: Say) -> None:
        if line != self._said:
            self._said = line
            say(line)
