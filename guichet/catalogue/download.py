"""Fetching the feed over HTTP, once and only when it changed; leaves out what is in it."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from guichet.errors import GuichetError

TIMEOUT = 30
CHUNK = 256 * 1024
#: Twenty times the feed of today.
LIMIT = 500 * 1024 * 1024
AGENT = "guichet (+https://www.service-public.gouv.fr)"

Progress = Callable[[int, int], None]


def is_address(source: str) -> bool:
    """Whether `source` is an http(s) address, not a file."""
    return source.lower().startswith(("http://", "https://"))


def fetch(url: str, folder: Path, progress: Progress | None = None) -> Path:
    """The file at `url`, kept in `folder`; not fetched again while the server says it has not changed.

    A download that stops leaves the earlier file as it was. Raises `GuichetError` in one line.
    """
    target = folder / (Path(urlsplit(url).path).name or "feed.zip")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with urllib.request.urlopen(_request(url, target), timeout=TIMEOUT) as response:
            _save(response, target, url, progress)
    except urllib.error.HTTPError as error:
        if error.code != 304:
            raise GuichetError(f"{url} : réponse {error.code} du serveur — {_cure(error.code)}") from error
    except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
        reason = " ".join(str(getattr(error, "reason", error)).split()) or type(error).__name__
        raise GuichetError(
            f"{url} : téléchargement impossible ({reason}) — vérifiez le réseau, puis relancez"
        ) from error
    except OSError as error:
        raise GuichetError(f"{target} : écriture impossible ({error.strerror}) — libérez de la place") from error
    return target


def forget(path: Path) -> None:
    """Have this file fetched again next time, whatever the server says: what arrived was not usable."""
    _notes(path).unlink(missing_ok=True)


def _cure(code: int) -> str:
    return "vérifiez l'adresse du flux (GUICHET_FEED)" if code < 500 else "réessayez plus tard"


def _request(url: str, target: Path) -> urllib.request.Request:
    headers = {"User-Agent": AGENT}
    known = _known(target)
    if known.get("url") == url and target.is_file():
        headers |= {
            header: known[key]
            for header, key in (("If-None-Match", "etag"), ("If-Modified-Since", "date"))
            if known.get(key)
        }
    return urllib.request.Request(url, headers=headers)


def _notes(target: Path) -> Path:
    return target.with_name(f"{target.name}.note")


def _known(target: Path) -> dict[str, str]:
    """What the server said of the file we hold; nothing when we hold none or the note is unreadable."""
    try:
        known = json.loads(_notes(target).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) and all(isinstance(value, str) for value in known.values()) else {}


def _save(response: HTTPResponse, target: Path, url: str, progress: Progress | None) -> None:
    part = target.with_suffix(".part")
    try:
        with part.open("wb") as stream:
            _copy(response, stream, url, progress)
            stream.flush()
            os.fsync(stream.fileno())
        # The note goes first: without it the file is simply fetched again.
        _notes(target).unlink(missing_ok=True)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    note = {"url": url, "etag": response.headers.get("ETag", ""), "date": response.headers.get("Last-Modified", "")}
    _notes(target).write_text(json.dumps(note), "utf-8")


def _copy(response: HTTPResponse, stream, url: str, progress: Progress | None) -> None:
    announced = int(response.headers.get("Content-Length") or 0)
    done = 0
    while chunk := response.read(CHUNK):
        stream.write(chunk)
        done += len(chunk)
        if done > LIMIT:
            raise GuichetError(
                f"{url} : plus de {LIMIT // 1024 // 1024} Mo — vérifiez l'adresse du flux (GUICHET_FEED)"
            )
        if progress:
            progress(done, announced)
    if done < announced:
        raise GuichetError(f"{url} : téléchargement interrompu ({done} octets sur {announced}) — relancez la commande")
