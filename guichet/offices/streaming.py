"""The records of a JSON file of hundreds of megabytes, one at a time in a bounded memory; leaves out what they mean.

`json.JSONDecoder.raw_decode` reads one object at a time from a buffer: it runs in C, at the speed of `json.loads`,
and needs no dependency. A record that does not read is stepped over, and counted.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from guichet.errors import GuichetError

CHUNK = 1024 * 1024
#: A hundred times the largest record of today.
RECORD_LIMIT = 4 * CHUNK
#: The list of records begins within the first characters: `{"service": [`, or the API's `{"results": [`.
HEADER_LIMIT = 64 * 1024
#: How many times to look for where to go on in broken data, before the file is taken for bad.
SEARCHES_LIMIT = 10_000

_HEADER = re.compile(r'\s*(?:\{(?:[^\[\]{}]*,)?\s*"(?:service|results)"\s*:\s*)?\[')
_GAP = re.compile(r"[\s,]*")
_NEXT_RECORD = re.compile(r"\}\s*,\s*(?=\{)")


class Records:
    """Iterates over the records of a stream, as plain objects. `broken` counts those that could not be read."""

    def __init__(self, stream: BinaryIO) -> None:
        self.broken = 0
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape").decode
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._ended = False
        self._searches = 0

    def __iter__(self) -> Iterator[object]:
        """Raises `GuichetError` when this is no list of records, or ends in the middle of one."""
        self._open()
        lost = searching = False
        while self._found_next() if searching else (lost or self._next_start()):
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                searching = not self._is_cut(error)
                if searching:
                    self.broken += 0 if lost else 1
                    lost = True
                else:
                    self._fill()
                continue
            # Inside a broken record, the next object may be an address or a phone of it.
            searching = lost and not (isinstance(value, dict) and "id" in value and "nom" in value)
            if not searching:
                lost, self._at = False, end
                yield value

    def _open(self) -> None:
        while not (match := _HEADER.match(self._text)):
            if self._ended or len(self._text) > HEADER_LIMIT:
                raise GuichetError("pas de liste de guichets ({\"service\": […]}) — ce n'est pas l'annuaire officiel")
            self._fill()
        self._at = match.end()

    def _next_start(self) -> bool:
        """Move to the next record; false at the end of the list."""
        while True:
            self._at = _GAP.match(self._text, self._at).end()
            if self._at < len(self._text):
                return self._text[self._at] != "]"
            if self._ended:
                raise GuichetError("fichier tronqué — téléchargez-le de nouveau")
            self._fill()

    def _found_next(self) -> bool:
        """Move past what does not read, to what may be the next record; false at the end of the file."""
        self._searches += 1
        if self._searches > SEARCHES_LIMIT:
            raise GuichetError("fichier trop abîmé — téléchargez-le de nouveau")
        self._at += 1
        while not (match := _NEXT_RECORD.search(self._text, self._at)):
            if self._ended:
                return self._is_closed()
            # The separator may straddle two chunks.
            self._at = max(self._at, len(self._text) - 64)
            self._fill()
        self._at = match.end()
        return True

    def _is_closed(self) -> bool:
        if not self._text.rstrip().endswith(("]", "}")):
            raise GuichetError("fichier tronqué ou abîmé — téléchargez-le de nouveau")
        return False

    def _is_cut(self, error: Exception) -> bool:
        """Whether the record may go on in what was not read yet."""
        if self._ended or len(self._text) - self._at > RECORD_LIMIT:
            return False
        reason, position = getattr(error, "msg", ""), getattr(error, "pos", -1)
        return reason.startswith("Unterminated string") or position >= len(self._text) - 16

    def _fill(self) -> None:
        data = self._stream.read(CHUNK)
        self._ended = not data
        self._text = self._text[self._at :] + self._decode(data, self._ended)
        self._at = 0
