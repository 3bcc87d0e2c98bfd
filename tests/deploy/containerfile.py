"""A Containerfile read strictly: stages, instructions and what each copies; it builds nothing."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from guichet.settings import ROOT

CONTAINERFILE = ROOT / "deploy" / "images" / "Containerfile"

KNOWN = {
    *("ARG", "CMD", "COPY", "ENV", "EXPOSE", "FROM", "HEALTHCHECK"),
    *("LABEL", "RUN", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
}


@dataclass(frozen=True)
class Copy:
    """Sources from the project, or from the stage `origin`, and where they go."""

    sources: tuple[str, ...]
    target: str
    origin: str = ""


@dataclass
class Stage:
    """What one FROM begins."""

    name: str
    base: str
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        """The arguments of each instruction of this name."""
        return [words for name, words in self.instructions if name == instruction]

    def last(self, instruction: str) -> str:
        """The one that counts."""
        return self.all(instruction)[-1]

    def copies(self) -> list[Copy]:
        return [_copy(words) for words in self.all("COPY")]

    def environment(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for words in self.all("ENV") for pair in shlex.split(words))

    def command(self) -> list[str]:
        """The exec form of CMD; anything else is a ValueError."""
        return json.loads(self.last("CMD"))


def _copy(words: str) -> Copy:
    parts = words.split()
    origin = next((part.removeprefix("--from=") for part in parts if part.startswith("--from=")), "")
    *sources, target = [part for part in parts if not part.startswith("--")]
    return Copy(tuple(sources), target, origin)


def read(path: Path = CONTAINERFILE) -> dict[str, Stage]:
    """The stages by name, in order. Raises `ValueError` for an instruction that isn't known."""
    stages: dict[str, Stage] = {}
    arguments: dict[str, str] = {}
    current: Stage | None = None
    for name, words in _instructions(path.read_text("utf-8")):
        if name not in KNOWN:
            raise ValueError(name)
        if name == "FROM":
            base, _, stage = words.partition(" AS ")
            current = stages[stage] = Stage(stage, _filled(base, arguments))
        elif current is None:
            arguments |= [words.split("=", 1)] if name == "ARG" else []
        else:
            current.instructions.append((name, words))
    return stages


def _instructions(text: str) -> list[tuple[str, str]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1].strip()) for line in whole.splitlines()]


def _filled(text: str, arguments: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda found: arguments[found[1]], text)
