"""An event as Telegram messages: one function for each kind of frame, and the plain text for all others.

The same event always makes the same messages, as a delivery that was cut goes on by their number. It sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from guichet.gateway.channels.telegram.rendering.answers import answer, checklist
from guichet.gateway.channels.telegram.rendering.blocks import BLANK
from guichet.gateway.channels.telegram.rendering.credits import speaker
from guichet.gateway.channels.telegram.rendering.messages import Button, Message
from guichet.gateway.channels.telegram.rendering.notices import notice
from guichet.gateway.channels.telegram.rendering.places import offices
from guichet.gateway.channels.telegram.rendering.questions import question, with_rows
from guichet.gateway.channels.telegram.rendering.rich import Line, filled, html, joined, run, visible
from guichet.gateway.channels.telegram.rendering.splitting import split
from guichet.gateway.channels.telegram.wording import RenderingWording
from guichet.gateway.frames import Event
from guichet.gateway.shapes import HandoffFrame


def parts(event: Event, wording: RenderingWording) -> tuple[Message, ...]:
    """The messages that say an event, in order; none for one without words."""
    found = _shown(event, wording) or _text(event, wording)
    closing = found and event.body.get("closing") is True
    return tuple([*found, _satisfaction(wording)] if closing else found)


def _shown(event: Event, wording: RenderingWording) -> list[Message]:
    """The event by its kind; none for a kind without a function, and for a frame that can't be read as its kind."""
    renderer = _RENDERERS.get(event.kind)
    if renderer is None or not isinstance(event.body.get("text"), str):
        return []
    try:
        return renderer(event, wording)
    # A block of a kind, or a callout of a level, that came after this gateway; half of a sign.
    except (msgspec.ValidationError, KeyError, RecursionError, UnicodeEncodeError):
        return []


def _text(event: Event, wording: RenderingWording) -> list[Message]:
    """The words as they are. A telephone number that is asked for can be sent by a button."""
    text = event.body.get("text")
    if not isinstance(text, str) or not visible(text):
        return []
    lines: list[Line] = [*speaker(event, wording), (run(text),)]
    under = _under(event)
    if under == "contact":
        lines += [BLANK, (run(wording.contact_hint.format(button=wording.contact)),)]
    texts = split(joined(lines))
    return [*map(Message, texts[:-1]), Message(texts[-1], under=under)]


def _under(event: Event) -> str:
    """What goes in the place of the citizen's keyboard: our own events alone may ask for that."""
    if event.author != "system" or event.kind != "text":
        return ""
    if event.body.get("asks") == "phone":
        return "contact"
    # Only where it may be there: what changes the keyboard can't be edited, nor looked for when its answer is lost.
    return "remove" if event.body.get("noted") == "phone" else ""


def _question(event: Event, wording: RenderingWording) -> list[Message]:
    return question(event.body, wording)


def _handoff(event: Event, wording: RenderingWording) -> list[Message]:
    """Who has the conversation, and what is known of the request; without `say`, the text tells all of it."""
    frame = msgspec.convert(event.body, HandoffFrame)
    words = frame.say if visible(frame.say) else event.body["text"]
    lines: list[Line] = [_numbered(words, frame.reference)]
    if visible(frame.say):
        lines += [BLANK, *_known(frame, wording)]
    return with_rows(split(joined(lines)), ())


def _known(frame: HandoffFrame, wording: RenderingWording) -> list[Line]:
    said = wording.handoff
    found: list[Line] = []
    if frame.owner == "waiting" and frame.position:
        found.append((run(said.position.format(position=frame.position)),))
    if frame.owner == "waiting" and frame.wait_minutes:
        found.append((run(said.wait.format(minutes=frame.wait_minutes)),))
    if frame.reference:
        found += [BLANK, filled(said.reference, (), reference=[run(frame.reference, "code")]), (run(said.keep),)]
    if frame.hours:
        found += [BLANK, (run(said.hours.format(hours=frame.hours)),)]
    return found


def _numbered(words: str, reference: str) -> Line:
    """A text in which the number of the request is copied by touching it."""
    before, found, after = words.partition(reference) if reference else (words, "", "")
    return tuple(one for one in (run(before), run(found, "code"), run(after)) if one.text)


def _satisfaction(wording: RenderingWording) -> Message:
    scores = ((Button(label, f"s:{score}"),) for score, label in enumerate(wording.scores, 1))
    return Message(html([run(wording.satisfaction)]), tuple(scores))


_RENDERERS: dict[str, Callable[[Event, RenderingWording], list[Message]]] = {
    "answer": answer,
    "checklist": checklist,
    "choices": _question,
    "offices": offices,
    "handoff": _handoff,
    "notice": notice,
}
