"""« Où en est ma demande ? »: the frames that the gateway fills in; leaves out the requests, which it alone knows."""

from __future__ import annotations

from guichet.dialogue.turn import Memory, Turn
from guichet.frames import choices, person, request_status
from guichet.references import find_reference, looks_like_reference
from guichet.wording import say


def followed_up(text: str, memory: Memory) -> Turn | None:
    """The request whose number is given, or that the number is wrong; None where no number is given."""
    reference = find_reference(text)
    if reference:
        return Turn(memory, frames=(request_status(say("requests.status", reference=reference), reference),))
    if looks_like_reference(text):
        return Turn(memory, frames=(choices("menu", say("requests.wrong_number"), [person("lost")]),))
    return None


def which_request(memory: Memory) -> Turn:
    """The requests of this conversation; where there is none, what their number looks like."""
    return Turn(memory, frames=(request_status(say("requests.which")),))
