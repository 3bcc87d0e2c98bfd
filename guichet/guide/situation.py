"""What is settled of a sheet for a case: the options taken, told or deduced, and the blocks that are left.

A question that a branch asks again is not asked twice: it has the same variables of the feed as one already answered
or, where the feed gives none, the same options in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from guichet.guide.analysis import Analysis, Aspects, analysed
from guichet.guide.conditions import asserted, evaluate
from guichet.language import fold
from guichet.procedure import (
    Block,
    BulletList,
    Chapter,
    Choice,
    Fragment,
    Option,
    Procedure,
    Service,
    Table,
    children,
    walk,
)

#: The case so far: id of a choice → id of the option taken.
Case = Mapping[str, str]

#: A question's wording, its options and, where they don't suffice, the title it stands under.
Words = tuple[str, frozenset[str], str]

#: Words of options that mean nothing away from the question they answer.
_BARE = frozenset({"oui", "non", "cas general", "autre cas", "autres cas", "autre situation", "autres situations"})


@dataclass
class Situation:
    """What a case settles; filled by `settle`, then only read.

    `analysis`: of the sheet; `facts`: variables of the feed;
    `options`: by id of choice, those taken, in the order of the sheet;
    `told`: the ids of the choices that the citizen answered, the others being deduced; `answers`: how many they gave,
    those of a branch that was left counted;
    `words`: the label taken for a question in these words; `resolved`: a block that held a question, with its aspects.
    """

    analysis: Analysis
    facts: dict[str, bool] = field(default_factory=dict)
    options: dict[str, Option] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    answers: int = 0
    words: dict[Words, str] = field(default_factory=dict)
    resolved: dict[int, tuple[Block, Aspects]] = field(default_factory=dict)

    def aspects(self, block: Block) -> Aspects | None:
        """The aspects of a block of the sheet, whatever the case made of it; None for one that was made of a part."""
        known = self.analysis.aspects.get(id(block))
        return self.resolved.get(id(block), (block, None))[1] if known is None else known

    def taken(self, choice: Choice) -> Option | None:
        """The option that is taken of a choice, if it is settled."""
        option = self.options.get(choice.id)
        return option if option in choice.options else None

    def left(self, choice: Choice) -> tuple[Option, ...]:
        """The options that nothing known rules out; all of them when everything would be."""
        left = tuple(o for o in choice.options if evaluate(o.condition, self.facts) is not False)
        return left or choice.options

    def applies(self, fragment: Fragment) -> bool:
        """Whether a fragment may concern the citizen."""
        return evaluate(fragment.condition, self.facts) is not False

    def labels(self) -> tuple[str, ...]:
        """The case in the sheet's words, each once."""
        return tuple(dict.fromkeys(option.label for option in self.options.values()))


def settle(procedure: Procedure, case: Case) -> Situation:
    """What a case settles of a sheet; answers to questions of a branch left aside don't count."""
    blocks = (*procedure.introduction, *procedure.body)
    situation = Situation(analysed(procedure))
    _remember(blocks, case, situation)
    known = -1 if case else 0
    while known < len(situation.options) + len(situation.facts):
        known = len(situation.options) + len(situation.facts)
        situation.options, situation.told = {}, set()
        _gather(blocks, case, situation, "", frozenset())
    return situation


def _remember(blocks: tuple[Block, ...], case: Case, situation: Situation) -> None:
    """What the citizen said of themselves holds in every branch, also from one that was left since."""
    for block in walk(blocks) if case else ():
        option = _told(block, case) if isinstance(block, Choice) else None
        if option is not None:
            situation.answers += 1
            situation.facts |= _told_by(block, option) | situation.facts


def _told(choice: Choice, case: Case) -> Option | None:
    """None as well for an option that the sheet no longer has: the choice is open again."""
    return next((option for option in choice.options if option.id == case.get(choice.id)), None)


def resolve(blocks: tuple[Block, ...], situation: Situation) -> tuple[Block, ...]:
    """The tree with each settled choice replaced by the blocks of its option, and what doesn't apply left out."""
    result: list[Block] = []
    for block in blocks:
        if id(block) not in situation.analysis.branching:
            result.append(block)
        elif isinstance(block, Choice):
            result.extend(_resolved(block, situation))
        elif isinstance(block, Fragment) and not situation.applies(block):
            continue
        else:
            changed = _with_insides(block, lambda inner: resolve(inner, situation))
            if isinstance(changed, Fragment) and not changed.blocks:
                continue
            situation.resolved[id(changed)] = (changed, situation.aspects(block) or frozenset())
            result.append(changed)
    return tuple(result)


def _resolved(choice: Choice, situation: Situation) -> tuple[Block, ...]:
    option = situation.taken(choice)
    if option is not None:
        return resolve(option.blocks, situation)
    left = situation.left(choice)
    options = tuple(msgspec.structs.replace(o, blocks=resolve(o.blocks, situation)) for o in left)
    return (msgspec.structs.replace(choice, options=options),)


def _gather(blocks: tuple[Block, ...], case: Case, situation: Situation, title: str, inside: frozenset) -> None:
    """Note what is settled in these blocks. `inside`: the questions whose branch this is."""
    for block in blocks:
        if id(block) not in situation.analysis.branching or (
            isinstance(block, Fragment) and not situation.applies(block)
        ):
            continue
        if not isinstance(block, Choice):
            within = block.title if isinstance(block, Chapter) else title
            for inner in children(block):
                _gather(inner, case, situation, within, inside)
            continue
        words = _words_of(block, title)
        option = _settled(block, case, situation, words, inside)
        # In every branch of an open question too: what changes nothing is not asked, what stands in it may be.
        for way in (option,) if option is not None else situation.left(block):
            _gather(way.blocks, case, situation, title, inside | {words})


def _settled(choice: Choice, case: Case, situation: Situation, words: Words, inside: frozenset) -> Option | None:
    told = _told(choice, case)
    option = told or _by_facts(choice, situation) or _by_words(choice, situation, words, inside)
    if option is None:
        return None
    situation.options[choice.id] = option
    if told is not None:
        situation.told.add(choice.id)
    # What is told in the branch taken wins over what was told in one that was left.
    situation.facts |= _told_by(choice, option) | ({} if told is not None else situation.facts)
    situation.words.setdefault(words, fold(option.label))
    return option


def _by_facts(choice: Choice, situation: Situation) -> Option | None:
    """The only option that the facts make true or leave possible."""
    values = [evaluate(option.condition, situation.facts) for option in choice.options]
    if values.count(True) == 1:
        return choice.options[values.index(True)]
    if True not in values and len(values) > 1 and values.count(False) == len(values) - 1:
        return choice.options[values.index(None)]
    return None


def _by_words(choice: Choice, situation: Situation, words: Words, inside: frozenset) -> Option | None:
    """The option already chosen among the same ones; within a branch, the same words ask something else."""
    if words in inside or all(option.condition for option in choice.options):
        return None
    return next((o for o in choice.options if fold(o.label) == situation.words.get(words)), None)


def _told_by(choice: Choice, option: Option) -> dict[str, bool]:
    """Options exclude each other: what the one taken asserts holds, what another one alone rests on does not."""
    told = asserted(option.condition)
    if not told:
        return {}
    others = [asserted(other.condition) for other in choice.options if other is not option]
    excluded = {name: not value for alone in others if len(alone) == 1 for name, value in alone.items()}
    return excluded | told


def _words_of(choice: Choice, title: str) -> Words:
    """A question as its words tell it; the title it stands under counts where the options alone say nothing."""
    return _words(choice.question, tuple(option.label for option in choice.options), title)


@lru_cache(maxsize=4096)
def _words(question: str, labels: tuple[str, ...], title: str) -> Words:
    folded = frozenset(map(fold, labels))
    return fold(question), folded, fold(title) if folded & _BARE and not question else ""


def _with_insides(block: Block, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Block:
    """The block with each sequence of blocks directly inside it changed, wherever a choice may stand."""
    if isinstance(block, BulletList):
        return msgspec.structs.replace(block, items=tuple(change(item) for item in block.items))
    if isinstance(block, Table):
        rows = (msgspec.structs.replace(row, cells=_each_inside(row.cells, change)) for row in block.rows)
        return msgspec.structs.replace(block, rows=tuple(rows))
    if isinstance(block, Service):
        block = msgspec.structs.replace(block, annexes=_each_inside(block.annexes, change))
    return msgspec.structs.replace(block, blocks=change(block.blocks))


def _each_inside(values: tuple, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> tuple:
    return tuple(msgspec.structs.replace(value, blocks=change(value.blocks)) for value in values)


def choices_in(blocks: tuple[Block, ...], context: tuple[str, ...] = ()) -> Iterator[tuple[Choice, tuple[str, ...]]]:
    """The choices still to make in a resolved tree, each before those in its options, with the titles above each.

    A single option leaves nothing to choose.
    """
    for block in blocks:
        if isinstance(block, Choice) and len(block.options) > 1:
            yield block, context
        title = (block.title,) if isinstance(block, Chapter) else ()
        for inner in children(block):
            yield from choices_in(inner, context + title)
