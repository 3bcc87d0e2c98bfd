"""The conversation as one self-contained page to print or keep: every word escaped, no script, nothing to load."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from guichet.gateway.frames import Event
from guichet.gateway.markup import element, link, marked, words
from guichet.gateway.shapes import SourceRef
from guichet.gateway.transcript_frames import said
from guichet.gateway.wording import TranscriptWording


@cache
def style() -> str:
    """The page's style sheet."""
    return (Path(__file__).parent / "transcript.css").read_text(encoding="utf-8")


def policy() -> str:
    """The page's Content-Security-Policy: its own style sheet, by hash, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"


def render(created_at: str, events: Sequence[Event], wording: TranscriptWording) -> str:
    """The page as HTML. `created_at`: ISO 8601."""
    items = "\n".join(item(event, wording) for event in events)
    introduction = wording.introduction.format(date=wording.day(created_at))
    return (
        f'<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(wording.title)}</title>\n<style>{style()}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{words(wording.title)}</h1>\n<p>{words(introduction)}</p>\n"
        f"<p>{words(wording.caution)}</p>\n</header>\n<main>\n<ol>\n{items}\n</ol>\n</main>\n</body>\n</html>\n"
    )


def item(event: Event, wording: TranscriptWording, shown: str = "", after: str = "", anchor: str = "") -> str:
    """An event as an item of a list. `shown`: HTML in place of its words; `after`: what follows; `anchor`: its id."""
    author = _author(event, wording)
    hour = f"{wording.day(event.at)}, {event.at[11:16]} UTC"
    about = marked("strong", words(author)) + " · " + marked("time", words(hour), datetime=event.at)
    content = (shown or said(event, wording)) + _source(event.body.get("source"), wording) + after
    focusable = "-1" if anchor else ""
    head = element("p", about, style="about")
    return marked("li", head, content, class_=event.author, id=anchor, tabindex=focusable)


def _author(event: Event, wording: TranscriptWording) -> str:
    """Who speaks: a person by their first name, where it is known."""
    name = event.body.get("agent")
    if event.author == "agent" and isinstance(name, str) and name:
        return wording.authors["named_agent"].format(agent=name)
    return wording.authors.get(event.author, event.author)


def _source(raw: Any, wording: TranscriptWording) -> str:
    try:
        source = msgspec.convert(raw, SourceRef)
    except msgspec.ValidationError:
        return ""
    form = wording.source if source.producer else wording.source_without_producer
    line = form.format(title=source.title, producer=source.producer, date=wording.day(source.date))
    credit = source.feed and wording.feed.format(
        producer=source.feed.producer, file=source.feed.file, date=wording.day(source.feed.date)
    )
    lines = [words(line), link(source.url, source.url), words(credit or "")]
    return element("p", "<br>".join(filter(None, lines)), style="source")
