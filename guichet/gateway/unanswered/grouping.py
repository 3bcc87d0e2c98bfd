"""Messages that were not understood, put together by what they ask, the group that most citizens need first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from guichet.gateway.unanswered.entries import CHOOSE, HANDOFF, NONE, THUMB, Entry, Proposed
from guichet.gateway.unanswered.similarity import Vector, alike, vectors

#: What each reason weighs: who said that the answer was bad, or was handed to a person, was let down the most.
WEIGHTS = {NONE: 1.0, CHOOSE: 1.0, THUMB: 2.0, HANDOFF: 2.0}

#: Days after which a message weighs half as much.
HALF_LIFE = 30.0

#: From here on two messages ask the same; a message joins a group by the rarest of its words.
_ALIKE, _RAREST = 0.5, 4

#: The most of a group's messages that one is compared with, and the most groups.
_COMPARED, _NEAREST = 5, 10


@dataclass(frozen=True)
class Group:
    """Messages that ask the same, the most typical wording first. `key`: the number of its oldest message.

    `citizens`: how many conversations; `proposed`: what Guichet showed, and how often, the most often first.
    """

    key: int
    entries: tuple[Entry, ...]
    wordings: tuple[tuple[str, int], ...]
    weight: float
    citizens: int
    whys: tuple[tuple[str, int], ...]
    proposed: tuple[tuple[Proposed, int], ...]
    comments: tuple[str, ...]
    newest: str

    @property
    def title(self) -> str:
        """Its most typical wording."""
        return self.wordings[0][0]


@dataclass
class _Heap:
    """A group in the making: places of its messages, and some of them to compare with."""

    members: list[int] = field(default_factory=list)
    compared: list[Vector] = field(default_factory=list)


def groups(entries: Sequence[Entry], now: datetime) -> list[Group]:
    """The entries in groups, the heaviest first."""
    texts = list(dict.fromkeys(entry.words for entry in entries))
    of_text = vectors(texts)
    by_words = defaultdict(list)
    for entry in entries:
        by_words[entry.words].append(entry)
    made = [_group([(texts[i], of_text[i], by_words[texts[i]]) for i in heap.members], now) for heap in _heaps(of_text)]
    return sorted(made, key=lambda group: (-group.weight, group.key))


def _heaps(of_text: Sequence[Vector]) -> list[_Heap]:
    """Each text joins the group it is most like; the longest texts last: they are like several."""
    heaps: list[_Heap] = []
    holding: dict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(of_text)), key=lambda place: (len(of_text[place]), place)):
        vector = of_text[place]
        near: Counter[int] = Counter()
        for stem in sorted(vector, key=vector.__getitem__, reverse=True)[:_RAREST]:
            for number in holding[stem]:
                near[number] += vector[stem]
        nearest = (number for number, _ in near.most_common(_NEAREST))
        scored = [(max(alike(vector, one) for one in heaps[number].compared), -number) for number in nearest]
        best, number = max(scored, default=(0.0, 0))
        if best < _ALIKE:
            number = -len(heaps)
            heaps.append(_Heap())
        heap = heaps[-number]
        heap.members.append(place)
        if len(heap.compared) < _COMPARED:
            heap.compared.append(vector)
            for stem in vector:
                if -number not in holding[stem][-1:]:
                    holding[stem].append(-number)
    return heaps


def _group(texts: list[tuple[str, Vector, list[Entry]]], now: datetime) -> Group:
    entries = sorted((entry for _, _, said in texts for entry in said), key=lambda entry: entry.id)
    proposed = Counter(one for entry in entries for one in entry.proposed)
    whys = Counter(entry.why for entry in entries)
    return Group(
        key=entries[0].id,
        entries=tuple(entries),
        wordings=tuple((text, len(said)) for text, _, said in _typical_first(texts)),
        weight=_weight(entries, now),
        citizens=len({entry.conversation_id for entry in entries}),
        whys=tuple(whys.most_common()),
        proposed=tuple(proposed.most_common(4)),
        comments=tuple(dict.fromkeys(entry.comment for entry in entries if entry.comment)),
        newest=max(entry.at for entry in entries),
    )


def _typical_first(texts: list[tuple[str, Vector, list[Entry]]]) -> list[tuple[str, Vector, list[Entry]]]:
    """By how much each has in common with all; of two that are as typical, the one said more, or the shorter."""
    whole: Counter[str] = Counter()
    for _, vector, said in texts:
        for stem, weight in vector.items():
            whole[stem] += weight * len(said)
    return sorted(texts, key=lambda one: (-round(alike(one[1], whole), 2), -len(one[2]), len(one[0]), one[0]))


def _weight(entries: Sequence[Entry], now: datetime) -> float:
    """Each citizen counts once, for what let them down the most."""
    heaviest: dict[str, float] = {}
    for entry in entries:
        days = max(0.0, (now - datetime.fromisoformat(entry.at)).total_seconds() / 86_400)
        weight = WEIGHTS[entry.why] * 0.5 ** (days / HALF_LIFE)
        heaviest[entry.conversation_id] = max(weight, heaviest.get(entry.conversation_id, 0.0))
    return round(sum(heaviest.values()), 3)
