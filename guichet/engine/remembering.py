"""What of an event is worth keeping once its turn is over: the least that the policies and the actions read again.

A reply is kept by the gateway; the engine needs to know only which procedures were shown.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered

#: What of an understood message is read in later turns.
_UNDERSTOOD = ("text", "intent", "entities", "message_id", "metadata")


def shorten(event: Event) -> Event:
    """The same event, without what nobody reads later: whole replies, rankings, names of the model."""
    event.metadata = {}
    if isinstance(event, UserUttered):
        event.parse_data = {key: event.parse_data[key] for key in _UNDERSTOOD if key in event.parse_data}
    elif isinstance(event, BotUttered):
        # A new dictionary: the reply is still on its way out, and shares the old one.
        event.data, event.text = {"custom": {"frames": _shown(event.data.get("custom"))}}, None
    return event


def _shown(custom: Any) -> list[dict[str, Any]]:
    frames = custom.get("frames") or () if isinstance(custom, dict) else ()
    return [
        {"kind": frame["kind"], "procedure": {"title": frame["procedure"]["title"]}}
        for frame in frames
        if "title" in (frame.get("procedure") or ())
    ]
