"""What is said in an event, as HTML to print: one function per kind of frame, and the plain text for all others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from guichet.gateway.block_html import html
from guichet.gateway.frames import Event
from guichet.gateway.markup import element, link, words
from guichet.gateway.shapes import (
    AnswerFrame,
    Call,
    ChecklistFrame,
    Hours,
    NoticeFrame,
    OfficeCard,
    OfficesFrame,
    Paper,
    Phone,
)
from guichet.gateway.wording import OfficesWording, TranscriptWording
from guichet.procedure import Block

#: The parts of a checklist, in the order they are read.
PARTS = ("notes", "cost", "delay", "where", "online", "appointment", "validity", "deadline")
#: The ways to reach an office, likewise.
WAYS = ("email", "url", "contact_url", "appointment_url", "accessibility", "directory_url")


def said(event: Event, wording: TranscriptWording) -> str:
    """The event's words. A frame that can't be read as its kind says its text, as does a kind without a function."""
    renderer = _RENDERERS.get(event.kind)
    try:
        shown = renderer(event.body, wording) if renderer else ""
    # A block of a kind, or a callout of a level, that came after this gateway.
    except (msgspec.ValidationError, KeyError, RecursionError):
        shown = ""
    return shown or element("p", words(event.body["text"]), style="text")


def _blocks(raw: Any, level: int = 4) -> str:
    return html(msgspec.convert(raw or [], tuple[Block, ...]), level)


def _answer(body: dict[str, Any], wording: TranscriptWording) -> str:
    frame = msgspec.convert(body, AnswerFrame)
    shown = _blocks(body.get("blocks"), 3) + _blocks(body.get("more"), 3)
    return element("h2", words(frame.procedure.title)) + _case(frame.case, wording) + shown if shown else ""


def _case(labels: tuple[str, ...], wording: TranscriptWording) -> str:
    return element("p", words(wording.case.format(labels=" › ".join(labels)))) if labels else ""


def _checklist(body: dict[str, Any], wording: TranscriptWording) -> str:
    frame = msgspec.convert(body, ChecklistFrame)
    said = wording.checklist
    papers = [_paper(paper.text, raw.get("blocks")) for paper, raw in _papers(frame, body)]
    parts = [(getattr(said, name), _blocks(body.get(name))) for name in PARTS]
    steps = (element("li", link(step.url, step.title)) for step in frame.next)
    sections = [(said.documents, element("ul", *papers, style="boxes")), *parts, (said.next, element("ol", *steps))]
    title = element("h2", words(said.title.format(title=frame.procedure.title)))
    return title + _case(frame.case, wording) + "".join(_section(*section) for section in sections)


def _papers(frame: ChecklistFrame, body: dict[str, Any]) -> Iterator[tuple[Paper, dict[str, Any]]]:
    """Each document, with its fields as they came."""
    return zip(frame.documents, body.get("documents", ()), strict=True)


def _section(title: str, content: str) -> str:
    return element("h3", words(title)) + content if content else ""


def _paper(name: str, raw: Any) -> str:
    """A box to tick by hand, the document's name, and what is said of it besides."""
    blocks = msgspec.convert(raw or [], tuple[Block, ...])
    named = bool(blocks) and getattr(getattr(blocks[0], "content", None), "text", None) == name
    return element("li", element("p", words(name)), html(blocks[1:] if named else blocks))


def _offices(body: dict[str, Any], wording: TranscriptWording) -> str:
    frame = msgspec.convert(body, OfficesFrame)
    if not frame.offices:
        return ""
    heading = element("p", words(body["text"].partition("\n")[0]))
    return heading + "".join(_office(office, wording.offices) for office in frame.offices) + _lines(frame.notes)


def _office(office: OfficeCard, said: OfficesWording) -> str:
    """An office without "open until 5 pm": that was true when it was said, and paper is read later."""
    ways = (f"{words(getattr(said, name))} {link(value, value)}" for name in WAYS if (value := getattr(office, name)))
    lines = [*map(words, office.address), *map(_hours, office.hours), *map(words, office.notes)]
    lines += [*(_phone(phone, said) for phone in office.phone), *ways]
    return element("h2", words(office.title)) + element("p", "<br>".join(lines))


def _lines(lines: Iterable[str]) -> str:
    return "".join(element("p", words(line)) for line in lines)


def _hours(hours: Hours) -> str:
    return words(f"{hours.days} : {hours.times}" + (f" ({hours.note})" if hours.note else ""))


def _phone(phone: Phone, said: OfficesWording) -> str:
    return words(f"{said.phone} {phone.number}" + (f" ({phone.label})" if phone.label else ""))


def _notice(body: dict[str, Any], _wording: TranscriptWording) -> str:
    frame = msgspec.convert(body, NoticeFrame)
    if not (frame.calls and frame.say):
        return ""
    calls = element("ul", *map(_call, frame.calls))
    return element("h2", words(frame.title)) + element("p", words(frame.say)) + calls


def _call(call: Call) -> str:
    beside = ", ".join(filter(None, (call.label if call.number else "", call.when)))
    label = element("strong", link(call.href, call.number or call.label))
    return element("li", label, words(f" : {beside}" if beside else ""))


_RENDERERS: dict[str, Callable[[dict[str, Any], TranscriptWording], str]] = {
    "answer": _answer,
    "checklist": _checklist,
    "offices": _offices,
    "notice": _notice,
}
