"""Two versions of an official sheet compared: what changed, named by what it would make an editor's sheet say wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

import msgspec

from guichet.catalogue.register import comparable
from guichet.freshness.facts import Fact, facts
from guichet.procedure import Aspect, Procedure

#: What a change is about, the most harmful first: a wrong price costs money, a missing paper a second journey.
KINDS = ("fee", "amount", "documents", "delay", "conditions", "where", "service", "cases", "text")

AMOUNT = re.compile(r"\d[\d\s.]*(?:,\d+)?\s?(?:€|euros?\b)")
DURATION = re.compile(r"\b\d+\s(?:heures?|jours?|semaines?|mois|ans?|années?)\b", re.IGNORECASE)

#: Two lines this much alike are one line that was rewritten.
_ALIKE = 0.5
#: Beyond so many lines the sheet was written anew, and pairing them would only take time.
_PAIRED = 150

_ASPECTS = (
    ("documents", {Aspect.DOCUMENTS}),
    ("delay", {Aspect.DELAY, Aspect.VALIDITY}),
    ("conditions", {Aspect.ELIGIBILITY}),
    ("where", {Aspect.WHERE, Aspect.CONTACT}),
)


class Change(msgspec.Struct, frozen=True):
    """A line that changed; `before` or `now` is empty when it is new, or gone. `under`: the title above it."""

    kind: str
    before: str
    now: str
    under: str


def compare(before: Procedure, now: Procedure) -> tuple[Change, ...]:
    """What changed between two versions of a sheet, the most harmful first; moves and typography are no change."""
    earlier, later = facts(before), facts(now)
    lost, new = _only_in(earlier, later), _only_in(later, earlier)
    changes = [_change(old, fresh) for old, fresh in _paired(lost, new)]
    # The feed says the same line again in each case: it changed once.
    once: dict[tuple[str, str, str], Change] = {}
    for change in changes:
        once.setdefault((change.kind, change.before, change.now), change)
    return tuple(sorted(once.values(), key=lambda change: KINDS.index(change.kind)))


def amounts(text: str) -> frozenset[str]:
    """The amounts in euros of a text, written one way: « 1 200,50 »."""
    found = (re.sub(r"[^\d,]", "", amount) for amount in AMOUNT.findall(text))
    return frozenset(re.sub(r",0+$", "", amount) for amount in found)


def _only_in(these: Iterable[Fact], those: Iterable[Fact]) -> list[Fact]:
    known = Counter(_key(fact) for fact in those)
    left = []
    for fact in these:
        key = _key(fact)
        if known[key]:
            known[key] -= 1
        else:
            left.append(fact)
    return left


def _key(fact: Fact) -> str:
    """Case, accents and punctuation don't make a change; a figure's comma does, and an address is compared as it is."""
    return fact.text if fact.form == "service" else f"{comparable(fact.text)} {sorted(amounts(fact.text))}"


def _paired(lost: list[Fact], new: list[Fact]) -> list[tuple[Fact | None, Fact | None]]:
    pairs: list[tuple[Fact | None, Fact | None]] = []
    left = list(new)
    for old in lost:
        heir = _heir(old, left) if len(lost) <= _PAIRED and len(new) <= _PAIRED else None
        if heir is not None:
            left.remove(heir)
        pairs.append((old, heir))
    return [*pairs, *((None, fresh) for fresh in left)]


def _heir(old: Fact, candidates: list[Fact]) -> Fact | None:
    """The new line most like an old one; one under the same title is preferred."""
    scored = [(_likeness(old, fresh), index) for index, fresh in enumerate(candidates) if fresh.form == old.form]
    best, index = max(scored, default=(0.0, 0))
    return candidates[index] if best >= _ALIKE else None


def _likeness(old: Fact, fresh: Fact) -> float:
    matcher = SequenceMatcher(None, old.text.split(), fresh.text.split(), autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio + 0.1 if ratio >= _ALIKE and old.under == fresh.under else ratio


def _change(old: Fact | None, fresh: Fact | None) -> Change:
    sides = [fact for fact in (old, fresh) if fact is not None]
    before, now = (fact.text if fact else "" for fact in (old, fresh))
    return Change(_kind(sides, before, now), before, now, sides[-1].under)


def _kind(sides: list[Fact], before: str, now: str) -> str:
    aspects = frozenset().union(*(fact.aspects for fact in sides))
    form = sides[-1].form
    if amounts(before) != amounts(now):
        return "fee" if Aspect.COST in aspects else "amount"
    if form in ("service", "title"):
        return "service" if form == "service" else "cases"
    if set(DURATION.findall(before)) != set(DURATION.findall(now)) and Aspect.DOCUMENTS not in aspects:
        return "delay"
    return next((kind for kind, wanted in _ASPECTS if aspects & wanted), "where" if form == "office" else "text")
