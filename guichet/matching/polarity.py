"""« Vous avez X » beside « Vous n'avez pas X »: which of the two a citizen says; also a plain « oui » or « non »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guichet.language import fold
from guichet.matching import situations
from guichet.matching.claims import Statement
from guichet.matching.comparing import Verdict
from guichet.matching.options import Option, Options
from guichet.matching.sentences import content
from guichet.search.text import Analyzer

_YES = re.compile(r"(?:oui|ouais|ouep|exact|exactement|tout a fait|c'est (?:ca|le cas)|oui oui|bien sur)[ .!]*")
_NO = re.compile(
    r"(?:(?:non|nan)[ ,.!]*)*(?:non|nan|pas du tout|pas encore|jamais|aucune?"
    r"|(?:(?:je|il|elle|ils|elles|on|nous|lui|ma fille|mon fils) )*(?:n'en|j'en|nen|jen|en)"
    r" (?:ai|a|ont|avons|avait) (?:pas|plus|aucune?|jamais eu)(?: du tout| encore)?)[ .!]*"
)
_DENIED = re.compile(r"\b(?:pas|sans|aucune?|jamais|ni|plus de|plus d')\b(?P<what>.*)")
#: Who says so denies nothing: « je ne sais pas ».
_UNSURE = re.compile(
    r"\b(?:sai[st]|comprends?|compris|sure?s?|certaine?|connais|vois|marche|trouve) pas\b|\bpas (?:compris|sure?"
    r"|certaine?)\b|\baucune idee\b|\bpourquoi pas\b"
)
_ADJECTIVE = re.compile(
    r"(?P<denied>\b(?:non|pas|plus|ni)[ -](?:(?:une?|du tout|vraiment|encore) )?)?(?<!mon )(?<!ma )(?<!mes )(?<!le )"
    r"(?<!la )(?<!les )(?<!du )(?<!des )(?<!son )(?<!vos )\b(?P<word>[a-z]{4,})"
)
_OWN = re.compile(r"\b(?:suis|sommes)\b")
_AFFIRMED = re.compile(
    r"(?:\b|')(?:ai|as|a|avons|avez|ont|possede|suis|est|es|sommes|sont|etes|ete)"
    r"(?: (?:toujours|bien|deja|encore|aussi|ete|quand meme|moi|un|une|mon|ma|le|la|les|l'|des|mes|son|sa"
    r"|inscrite?s? a))* ?(?P<what>.*)"
)


def polarities(statement: Statement, labels: Sequence[str], options: Options, analyzer: Analyzer) -> list[Verdict]:
    """What « oui », « non », « je n'ai pas de… » and « j'ai un… » say of options that deny one another."""
    plain = _plain(statement.text.strip(), labels, options)
    if plain:
        return [plain]
    return _opposed(statement, options, analyzer) + [
        v
        for clause in statement.clauses
        for v in _of_clause(statement.text[clause.start : clause.end], options, analyzer)
    ]


def _plain(text: str, labels: Sequence[str], options: Options) -> Verdict | None:
    """« Oui » and « non » among options of which one says yes and one says no."""
    yes, no = bool(_YES.fullmatch(text)), bool(_NO.fullmatch(text))
    if yes == no:
        return None
    words = [re.match(r"\W*(oui|non)\b", fold(label)) for label in labels]
    if any(words):
        return [None if not word else (word[1] == "oui") == yes for word in words]
    denying = [option for option in options.options if option.negative]
    if len(denying) != 1 or not (_objects(denying[0], options.options) or _has_none(denying[0])):
        return None
    # « Non » is the one that denies; « oui » is one of the others, whichever it is.
    return [option.negative != yes if no or option.negative or len(labels) == 2 else None for option in options.options]


def _has_none(option: Option) -> bool:
    """Whether an option is to have no paper of the kind that the others tell the validity of."""
    return any(dimension == "validity" and region == frozenset({"none"}) for dimension, region in option.regions)


def _objects(denying: Option, options: Sequence[Option]) -> frozenset[str]:
    """The stems that an option denies and another affirms."""
    affirmed = frozenset().union(*(option.about for option in options if not option.negative and not option.default))
    return frozenset(stem for stem in denying.denied & affirmed if stem[0] != "#")


def _of_clause(text: str, options: Options, analyzer: Analyzer) -> list[Verdict]:
    if _UNSURE.search(text):
        return []
    denied, affirmed = _DENIED.search(text), _AFFIRMED.search(text)
    match = denied or affirmed
    if not match:
        return []
    first = _first_stem(match["what"], analyzer)
    papers = situations.documents(text)
    verdicts = []
    for index, option in enumerate(options.options):
        same = not papers or not option.documents or situations.same_document(papers, option.documents)
        if same and option.negative and first in _objects(option, options.options):
            verdicts.append(_verdict(index, first, options.options, denied=bool(denied)))
    return verdicts


def _opposed(statement: Statement, options: Options, analyzer: Analyzer) -> list[Verdict]:
    """What « enterrée » and « pas enterrée » say of « enterrée » beside « hors-sol (non enterrée) »."""
    return [
        [_says(option, stem, denied=bool(match["denied"])) for option in options.options]
        for match in _ADJECTIVE.finditer(statement.text)
        for stem in content(match["word"], analyzer)
        if stem[0] != "#"
        and any(stem in option.opposed and _concerns(option, statement) for option in options.options)
        and any(stem in option.about - option.opposed for option in options.options)
    ]


def _concerns(option: Option, statement: Statement) -> bool:
    """Whether an option may be about who or what the statement is: « je suis salarié » tells of no one to replace."""
    if option.whom == "role":
        return bool(option.roles & statement.roles)
    others = [word for word in option.words if not word & option.opposed]
    return option.whom == "you" or not others or not _OWN.search(statement.text)


def _says(option: Option, stem: str, *, denied: bool) -> bool | None:
    if stem in option.opposed:
        return denied
    return not denied if stem in option.about else None


def _first_stem(text: str, analyzer: Analyzer) -> str:
    """The stem of the first word that says something: the object of « pas de passeport »."""
    for word in re.findall(r"[a-z]+", text):
        stems = [stem for stem in content(word, analyzer) if stem[0] != "#"]
        if stems:
            return stems[0]
    return ""


def _verdict(index: int, stem: str, options: Sequence[Option], *, denied: bool) -> Verdict:
    verdict: Verdict = []
    for i, option in enumerate(options):
        if i == index:
            verdict.append(denied)
        else:
            verdict.append((not denied) if stem in option.about and not option.negative else None)
    return verdict
