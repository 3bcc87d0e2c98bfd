"""Between Rasa's slots and the dialogue's memory; it decides nothing."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from guichet.dialogue.turn import Found, Heard, Memory, Offer


def remembered(tracker: Tracker) -> Memory:
    """What the slots hold."""
    pending = tracker.get_slot("pending") or []
    return Memory(
        procedure=tracker.get_slot("procedure") or "",
        sheet=tracker.get_slot("sheet") or "",
        aspect=tracker.get_slot("aspect") or "",
        case=tuple(tracker.get_slot("case") or ()),
        pending=tuple(Offer(offer["label"], offer["entities"]) for offer in pending),
        question=tracker.get_slot("question") or "",
    )


def to_slots(memory: Memory) -> list[EventType]:
    """The slots that hold it."""
    pending = [{"label": offer.label, "entities": dict(offer.entities)} for offer in memory.pending]
    return [
        SlotSet("procedure", memory.procedure or None),
        SlotSet("sheet", memory.sheet or None),
        SlotSet("aspect", memory.aspect or None),
        SlotSet("case", list(memory.case)),
        SlotSet("pending", pending),
        SlotSet("question", memory.question or None),
    ]


def heard(tracker: Tracker) -> Heard:
    """The last message as understood."""
    message: dict[str, Any] = tracker.latest_message
    linked = message.get("procedures") or {}
    return Heard(
        text=message.get("text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        decision=linked.get("decision", "none"),
        found=tuple(Found(f["id"], tuple(f["sheets"]), f["title"]) for f in linked.get("procedures", ())),
        entities={e["entity"]: e["value"] for e in message.get("entities") or () if isinstance(e.get("value"), str)},
    )
