"""Two reference points that search must beat: SQLite's own full-text ranking, plain and with column weights."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable

from guichet.catalogue.plain import sheet_texts
from guichet.procedure import Procedure

#: A ranking: question → ids, best first.
Rank = Callable[[str], list[str]]


class FullText:
    """The official sheets in an FTS5 table of title and text, asked with the words of the question joined by OR."""

    def __init__(self, sheets: Iterable[Procedure]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE sheet USING fts5(id UNINDEXED, title, text, tokenize='unicode61 remove_diacritics 2')"
        )
        rows = ((sheet.id, sheet.title, " ".join(sheet_texts(sheet))) for sheet in sheets)
        self._connection.executemany("INSERT INTO sheet VALUES (?, ?, ?)", rows)

    def plain(self, text: str) -> list[str]:
        """Ranked by `bm25()` as it comes."""
        return self._ranked(text, "bm25(sheet)")

    def weighted(self, text: str) -> list[str]:
        """Ranked by `bm25()` with the title worth ten times the text."""
        return self._ranked(text, "bm25(sheet, 0, 10, 1)")

    def _ranked(self, text: str, order: str) -> list[str]:
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"\w+", text.lower())))
        if not query:
            return []
        found = self._connection.execute(
            f"SELECT id FROM sheet WHERE sheet MATCH ? ORDER BY {order} LIMIT 10", (query,)
        )
        return [row[0] for row in found]
