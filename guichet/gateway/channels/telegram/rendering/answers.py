"""An answer from a sheet, and a personal checklist: what counts first, the rest folded, the source at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from guichet.gateway.channels.telegram.rendering.blocks import BLANK, folded, lines, read
from guichet.gateway.channels.telegram.rendering.credits import MOST_SITES, credited, sites, speaker, thumbs, told
from guichet.gateway.channels.telegram.rendering.keyboards import MOST, ticks
from guichet.gateway.channels.telegram.rendering.messages import Message
from guichet.gateway.channels.telegram.rendering.questions import with_rows
from guichet.gateway.channels.telegram.rendering.rich import FOLDED, Line, Run, dressed, joined, link, rich, run
from guichet.gateway.channels.telegram.rendering.splitting import split
from guichet.gateway.channels.telegram.wording import RenderingWording
from guichet.gateway.frames import Event
from guichet.gateway.shapes import AnswerFrame, ChecklistFrame, NextStep, Paper
from guichet.gateway.transcript_frames import PARTS
from guichet.procedure import Block, Chapter, Choice, Paragraph, Service, children


def answer(event: Event, wording: RenderingWording) -> list[Message]:
    """What the sheet says, then the rest of it folded; none for one that says nothing."""
    frame = msgspec.convert(event.body, AnswerFrame)
    blocks, more = read(event.body.get("blocks")), read(event.body.get("more"))
    said = [lines(blocks), _rest(more, wording)]
    if not any(said):
        return []
    said[0] = [*_heading(event, frame.procedure.title, frame.case, wording), BLANK, *said[0]]
    said[-1 if more else 0] += [BLANK, *credited(frame.source, wording)]
    texts = [text for page in said for text in split(joined(page))]
    return with_rows(texts, (*sites(_services(blocks))[:MOST_SITES], *thumbs(event.seq, wording)))


def _heading(event: Event, title: str, case: Sequence[str], wording: RenderingWording) -> list[Line]:
    return [*speaker(event, wording), (run(title, "b"),), *told(case, wording)]


def _rest(blocks: Sequence[Block], wording: RenderingWording) -> list[Line]:
    """Each chapter folded under its title; blocks without a title in between, together."""
    found: list[Line] = [(run(wording.more, "i"),)] if blocks else []
    for place, group in groupby(range(len(blocks)), lambda place: place if _title(blocks[place]) else -1):
        title = _title(blocks[place]) if place >= 0 else ""
        inside = [line for one in group for line in (BLANK, *lines(blocks[one].blocks if title else (blocks[one],)))]
        found += [BLANK, *([(run(title, "b"),)] if title else []), folded(inside, FOLDED)]
    return found


def _title(block: Block) -> str:
    return block.title if isinstance(block, Chapter) else ""


def _services(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Title and address of the online services and forms; not those of one case among others."""
    for block in blocks:
        if isinstance(block, Service):
            yield block.title, block.url
        if not isinstance(block, Choice):
            for inner in children(block):
                yield from _services(inner)


def checklist(event: Event, wording: RenderingWording) -> list[Message]:
    """The documents with a box for each, then all else there is to know and to do."""
    frame = msgspec.convert(event.body, ChecklistFrame)
    parts = {name: read(event.body.get(name)) for name in PARTS}
    title = wording.checklist.title.format(title=frame.procedure.title)
    heading = _heading(event, title, frame.case, wording)
    listed = _documents(frame, event.body, heading, wording)
    said = [*([] if listed else heading), *_parts(parts, frame.next, wording), BLANK, *credited(frame.source, wording)]
    found = sites(_services((*parts["online"], *parts["appointment"])))[:MOST_SITES]
    return listed + with_rows(split(joined(said)), (*found, *thumbs(event.seq, wording)))


def _documents(frame: ChecklistFrame, body: dict, heading: list[Line], wording: RenderingWording) -> list[Message]:
    papers = [_paper(*pair) for pair in zip(frame.documents, body.get("documents", ()), strict=True)]
    # Names alone stand close together; names with details don't.
    apart = [BLANK] if any(len(paper) > 1 for paper in papers) else []
    found: list[Message] = []
    for before in range(0, len(papers), MOST):
        said = [] if before else [*heading, BLANK, (run(wording.checklist.documents, "b"),)]
        for number, (name, *details) in enumerate(papers[before : before + MOST], before + 1):
            said += [*apart, (Run(f"{number}. "), *name), *details]
        boxes = ticks((paper.text for paper in frame.documents[before : before + MOST]), before)
        found += with_rows(split(joined([*said, BLANK, (run(wording.ticks, "i"),)])), boxes)
    return found


def _paper(paper: Paper, raw: dict) -> list[Line]:
    """The name of a document, then what is said of it besides."""
    first, *others = read(raw.get("blocks")) or (None,)
    if isinstance(first, Paragraph) and first.content.text == paper.text:
        return [rich(first.content), *lines(others, 1)]
    return [(run(paper.text),), *lines(filter(None, (first, *others)), 1)]


def _parts(parts: dict[str, tuple[Block, ...]], steps: Sequence[NextStep], wording: RenderingWording) -> list[Line]:
    """The parts that are there, under their titles; by when comes last, where it is seen first."""
    said = {name: lines(blocks) for name, blocks in parts.items()}
    deadline = said.pop("deadline")
    said["next"] = [(Run(f"{number}. "), link(step.url, step.title)) for number, step in enumerate(steps, 1)]
    said["deadline"] = [dressed(line, "b") for line in deadline]
    titled = ((getattr(wording.checklist, name), shown) for name, shown in said.items() if shown)
    return [line for title, shown in titled for line in (BLANK, (run(title, "b"),), *shown)]
