"""Between Rasa's slots and the dialogue's memory; it decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from guichet.dialogue.turn import Found, Heard, Memory, Offer, Second


def remembered(tracker: Tracker) -> Memory:
    """What the slots hold."""
    behind = tracker.get_slot("trail") or {}
    return replace(
        _state({name: tracker.get_slot(name) for name in (*_SLOTS, "kept")}),
        trail=tuple(map(_state, behind.get("trail", ()))),
        aside=tuple(map(_state, behind.get("aside", ()))),
    )


def to_slots(memory: Memory) -> list[EventType]:
    """The slots that hold it."""
    behind = {"trail": list(map(_slots, memory.trail)), "aside": list(map(_slots, memory.aside))}
    slots = _slots(memory) | {"trail": behind, "stage": memory.stage}
    return [SlotSet(name, value) for name, value in slots.items()]


#: Slots of their own, for whoever reads a conversation; `kept` holds the rest of a state.
_SLOTS = ("procedure", "sheet", "aspect", "case", "pending", "question")
_KEPT = ("asked", "office", "commune")


def _slots(memory: Memory) -> dict[str, Any]:
    """One state, ready for JSON."""
    return {
        **{name: getattr(memory, name) or None for name in _SLOTS},
        "case": list(memory.case),
        "pending": [{"label": offer.label, "entities": dict(offer.entities)} for offer in memory.pending],
        "kept": {"later": memory.later, "missed": memory.missed} | {name: getattr(memory, name) for name in _KEPT},
    }


def _state(slots: Mapping[str, Any]) -> Memory:
    """The state that `_slots` made these of."""
    kept = slots.get("kept") or {}
    return Memory(
        procedure=slots.get("procedure") or "",
        sheet=slots.get("sheet") or "",
        aspect=slots.get("aspect") or "",
        case=tuple(slots.get("case") or ()),
        pending=tuple(Offer(offer["label"], offer["entities"]) for offer in slots.get("pending") or ()),
        question=slots.get("question") or "",
        later=kept.get("later"),
        missed=bool(kept.get("missed")),
        **{name: kept.get(name) or "" for name in _KEPT},
    )


def heard(tracker: Tracker) -> Heard:
    """The last message as understood."""
    message: dict[str, Any] = tracker.latest_message
    linked = message.get("procedures") or {}
    second = linked.get("second")
    return Heard(
        text=message.get("text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        decision=linked.get("decision", "none"),
        found=tuple(Found(f["id"], tuple(f["sheets"]), f["title"]) for f in linked.get("procedures", ())),
        entities={e["entity"]: e["value"] for e in message.get("entities") or () if isinstance(e.get("value"), str)},
        second=Second(**second) if second else None,
    )
