"""`guichet check --against-feed`: what editors verified, compared with the official feed in service.

Nothing is called stale by the calendar alone: a sheet is to be read again when the feed says that it changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from guichet.catalogue.plain import sheet_texts
from guichet.freshness import versions
from guichet.freshness.citations import (
    Address,
    Citation,
    Mention,
    Reliance,
    address_key,
    official_id,
    read_mentions,
    read_reliance,
)
from guichet.freshness.comparing import Change, amounts, compare
from guichet.freshness.feed import OfficialFeed
from guichet.freshness.report import Finding, Report, ordered
from guichet.freshness.versions import Version, Versions
from guichet.procedure import Procedure

#: `progress(done, total)`.
Progress = Callable[[int, int], None]

SHEET_PAGE = "https://www.service-public.gouv.fr/particuliers/vosdroits/{}"


def check_freshness(root: Path, catalogue_path: Path, progress: Progress | None = None) -> Report:
    """The report on the project in `root`. The sheets it relies on are remembered, for the next time.

    Raises `GuichetError` where there is no feed, or where a file is not in order.
    """
    feed, reliance, mentions = OfficialFeed(catalogue_path), read_reliance(root), read_mentions(root)
    carried = feed.carried(_keys(reliance))
    findings: list[Finding] = []
    with versions.opened(catalogue_path.with_name(versions.NAME)) as memory:
        _keep(memory, feed, reliance, carried)
        for done, citation in enumerate(reliance.citations, start=1):
            findings.extend(_citation(citation, feed, memory))
            if progress:
                progress(done, len(reliance.citations))
        findings.extend(_addresses(reliance.addresses, feed, memory, carried))
    findings.extend(_mentions(mentions, feed))
    ahead = sum(citation.verified_on > feed.day for citation in reliance.citations)
    return Report(feed.day, reliance.files, len(reliance.citations), ahead, ordered(findings))


def remember(root: Path, catalogue_path: Path) -> None:
    """Note the official sheets and addresses that the project's files rely on, as the feed in service has them."""
    feed, reliance = OfficialFeed(catalogue_path), read_reliance(root)
    carried = feed.carried(_keys(reliance))
    with versions.opened(catalogue_path.with_name(versions.NAME)) as memory:
        _keep(memory, feed, reliance, carried)


def _keys(reliance: Reliance) -> frozenset[str]:
    return frozenset(address_key(address.url) for address in reliance.addresses)


def _keep(memory: Versions, feed: OfficialFeed, reliance: Reliance, carried: frozenset[str]) -> None:
    oldest: dict[str, str] = {}
    for citation in reliance.citations:
        oldest[citation.sheet] = min(citation.verified_on, oldest.get(citation.sheet, citation.verified_on))
    sheets = (feed.sheet(identifier) for identifier in sorted(oldest))
    memory.keep(feed.day, (sheet for sheet in sheets if sheet is not None), carried)
    memory.forget(oldest)


def _citation(citation: Citation, feed: OfficialFeed, memory: Versions) -> Iterator[Finding]:
    sheet = feed.sheet(citation.sheet)
    if sheet is None:
        yield from _gone(citation, feed)
        return
    base = memory.at(citation.sheet, citation.verified_on)
    if may_have_changed(citation.verified_on, sheet, base):
        yield from _changed(citation, sheet, base, feed)


def may_have_changed(day: str, sheet: Procedure, base: Version | None) -> bool:
    """Whether a sheet changed after `day`: it says so itself, or a version seen since that day was another.

    The reader of the feed may change too: what two readers make of the same page is not compared.
    """
    if sheet.modified > day:
        return True
    seen_since = base is not None and base.last_seen >= day and base.parser == versions.PARSER_VERSION
    return seen_since and base.digest != versions.digest_of(sheet)


def _changed(citation: Citation, sheet: Procedure, base: Version | None, feed: OfficialFeed) -> Iterator[Finding]:
    changes = compare(base.sheet, sheet) if base and base.digest != versions.digest_of(sheet) else ()
    if base and base.last_seen < citation.verified_on:
        changes = tuple(change for change in changes if not _written_already(change, citation))
    if base and base.first_seen <= citation.verified_on and not changes:
        return  # its date alone moved, or its paragraphs did
    still_said = _still_said(citation, feed, base.sheet if base and changes else None)
    yield _finding(
        citation,
        kind="fee" if still_said else changes[0].kind if changes else "unknown",
        url=SHEET_PAGE.format(sheet.id),
        modified=sheet.modified,
        compared_with=base.last_seen if base and changes else "",
        changes=changes,
        still_said=still_said,
    )


def _written_already(change: Change, citation: Citation) -> bool:
    """Whether the editor's sheet says the new amounts: they changed before it was verified."""
    said = amounts(" ; ".join(said.words for said in citation.said))
    new = amounts(change.now) - amounts(change.before)
    return bool(new) and new <= said


def _still_said(citation: Citation, feed: OfficialFeed, before: Procedure | None) -> tuple[str, ...]:
    """Amounts of the editor's that none of the sheets it cites for them has, though the earlier one did if known."""
    orphans: set[str] = set()
    for said in citation.said:
        cited = [feed.sheet(identifier) for identifier in said.sheets]
        if (said.alone or before) and None not in cited:
            orphans |= amounts(said.words).difference(*map(_amounts, cited))
    return tuple(sorted(orphans & _amounts(before) if before else orphans))


def _amounts(sheet: Procedure) -> frozenset[str]:
    return amounts(" ; ".join(sheet_texts(sheet)))


def _gone(citation: Citation, feed: OfficialFeed) -> Iterator[Finding]:
    """A sheet that is not in the feed: retired, unless it is younger than the feed."""
    if successor := feed.successor(citation.sheet):
        yield _finding(citation, kind="moved", successor=successor, url=SHEET_PAGE.format(successor))
    elif feed.day > citation.verified_on:
        yield _finding(citation, kind="removed", url=SHEET_PAGE.format(citation.sheet))


def _finding(citation: Citation, **values: object) -> Finding:
    return Finding(
        file=citation.file,
        official=citation.sheet,
        title=citation.title,
        places=citation.places,
        keys=citation.keys,
        verified_on=citation.verified_on,
        **values,
    )


def _addresses(
    addresses: tuple[Address, ...], feed: OfficialFeed, memory: Versions, carried: frozenset[str]
) -> Iterator[Finding]:
    """Addresses that a feed gave and this one no longer does; those that none ever gave are the editor's own."""
    for address in addresses:
        key = address_key(address.url)
        identifier = official_id(address.url)
        successor = feed.successor(identifier) if identifier and key not in carried else None
        if successor or (key not in carried and memory.last_carried(key)):
            yield Finding(
                "address",
                address.file,
                address.url,
                title=address.title,
                places=(address.where,),
                successor=successor or "",
                compared_with=memory.last_carried(key),
            )


def _mentions(mentions: tuple[Mention, ...], feed: OfficialFeed) -> Iterator[Finding]:
    gone = {name for name in {mention.sheet for mention in mentions} if feed.sheet(name) is None}
    for mention in mentions:
        if mention.sheet in gone:
            successor = feed.successor(mention.sheet) or ""
            yield Finding(mention.kind, mention.file, mention.sheet, places=(mention.where,), successor=successor)
