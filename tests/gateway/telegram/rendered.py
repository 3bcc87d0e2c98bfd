"""Messages as Telegram would take them: read by the fake's own strict parsers, or refused. Sends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from guichet.gateway.channels.telegram.rendering.frames import parts
from guichet.gateway.channels.telegram.rendering.keyboards import markup
from guichet.gateway.channels.telegram.rendering.messages import Message
from guichet.gateway.channels.telegram.rendering.rich import clean, visible
from guichet.gateway.channels.telegram.wording import load
from guichet.gateway.frames import Event
from tests.gateway.telegram.bot_api import keyboards
from tests.gateway.telegram.bot_api.markup import Entity, parse, units

WORDING = load().rendering
_DATA = re.compile(r"c:.+|t:\d+|s:[1-5]|f:\d+:(up|down)", re.DOTALL)


parsed = lru_cache(maxsize=500)(parse)
seen = lru_cache(maxsize=None)(visible)


def event(frame: dict, author: str = "bot", seq: int = 7) -> Event:
    body = {name: value for name, value in frame.items() if name != "kind"}
    return Event(seq, "2026-11-22T10:00:00.000Z", author, frame["kind"], body)


def render(frame: dict, author: str = "bot") -> tuple[Message, ...]:
    """The messages of a frame, each one checked; the same twice."""
    found = parts(event(frame, author), WORDING)
    assert found == parts(event(frame, author), WORDING)
    for message in found:
        check(message)
    return found


def check(message: Message) -> None:
    """Raises what the fake refuses, or an `AssertionError`."""
    keyboards.read(markup(message), private=True)
    assert not (message.rows and message.under)
    assert message.rows or not message.asks
    for button in (button for row in message.rows for button in row):
        assert bool(button.data) != bool(button.url)
        assert button.url.startswith("https://") or _DATA.fullmatch(button.data)
        assert len(button.data.encode()) < 64
    if message.venue:
        assert not message.html
        assert visible(message.venue.title)
        assert visible(message.venue.address)
        return
    assert units(message.html) < 4_096
    text, entities = parsed(message.html)
    assert visible(text)
    assert len(entities) <= 100
    assert not [entity for entity in entities if entity.type == "text_link" and not entity.url.startswith("https://")]


def text(message: Message) -> str:
    return parsed(message.html)[0]


def entities(message: Message) -> list[Entity]:
    return parsed(message.html)[1]


def stretch(message: Message, entity: Entity) -> str:
    """The words under an entity."""
    coded = text(message).encode("utf-16-le")
    return coded[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


def styled(messages: Iterable[Message], kind: str) -> list[str]:
    return [stretch(message, one) for message in messages for one in entities(message) if one.type == kind]


def whole(messages: Iterable[Message]) -> str:
    return "\n".join(text(message) for message in messages if not message.venue)


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.rows]


def squeezed(words: str) -> str:
    """What can be seen of a text, without its spaces: those are ours to change."""
    return "".join(sign for sign in clean(words) if seen(sign))


#: Fields whose words are read, in the order they are.
READ = (
    *("question", "title", "cerfa", "label", "content", "type", "provider", "note"),
    *("items", "blocks", "options", "annexes", "notices"),
)


def said_by(value: Any) -> list[str]:
    """The words of blocks as they came, in reading order; those of tables are read in another."""
    if isinstance(value, list):
        return [words for one in value for words in said_by(one)]
    if isinstance(value, str):
        return [value]
    if "content" in value:
        return [value["content"]["text"]]
    if value.get("kind") == "fragment":
        return said_by(value["blocks"])
    hidden = set() if value.get("kind") == "service" else {"type"}
    return [words for name in READ if name in value and name not in hidden for words in said_by(value[name])]


def missing(sources: Sequence[str], messages: Iterable[Message]) -> list[str]:
    """The texts that don't come in this order in what is said."""
    said, at, lost = squeezed(whole(messages)), 0, []
    for source in map(squeezed, sources):
        place = said.find(source, at)
        if place < 0:
            lost.append(source)
        else:
            at = place + len(source)
    return lost
