"""People in danger: recognised by reviewed expressions, and told who can help before anything else.

No model and no guess: all that is recognised and said is in `data/danger/dangers.yml`, read by `danger_file`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from guichet.expressions import NOTHING, Expressions, sentences
from guichet.frames import Frame, choices, option, source_line
from guichet.procedure import Source

#: Where the file is, from the project's folder.
DANGERS = Path("data", "danger", "dangers.yml")


@dataclass(frozen=True)
class Call:
    """Someone to turn to: a `number` to dial or to write to, or the `link` of a site."""

    label: str
    when: str
    source: Source
    number: str = ""
    link: str = ""
    by: str = ""

    @property
    def href(self) -> str:
        """What a press opens: `tel:`, `sms:` or an address."""
        return self.link or f"{self.by or 'tel'}:{self.number.replace(' ', '')}"


@dataclass(frozen=True)
class NextStep:
    """A procedure that may be offered once the danger is said: official sheet, words of its button."""

    sheet: str
    label: str


@dataclass(frozen=True)
class Review:
    """Who answers for what is said, and since when (AAAA-MM-JJ)."""

    by: str
    on: str


@dataclass(frozen=True)
class Danger:
    """One kind of danger. `level`: `now` when each minute counts, else `soon`."""

    id: str
    level: str
    title: str
    say: str
    calls: tuple[Call, ...]
    source: Source
    reviewed: Review
    procedures: tuple[NextStep, ...] = ()
    expressions: Expressions = NOTHING
    unless: Expressions = NOTHING

    def said_in(self, sentence: str) -> bool:
        """Whether a sentence, as `guichet.expressions` sees it, says this danger."""
        return self.expressions.found(sentence) and not self.unless.found(sentence)

    def frame(self) -> Frame:
        """The notice to show; its `text` says it all: what it is, whom to call, where the numbers come from."""
        calls = [{"number": c.number, "label": c.label, "when": c.when, "href": c.href} for c in self.calls]
        lines = "\n".join(f"- {c.number or c.link} : {c.label}, {c.when}." for c in self.calls)
        return {
            "kind": "notice",
            "level": "danger",
            "danger": self.id,
            "title": self.title,
            "text": "\n\n".join([self.title, self.say, lines, source_line(self.source)]),
            "say": self.say,
            "calls": calls,
            "source": msgspec.to_builtins(self.source),
        }


@dataclass(frozen=True)
class Dangers:
    """All the kinds, most urgent first; `ignore` are frightening words that say no danger.

    `default` answers when there is a danger and nobody knows which; `prompt` and `resume` follow the notice.
    """

    kinds: tuple[Danger, ...]
    default: str
    prompt: str
    resume: str
    ignore: Expressions = NOTHING
    spellings: Mapping[str, str] = field(default_factory=dict)

    def recognise(self, text: str) -> Danger | None:
        """The most urgent danger that a message says, or None."""
        heard = [self.ignore.hide(sentence) for sentence in sentences(text, self.spellings)]
        return next((kind for kind in self.kinds if any(kind.said_in(sentence) for sentence in heard)), None)

    def afterwards(self, danger: Danger, is_served: Callable[[str], bool], is_open: bool) -> Frame | None:
        """What follows the notice: the procedures that help and are served, and the way back to an open question.

        None when there is nothing to offer.
        """
        steps = [step for step in danger.procedures if is_served(step.sheet)]
        options = [option(step.label, {"procedure": step.sheet}) for step in steps]
        options += [{"label": self.resume, "payload": "/resume"}] if is_open else []
        return choices("menu", self.prompt, options) if options else None

    def kind(self, id: str) -> Danger:
        """The danger of that id, or the default one: whoever is in danger is answered."""
        known = {kind.id: kind for kind in self.kinds}
        return known.get(id) or known[self.default]
