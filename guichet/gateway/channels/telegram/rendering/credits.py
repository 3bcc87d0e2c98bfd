"""What stands around an answer: who says it, for which case, where it comes from, and what one can do with it."""

from __future__ import annotations

from collections.abc import Iterable

from guichet.gateway.channels.telegram.rendering.keyboards import short
from guichet.gateway.channels.telegram.rendering.messages import Button
from guichet.gateway.channels.telegram.rendering.rich import Line, address, filled, link, run, visible
from guichet.gateway.channels.telegram.wording import RenderingWording
from guichet.gateway.frames import Event
from guichet.gateway.shapes import FeedRef, SourceRef
from guichet.wording import french_date

#: Buttons that lead to a site, under one message.
MOST_SITES = 2


def speaker(event: Event, wording: RenderingWording) -> list[Line]:
    """A person by their first name; nothing for the bot and the counter."""
    if event.author != "agent":
        return []
    agent = event.body.get("agent")
    named = agent if isinstance(agent, str) and visible(agent) else wording.unnamed_agent
    return [(run(wording.said_by.format(agent=named), "b"),)]


def told(labels: Iterable[str], wording: RenderingWording) -> list[Line]:
    """The case as the citizen told it."""
    case = " › ".join(labels)
    return [(run(wording.case.format(labels=case)),)] if case else []


def credited(source: SourceRef | None, wording: RenderingWording) -> list[Line]:
    """Where it comes from and of when it is, and the archive that an official sheet was read from."""
    if source is None:
        return []
    form = wording.source if source.producer else wording.source_without_producer
    values = {"title": [link(source.url, source.title)], "producer": [run(source.producer)], "date": _day(source.date)}
    lines = [filled(form, ("i",), **values)]
    return lines + ([_archive(source.feed, wording)] if source.feed else [])


def _archive(feed: FeedRef, wording: RenderingWording) -> Line:
    values = {"producer": [run(feed.producer)], "file": [link(feed.url, feed.file)], "date": _day(feed.date)}
    return filled(wording.feed, ("i",), **values)


def _day(date: str) -> Line:
    return (run(french_date(date[:10])),)


def sites(pairs: Iterable[tuple[str, str]]) -> list[tuple[Button, ...]]:
    """A button to each site, of (label, address), in a row of its own; only safe addresses, each once."""
    found = {address(url): label for label, url in reversed(tuple(pairs)) if address(url) and visible(short(label))}
    return [(Button(short(label), url=url),) for url, label in reversed(found.items())]


def thumbs(seq: int, wording: RenderingWording) -> list[tuple[Button, ...]]:
    """Whether the answer was of use."""
    return [(Button(wording.useful, f"f:{seq}:up"), Button(wording.useless, f"f:{seq}:down"))]
