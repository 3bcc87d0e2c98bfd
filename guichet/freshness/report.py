"""The report of freshness as values: what to look at again, the most harmful first. Leaves out its French."""

from __future__ import annotations

import msgspec

from guichet.freshness.comparing import KINDS, Change

#: What a finding is about, the most harmful first: a wrong fact, then a page that is gone, then what only measures.
ORDER = (
    *("fee", "amount", "documents", "delay", "removed", "moved", "address", "unknown"),
    *(kind for kind in KINDS if kind not in ("fee", "amount", "documents", "delay")),
    *("example", "question"),
)


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to look at again. `kind` is one of `ORDER`; `places` are sections of `file`, none for all of it.

    `official`: the id of the sheet or the address; `successor`: what took over, where something did.
    `verified_on`, `modified`, `compared_with`: AAAA-MM-JJ, empty when not known or of no use.
    `still_said`: amounts in euros that the file says and the official sheet no longer does.
    """

    kind: str
    file: str
    official: str
    title: str = ""
    places: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    url: str = ""
    successor: str = ""
    verified_on: str = ""
    modified: str = ""
    compared_with: str = ""
    changes: tuple[Change, ...] = ()
    still_said: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """All of it. `citations`: how many were looked at; `ahead`: those verified after the day of the feed."""

    feed: str
    files: int
    citations: int
    ahead: int
    findings: tuple[Finding, ...]

    @property
    def fresh(self) -> bool:
        return not self.findings

    def to_json(self) -> bytes:
        """The report for another program, indented for people."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def ordered(findings: list[Finding]) -> tuple[Finding, ...]:
    """The most harmful first, then file by file."""
    return tuple(sorted(findings, key=lambda found: (ORDER.index(found.kind), found.file, found.official)))
