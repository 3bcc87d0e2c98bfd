"""Dialogue policies, each trained on the project's stories and tried on the conversations of `tests/stories`.

Run with `python -m guichet.evaluation.policies`, in the engine's environment; docs/decisions/0004-dialogue-policy.md
keeps the figures. It reads no sentence: what citizens' words mean is measured elsewhere.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from guichet.evaluation.question_set import sampled
from guichet.settings import ROOT
from guichet.training import silence

STORIES = ROOT / "tests" / "stories"

_LONGEST, _TED = "guichet.nlu.dialogue_policy.LongestMemoryPolicy", "TEDPolicy"
#: What is compared: name, its policies besides the rules.
CANDIDATES: tuple[tuple[str, list[dict[str, Any]]], ...] = (
    *((f"MemoizationPolicy, {n}", [{"name": "MemoizationPolicy", "max_history": n}]) for n in (1, 2, 3, 4)),
    *((f"AugmentedMemoization, {n}", [{"name": "AugmentedMemoizationPolicy", "max_history": n}]) for n in (2, 3, 4)),
    *((f"TEDPolicy, {n}", [{"name": _TED, "max_history": n, "epochs": 100, "random_seed": 1}]) for n in (2, 3)),
    *((f"LongestMemoryPolicy, {n}", [{"name": _LONGEST, "max_history": n}]) for n in (1, 2, 3, 4)),
)


@dataclass(frozen=True)
class Tried:
    """How conversations went: the names of those that went wrong, and actions right and wrong; milliseconds each."""

    conversations: int
    failed: tuple[str, ...]
    actions: int
    wrong: int
    milliseconds: float


def main() -> None:
    """Print one line a candidate, as it comes."""
    for name, policies in CANDIDATES:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            model = train_policies(policies, Path(folder))
            seconds = time.perf_counter() - start
            tried = try_conversations(model, STORIES)
        right = f"{tried.conversations - len(tried.failed)}/{tried.conversations}"
        actions = f"{tried.actions - tried.wrong}/{tried.actions}"
        click.echo(f"{name:26} {right} conversations, {actions} actions, {seconds:.0f} s, {tried.milliseconds:.1f} ms")


def train_policies(policies: list[dict[str, Any]], folder: Path, root: Path = ROOT) -> Path:
    """A model without ears, trained in `folder` on the rules and stories of `root`: these policies and RulePolicy."""
    config = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))
    rules = [policy for policy in config["policies"] if policy["name"] == "RulePolicy"]
    deaf = config | {"pipeline": [{"name": "KeywordIntentClassifier"}], "policies": [*policies, *rules]}
    (folder / "config.yml").write_text(yaml.safe_dump(deaf), encoding="utf-8")
    for kind in ("rules", "stories", "responses"):
        shutil.copytree(root / "data" / kind, folder / "data" / kind)
    with silence():
        import rasa.model_training

        model = rasa.model_training.train_core(
            domain=str(root / "domain.yml"),
            config=str(folder / "config.yml"),
            stories=str(folder / "data"),
            output=str(folder),
            additional_arguments={"augmentation_factor": 0},  # stories glued at random teach nothing true
        )
    return Path(str(model))


def try_conversations(model: Path, stories: Path) -> Tried:
    """What Rasa's own test says of the conversations in `stories`, each predicted action against the written one."""
    with silence():
        from rasa.core.agent import Agent

        agent = Agent.load(str(model))
    return try_with(agent, stories)


def try_with(agent: Any, stories: Path, sample: int | None = None) -> Tried:
    """The same with a model already loaded; `sample`: how many of the conversations at most, always the same ones."""
    with silence():
        from rasa.core import test

        trackers = test._create_data_generator(str(stories), agent).generate_story_trackers()
        chosen = sampled(trackers, sample, lambda tracker: tracker.sender_id)
        results = [asyncio.run(_try(test, agent, tracker)) for tracker in chosen]
    failed = tuple(name for name, _, wrong, _ in results if wrong)
    actions, wrong = sum(count for _, count, _, _ in results), sum(wrong for _, _, wrong, _ in results)
    return Tried(len(results), failed, actions, wrong, statistics.median(pace for *_, pace in results))


async def _try(test: Any, agent: Any, tracker: Any) -> tuple[str, int, int, float]:
    """One conversation: its name, actions, wrong ones, milliseconds for each."""
    start = time.perf_counter()
    store, _, predictions, _ = await test._predict_tracker_actions(tracker, agent)
    pace = 1000 * (time.perf_counter() - start) / len(predictions)
    pairs = zip(store.action_targets, store.action_predictions, strict=True)
    return tracker.sender_id, len(predictions), sum(wanted != done for wanted, done in pairs), pace


if __name__ == "__main__":
    main()
