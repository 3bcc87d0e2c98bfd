"""The short table that `guichet evaluate` prints; the whole report is `page`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guichet.evaluation import linking
from guichet.evaluation.figures import Figure
from guichet.evaluation.linking import Asked
from guichet.evaluation.whole import Examination
from guichet.evaluation.words import say, words


def lines(examined: Examination, misses: bool = False) -> Iterator[str]:
    """The table, line by line; `misses`: also the questions whose right sheet is not among the first three."""
    inside = linking.in_scope(examined.asked)
    yield say("console.counts", inside=len(inside), outside=sum(a.question.outside for a in examined.asked))
    titles = (say(f"console.{name}") for name in ("first", "three", "four", "median", "slow"))
    yield "{:34}{:>9}{:>17}{:>14}{:>12}{:>9}".format("", *titles)
    names = words()["compared"]["names"]
    for name, asked in examined.searches.items():
        yield _line(names[name], asked)
    yield _line(names["guichet"], inside)
    yield from _decisions(examined.served or examined.asked)
    yield from _figures(examined.report.figures)
    if misses:
        yield from _misses(inside)


def _line(name: str, asked: Sequence[Asked]) -> str:
    found = linking.ranks(asked)
    first, three, four = (found[what].value for what in ("first", "three", "four"))
    median, slow = linking.speed(asked)
    return f"{name:<34}{first:>9.1%}{three:>17.1%}{four:>14.1%}{median:>12.2f}{slow:>9.2f}"


def _decisions(asked: Sequence[Asked]) -> Iterator[str]:
    for title, chosen, prefix in (
        ("inside", linking.in_scope(asked), ""),
        ("outside", [a for a in asked if a.question.outside], "outside_"),
    ):
        names = [say(f"console.outcomes.{prefix}{a.outcome}") for a in chosen]
        shares = ", ".join(f"{name} {names.count(name) / len(names):.1%}" for name in sorted(set(names)))
        if shares:
            yield say(f"console.{title}", outcomes=shares)


def _figures(figures: Mapping[str, Figure]) -> Iterator[str]:
    """What there is beyond the linker, one line each."""
    if "noise.first" in figures and figures["noise.first"].count:
        four, plain = figures["noise.four"], figures["noise.plain.first"]
        values = {"first": figures["noise.first"], "four": four, "plain_first": plain}
        yield _say("noise", **values, plain_four=figures["noise.plain.four"])
    for name in sorted({name.split(".")[1] for name in figures if name.startswith("authorship.")}):
        found = {what: figures[f"authorship.{name}.{what}"] for what in ("first", "four")}
        shown = words()["groups"]["authors"].get(name, name)
        yield say("console.author", name=shown, **{what: _margin(figure) for what, figure in found.items()})
    if "intents.right" in figures:
        yield _say("intents", right=figures["intents.right"], sure=figures["intents.sure_right"])
    if "intents.cross_validated" in figures:
        yield _say("cross_validated", right=figures["intents.cross_validated"])
    if "entities.f1" in figures:
        values = {name: figures[f"entities.{name}"] for name in ("f1", "precision", "recall")}
        yield _say("entities", **values)
    if "conversations.right" in figures:
        yield _say("conversations", right=figures["conversations.right"])


def _say(name: str, **figures: Figure) -> str:
    return say(f"console.{name}", **{what: _margin(figure) for what, figure in figures.items()})


def _margin(figure: Figure) -> str:
    return say("console.margin", value=f"{figure.value:.1%}", low=f"{figure.low:.1%}", high=f"{figure.high:.1%}")


def _misses(inside: Sequence[Asked]) -> Iterator[str]:
    for asked in inside:
        if not asked.among(3):
            yield say("console.miss", text=asked.question.text[:150], expected=", ".join(asked.question.expected))
            yield say("console.miss_found", found=" ; ".join(asked.found))
