"""What the fake engine answers: a short guided conversation, offices, a person for who asks for one, a long text."""

from __future__ import annotations

from tests.gateway.samples import ANSWER, CHECKLIST, OFFICES

PUBLIC, PRIVATE = '/choose{"option": "public"}', '/choose{"option": "private"}'
PROMPT = "Dans quelle école est votre enfant ?"
QUESTION = {
    "kind": "choices",
    "text": f"{PROMPT}\n- École publique\n- École privée",
    "prompt": PROMPT,
    "reason": "case",
    "options": [{"label": "École publique", "payload": PUBLIC}, {"label": "École privée", "payload": PRIVATE}],
}
PERSON = {
    "kind": "handoff",
    "text": "Appelez le 39 39.",
    "owner": "waiting",
    "request": {"reason": "asked", "question": "Mon voisin fait du bruit"},
}
GOODBYE = {"kind": "text", "text": "Au revoir !", "closing": True}


#: Longer than Telegram takes in one message.
LONG = " ".join(f"{number}e phrase de la réponse." for number in range(1, 250))


async def at_length(_sender: str, text: str) -> list[dict]:
    """A behaviour for answers in two parts."""
    return [{"text": f"Réponse à {text}. {LONG}"}]


async def counter(_sender: str, message: str) -> list[dict]:
    """The behaviour, for `FakeEngine`."""
    return [{"custom": {"frames": _frames(message)}}]


def _frames(message: str) -> list[dict]:
    if message == PUBLIC:
        return [CHECKLIST]
    if message.startswith('/choose{"near"') or "bureau" in message:
        return [OFFICES]
    if message.startswith("/human_handoff") or "quelqu'un" in message:
        return [PERSON]
    if message.startswith("DEM-"):
        return [{"kind": "request_status", "reference": message, "text": "Quel est votre numéro ?"}]
    by_word = {"cantine": [QUESTION], "privée": [ANSWER], "au revoir": [GOODBYE]}
    found = next((frames for word, frames in by_word.items() if word in message), None)
    return found or [{"kind": "text", "text": f"Vous avez dit : {message}"}]
