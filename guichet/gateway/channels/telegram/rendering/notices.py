"""Someone in danger and whom to call, before anything else; and the counter's own words when it can't answer."""

from __future__ import annotations

from collections.abc import Iterator, Set

import msgspec

from guichet.gateway.channels.telegram.rendering.blocks import BLANK
from guichet.gateway.channels.telegram.rendering.credits import credited, sites, speaker
from guichet.gateway.channels.telegram.rendering.messages import Message
from guichet.gateway.channels.telegram.rendering.questions import with_rows
from guichet.gateway.channels.telegram.rendering.rich import Line, address, filled, joined, link, run
from guichet.gateway.channels.telegram.rendering.splitting import split
from guichet.gateway.channels.telegram.wording import RenderingWording
from guichet.gateway.frames import Event
from guichet.gateway.shapes import Call, NoticeFrame

#: Buttons that lead somewhere.
_MOST_WAYS = 6


def notice(event: Event, wording: RenderingWording) -> list[Message]:
    """The words, then each number on a line of its own; none where only `text` tells the calls."""
    frame = msgspec.convert(event.body, NoticeFrame)
    if frame.calls and not frame.say:
        return []
    title = wording.danger.format(title=frame.title) if frame.level == "danger" else frame.title
    said = [*speaker(event, wording), (run(title, "b"),)] if frame.title else speaker(event, wording)
    said += [BLANK, (run(frame.say or event.body["text"]),), BLANK]
    said += [line for call in frame.calls for line in (_call(call, wording), BLANK)]
    found = [(call.label, call.href) for call in frame.calls] + [(way.label, way.url) for way in frame.links]
    buttons = sites(found)[:_MOST_WAYS]
    said += [*_links(frame, {row[0].label for row in buttons}), BLANK, *credited(frame.source, wording)]
    return with_rows(split(joined(said)), tuple(buttons))


def _call(call: Call, wording: RenderingWording) -> Line:
    """The number first: Telegram dials it when it is touched."""
    if not call.number:
        return (link(call.href, call.label, "b"), *([run(f", {call.when}")] if call.when else []))
    about = ", ".join(filter(None, (call.label, call.when)))
    return filled(wording.call, (), number=[run(call.number, "b")], about=[run(about)])


def _links(frame: NoticeFrame, labels: Set[str]) -> Iterator[Line]:
    """The ways that no button tells in full: a telephone, and what is too long for one. `labels`: of the buttons."""
    for way in frame.links:
        if not address(way.url) or way.label not in labels:
            yield (link(way.url, way.label),)
