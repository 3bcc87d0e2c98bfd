"""What the bot shows: frames, as data with a complete plain-text rendering. It decides nothing and marks nothing up.

A frame is an event of the public API without `seq`, `at` and `author`; each option of a `choices` frame carries
a `payload` for the engine, which the gateway replaces by an opaque `choice`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Protocol

import msgspec

from guichet.guide import Answer, Checklist
from guichet.procedure import (
    Annex,
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Heading,
    Media,
    Notice,
    Office,
    Option,
    Paragraph,
    Procedure,
    Reference,
    Service,
    Source,
    Table,
    children,
)
from guichet.wording import french_date, say

Frame = dict[str, object]


def text(content: str) -> Frame:
    """A plain message."""
    return {"kind": "text", "text": content}


class Feed(Protocol):
    """The archive that official sheets come from: what its licence asks to be said."""

    producer: str
    url: str
    file: str
    date: str


def answer(procedure: Procedure, result: Answer, sheet: str = "", feed: Feed | None = None) -> Frame:
    """What the sheet says of the aspect for the case, with its source and date, and the archive of an official one."""
    source = _source(procedure, result)
    words = [plain_text((*result.blocks, *result.more))]
    return {
        "kind": "answer",
        "text": _complete(procedure, result.labels, words, source, feed),
        "procedure": named(procedure, sheet),
        "aspect": result.aspect.value if result.aspect else None,
        "case": list(result.labels),
        "blocks": msgspec.to_builtins(result.blocks),
        **({"more": msgspec.to_builtins(result.more)} if result.more else {}),
        "source": _credited(procedure, source, feed),
    }


def checklist(procedure: Procedure, result: Checklist, sheet: str = "", feed: Feed | None = None) -> Frame:
    """All that this person must bring, pay, wait for and do, with its source and date; what is empty is not said."""
    parts = {name: getattr(result, name) for name in PARTS}
    words = [_list_of_documents(result)]
    words += ["\n".join([say(f"checklist.{name}"), plain_text(blocks)]) for name, blocks in parts.items() if blocks]
    if result.steps:
        words.append("\n".join([say("checklist.next"), *(f"{n}. {title}" for n, title in enumerate(result.steps, 1))]))
    return {
        "kind": "checklist",
        "text": _complete(procedure, result.labels, words, procedure.source, feed, "checklist.title"),
        "procedure": named(procedure, sheet),
        "case": list(result.labels),
        "documents": msgspec.to_builtins(result.documents),
        **{name: msgspec.to_builtins(blocks) for name, blocks in parts.items()},
        "next": [{"title": title} for title in result.steps],
        "source": _credited(procedure, procedure.source, feed),
    }


#: The parts of a checklist that are blocks, in the order they are read.
PARTS = ("notes", "cost", "delay", "deadline", "where", "appointment", "online", "validity")


def _list_of_documents(result: Checklist) -> str:
    lines = [line for document in result.documents for line in _item("☐", document.blocks)]
    return "\n".join([say("checklist.documents"), *lines]) if lines else ""


def named(procedure: Procedure, sheet: str = "") -> Frame:
    """Which procedure it is; `sheet`: the official one in hand, else the first that stands behind it."""
    shown = sheet or (procedure.sheets[0] if procedure.sheets else "")
    return {"id": procedure.id, "title": procedure.title, "sheet": shown, "url": procedure.source.url}


def _complete(
    procedure: Procedure,
    labels: Iterable[str],
    words: Iterable[str],
    source: Source,
    feed: Feed | None,
    title: str = "",
) -> str:
    """The whole of a frame in plain text: its title, the case, what is said, and where it comes from."""
    case = ", ".join(labels)
    lines = [say(title, title=procedure.title) if title else procedure.title]
    lines += [say("case", labels=case)] if case else []
    lines += [*words, source_line(source)]
    lines += [feed_line(feed)] if feed is not None and procedure.type != "editor" else []
    return "\n\n".join(filter(None, lines))


def _credited(procedure: Procedure, source: Source, feed: Feed | None) -> Frame:
    """The source, with the archive that an official sheet was read from."""
    credit = {} if feed is None or procedure.type == "editor" else {"feed": _credit(feed)}
    return msgspec.to_builtins(source) | credit


def _source(procedure: Procedure, result: Answer) -> Source:
    """What the one aspect shown rests on, where its editor said so; else the sheet's own source."""
    cited = [b.sources[0] for b in result.blocks if isinstance(b, Chapter) and b.sources]
    return cited[0] if cited and result.aspect else procedure.source


def choices(reason: str, prompt: str, options: Iterable[Frame]) -> Frame:
    """A question with buttons; `options` come from `option`."""
    listed = list(options)
    lines = [say("option", number=i, label=o["label"]) for i, o in enumerate(listed, 1)]
    return {
        "kind": "choices",
        "reason": reason,
        "text": "\n".join([prompt, *lines]),
        "prompt": prompt,
        "options": listed,
    }


def option(label: str, entities: dict[str, str], procedure: Frame | None = None) -> Frame:
    """One button: its words, and what the engine is told when it is pressed."""
    payload = "/choose" + json.dumps(entities, ensure_ascii=False)
    return {"label": label, "payload": payload} | ({"procedure": procedure} if procedure else {})


def person(reason: str) -> Frame:
    """The button that asks for a person; `reason`: why it was offered, of `guichet.dialogue.human.REASONS`."""
    return {"label": say("requests.person"), "payload": "/human_handoff" + json.dumps({"reason": reason})}


def handoff(otherwise: str, request: Frame) -> Frame:
    """A person asked for, with the file that they will read; `otherwise` is said where nobody can be reached."""
    return {"kind": "handoff", "owner": "waiting", "text": otherwise, "request": request}


def request_status(otherwise: str, reference: str = "") -> Frame:
    """Where a request stands, or those of this conversation; `otherwise` is said where that can't be told."""
    return {"kind": "request_status", "reference": reference, "text": otherwise}


def source_line(source: Source) -> str:
    """Where a statement comes from and of when it is."""
    name = ("source" if source.producer else "source_editor") if source.date else "source_undated"
    values = {"title": source.title, "date": french_date(source.date), "url": source.url, "producer": source.producer}
    return say(name, **values).strip()


def feed_line(feed: Feed) -> str:
    """Which archive it was read from, as the licence of the official sheets asks."""
    return say("feed", producer=feed.producer, file=feed.file, date=french_date(feed.date[:10]), url=feed.url).strip()


def _credit(feed: Feed) -> dict[str, str]:
    return {"producer": feed.producer, "url": feed.url, "file": feed.file, "date": feed.date}


def plain_text(blocks: Iterable[Block]) -> str:
    """Blocks as text that can be read aloud: one paragraph a block, lists with dashes, tables row by row."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.content.text]
    if isinstance(block, Heading):
        return [block.title]
    if isinstance(block, BulletList):
        bullets = (f"{i}." if block.ordered else "-" for i in range(1, len(block.items) + 1))
        return [line for bullet, item in zip(bullets, block.items, strict=True) for line in _item(bullet, item)]
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Choice):
        return [*_present(block.question), *(line for o in block.options for line in _option_lines(o))]
    if isinstance(block, Service):
        return _service(block)
    if isinstance(block, (Office, Reference)):
        return _pointer(block)
    title = _title(block)
    return ([title] if title else []) + [line for inner in children(block) for b in inner for line in _lines(b)]


def _option_lines(option: Option) -> list[str]:
    return [f"▸ {option.label}", *_indented(option.blocks)]


def _title(block: Block) -> str:
    if isinstance(block, Callout):
        return f"{block.title or say(f'callouts.{block.level}')} :"
    return block.title if isinstance(block, (Chapter, Media)) else ""


def _item(bullet: str, blocks: tuple[Block, ...]) -> list[str]:
    lines = [line for block in blocks for line in _lines(block)]
    return [f"{bullet} {line}" if i == 0 else f"  {line}" for i, line in enumerate(lines)]


def _indented(blocks: Iterable[Block]) -> list[str]:
    return _shifted(line for block in blocks for line in _lines(block))


def _shifted(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _table(table: Table) -> list[str]:
    rows = (" | ".join(plain_text(cell.blocks).replace("\n", " ") for cell in row.cells) for row in table.rows)
    return [*_present(table.title, table.summary), *rows]


def _pointer(block: Office | Reference) -> list[str]:
    """Its title and address on one line, then who is behind it and what is said about it."""
    if isinstance(block, Reference):
        return [_address(block.title, block.target), *_shifted(_present(block.provider, block.note))]
    return [_address(block.title, block.url), *_shifted(_present(block.provider)), *_indented(block.blocks)]


def _service(service: Service) -> list[str]:
    """An online service or a form, with the forms and leaflets that go with it."""
    lines = [
        _address(form_name(service), service.url),
        *_shifted(_present(service.provider)),
        *_indented(service.blocks),
    ]
    for annex in service.annexes:
        leaflets = (_address(form_name(notice), notice.url) for notice in annex.notices)
        lines += _shifted([_address(form_name(annex), annex.url), *_indented(annex.blocks), *_shifted(leaflets)])
    return lines + _shifted(_address(form_name(notice), notice.url) for notice in service.notices)


def form_name(form: Service | Annex | Notice) -> str:
    """A service or a form as it is called, with its official number."""
    return say("cerfa", title=form.title, number=form.cerfa) if form.cerfa else form.title


def _address(title: str, url: str) -> str:
    return say("see", title=title, url=url) if url.startswith("http") else title


def _present(*lines: str) -> list[str]:
    return [line for line in lines if line]
