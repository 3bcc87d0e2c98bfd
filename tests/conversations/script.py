"""A written conversation: what a citizen types or presses, and what must come back; read from YAML, checked strictly.

Keys of a turn. What the citizen does, one of:
  say: words typed                  press: the label of a button shown before, or the start of it
What must hold of the reply, any of:
  says: name of a response          kinds: kinds of the frames, in order
  procedure: id of the editor's or official sheet of the answer or list; `sheet`: the official sheet
  aspect: of the answer             case: labels taken, in order
  asks: labels of the buttons of the frames, in order (all of them); `offers`: labels that are among all buttons
  request: of the hand-off or the status asked for, these fields with these values
  contains / lacks: words that are or are not in the whole text (accents and case count)
  documents: the documents of the list, by their first words, in order (all of them)
  open: the stage the conversation is left in: none, procedure, case, commune or answered
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

DOES = ("say", "press")
MUST = (
    "says",
    "kinds",
    "procedure",
    "sheet",
    "aspect",
    "case",
    "asks",
    "offers",
    "contains",
    "lacks",
    "documents",
    "open",
    "request",
)


@dataclass(frozen=True)
class Conversation:
    """`tags`: digression, correction, typo, change (of mind), as the issue counts them."""

    name: str
    turns: tuple[dict, ...]
    tags: tuple[str, ...] = ()


def read(folder: Path) -> list[Conversation]:
    """Every conversation of the folder's YAML files. Raises `AssertionError` naming what is not a known key."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            assert set(entry) <= {"conversation", "tags", "turns"}, f"{path.name} : {sorted(entry)}"
            for turn in entry["turns"]:
                assert len(set(turn) & set(DOES)) == 1, f"{path.name}, {entry['conversation']} : say ou press — {turn}"
                unknown = set(turn) - {*DOES, *MUST}
                assert not unknown, f"{path.name}, {entry['conversation']} : {sorted(unknown)}"
            found.append(Conversation(entry["conversation"], tuple(entry["turns"]), tuple(entry.get("tags", ()))))
    return found


class Player:
    """Plays a conversation against a bot. `talk`: from words or payload to `Said`; `responses`: name → variants."""

    def __init__(self, talk, responses, stage) -> None:
        self._talk, self._responses, self._stage = talk, responses, stage
        self._buttons: dict[str, str] = {}

    def play(self, conversation: Conversation) -> None:
        for number, turn in enumerate(conversation.turns, 1):
            said = self._talk(turn["say"] if "say" in turn else self._payload(turn["press"], number))
            for frame in said.frames:
                if frame["kind"] == "choices":
                    self._buttons |= {option["label"]: option["payload"] for option in frame["options"]}
            self._buttons |= {button["title"]: button["payload"] for button in said.buttons}
            problems = list(self._problems(turn, said))
            where = f"« {conversation.name} », tour {number} ({turn.get('say') or turn['press']})"
            assert not problems, f"{where} : {' ; '.join(problems)}\n---\n{said.text[:3000]}"

    def _payload(self, label: str, number: int) -> str:
        found = [payload for shown, payload in self._buttons.items() if shown.startswith(label)]
        exact = self._buttons.get(label)
        assert exact or len(found) == 1, (
            f"tour {number} : le bouton « {label} » n'a pas été montré ({list(self._buttons)})"
        )
        return exact or found[0]

    def _problems(self, turn: dict, said):
        for name in set(turn) & set(MUST):
            seen = getattr(self, f"_{name}")(said, turn[name])
            if seen is not None:
                yield f"{name} : {turn[name]!r} attendu, {seen!r} obtenu"

    def _says(self, said, name):
        variants = [text.strip() for text in self._responses[name]]
        return None if any(text.strip() in variants for text in said.texts) else said.texts

    def _kinds(self, said, kinds):
        return None if said.kinds == kinds else said.kinds

    def _procedure(self, said, id):
        found = {f["procedure"]["id"] for f in said.frames if f["kind"] in ("answer", "checklist")}
        return None if found == {id} else found

    def _sheet(self, said, id):
        found = {f["procedure"]["sheet"] for f in said.frames if f["kind"] in ("answer", "checklist")}
        return None if found == {id} else found

    def _aspect(self, said, aspect):
        found = [f["aspect"] for f in said.frames if f["kind"] == "answer"]
        return None if aspect in found else found

    def _case(self, said, labels):
        found = [f["case"] for f in said.frames if f["kind"] in ("answer", "checklist")]
        return None if found and found[-1] == labels else found

    def _asks(self, said, labels):
        found = self._labels(said)
        return None if found == labels else found

    def _offers(self, said, labels):
        found = [*self._labels(said), *(button["title"] for button in said.buttons)]
        return None if set(labels) <= set(found) else found

    @staticmethod
    def _labels(said):
        return [option["label"] for f in said.frames if f["kind"] == "choices" for option in f["options"]]

    def _contains(self, said, words):
        missing = [word for word in words if word not in said.text]
        return f"sans {missing}" if missing else None

    def _lacks(self, said, words):
        present = [word for word in words if word in said.text]
        return f"avec {present}" if present else None

    def _documents(self, said, beginnings):
        found = [d["text"] for f in said.frames if f["kind"] == "checklist" for d in f["documents"]]
        matching = len(found) == len(beginnings) and all(
            t.startswith(b) for t, b in zip(found, beginnings, strict=True)
        )
        return None if matching else found

    def _request(self, said, fields):
        asked = [f for f in said.frames if f["kind"] in ("handoff", "request_status")]
        found = [frame.get("request", frame) for frame in asked]
        return None if len(found) == 1 and fields.items() <= found[0].items() else found

    def _open(self, said, stage):
        found = self._stage()
        return None if found == stage else found
