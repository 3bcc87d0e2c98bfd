"""From French text to the terms that search counts: folded words, stems, and everyday names of one same idea.

It knows no procedure and no score. Accents are dropped before stemming, because citizens drop them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import Stemmer
import yaml

from guichet.errors import GuichetError
from guichet.language import fold, normalize, strip_preamble
from guichet.settings import ROOT

#: Words that say nothing about the subject, folded.
STOP_WORDS = frozenset(
    """
    a ai aie aies ait alors apres as au aucun aussi autre autres aux avait avant avec avez avions avoir avons c
    ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des
    dois doit doivent donc dont du elle elles en encore entre es est et etaient etais etait etant ete etes etre
    eu faire fais fait fallait faudrait faut h il ils j je jusqu l la le les leur leurs lors lorsque lui m ma
    mais me meme memes mes mien moi mon n ne ni nos notre nous on ont ou par parce pas peu peut peuvent peux
    plus pour pourquoi pouvez puis qu quand que quel quelle quelles quels qui quoi s sa se sera serait ses si
    sien soi soient soit son sont souhaite souhaiterais sous suis sur t ta tandis te tel telle tes toi ton tous
    tout toute toutes tres tu un une va vais vers veut veux voici voila vos votre voudrais vous vu y bonjour
    bonsoir salut merci svp cordialement madame monsieur savoir aimerais
    """.split()
)

#: Marks a term that stands for an idea (`data/search/concepts.yml`), not for a stem.
CONCEPT = "#"

_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """The folded words of a text, in order, stop words and single letters left out."""
    return [w for w in _WORD.findall(fold(text)) if len(w) > 1 and w not in STOP_WORDS]


class Analyzer:
    """Turns texts into terms; sheets and questions go through the same one.

    `concepts` maps an idea's name to the expressions that say it.
    """

    def __init__(self, concepts: Mapping[str, Iterable[str]]) -> None:
        self._stem_word = Stemmer.Stemmer("french").stemWord
        self._stems: dict[str, str] = {}
        self._ideas = self._compile(concepts)
        self._lengths: dict[str, int] = {}
        for key in self._ideas:
            self._lengths[key[0]] = max(len(key), self._lengths.get(key[0], 0))

    def stem(self, word: str) -> str:
        """The stem of a folded word."""
        stem = self._stems.get(word)
        if stem is None:
            stem = self._stems[word] = self._stem_word(word)
        return stem

    def terms(self, text: str) -> list[str]:
        """The stems of a text in order, then the ideas its expressions say."""
        return self.with_ideas([self.stem(w) for w in words(text)])

    def with_ideas(self, stems: list[str]) -> list[str]:
        """`stems`, then the ideas that runs of them say, each once."""
        ideas: dict[str, None] = {}
        for start, first in enumerate(stems):
            for length in range(1, self._lengths.get(first, 0) + 1):
                for idea in self._ideas.get(tuple(stems[start : start + length]), ()):
                    ideas[idea] = None
        return stems + list(ideas)

    def _compile(self, concepts: Mapping[str, Iterable[str]]) -> dict[tuple[str, ...], tuple[str, ...]]:
        table: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, expressions in concepts.items():
            for expression in expressions:
                key = tuple(self.stem(w) for w in words(expression))
                if key:
                    table[key] = (*table.get(key, ()), CONCEPT + name)
        return table


def question_words(text: str) -> list[str]:
    """The words of a citizen's message that carry its subject: spelling mended, greetings and politeness left out."""
    return words(strip_preamble(normalize(text)))


def concepts_path() -> Path:
    """Where editors write the everyday names of ideas."""
    return ROOT / "data" / "search" / "concepts.yml"


def load_concepts(path: Path) -> dict[str, list[str]]:
    """The ideas and their expressions from YAML; none where the file is absent. Raises `GuichetError`."""
    if not path.is_file():
        return {}
    try:
        ideas = yaml.safe_load(path.read_text("utf-8")) or {}
        if all(isinstance(expressions, list) for expressions in ideas.values()):
            return {str(name): [str(e) for e in expressions] for name, expressions in ideas.items()}
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError):
        pass
    raise GuichetError(f"{path} : ce n'est pas une liste d'idées — écrivez une ligne par idée, « nom: [mot, mot] »")
