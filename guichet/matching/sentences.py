"""A message or a label cut into clauses, each with what it is about; leaves out what its numbers amount to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guichet.language import fold, normalize
from guichet.matching.numerals import spell_in_digits
from guichet.search.text import STOP_WORDS, Analyzer, words

Span = tuple[int, int]

_HAVE = re.compile(r"\b(?:g|ge|jai) (?=\d)")
#: « J'en ai pas, de passeport »: what is not there comes after.
_DISLOCATED = re.compile(
    r"\b(?:n'|nous )?en (ai|a|as|ont|avons) (pas|plus|jamais eu|aucune?)(?: du tout)?,? (?=(?:de|d') ?[a-z])"
)
#: Mending what is typed makes one letter of three: it would leave « e ».
_EEA = re.compile(r"\bEEE\b", re.IGNORECASE)
_SQUARE = re.compile(r"(?<=\d) ?(?:m²|m2|metres? carres?|m carres?)(?![a-z0-9])")
#: « 1m80 », « 1 mètre 80 ».
_METRES = re.compile(r"(?<![\d.,])(\d{1,2}) ?m(?:etres?)? ?(\d{2})(?!\d)")
_BREAK = re.compile(
    r"[,;:!?.\n](?!\d)|\b(?:et|mais|car|donc|puis|alors que|alors|parce que|par contre|sinon|or)\b|\bqui(?= (?:a"
    r"|est)\b)"
)
#: « Volée » and « perdus » as « vole » and « perdu »: without accents, the stemmer takes them for other words.
_PARTICIPLE = re.compile(r"\b([a-z]{3,}e)es?\b|\b([a-z]{2,}du)s\b")
_STOP = re.compile(r"[!?.;\n]")
#: Words that are in any clause that states a fact, besides the stop words.
_FILLERS = frozenset(
    """oui non plutot maintenant actuellement environ pile exactement exact juste cela fait ca faisait deja bien encore
    toujours bientot crois pense dirais dire choisis prends moi agit agissait age ages agee agees svp euh alors ok
    cas demande venir vient viens viennent ans annee annees mois jours semaines depuis avoir etre avaient ayant
    vis vit vivez vivons vivent vivre vivant habite habites habitez habitons habiter reside residez resident resider
    pays personne personnes sais sait savoir sache devant
    ai aie oui ouais bah ben hein voila quoi enfin fin""".split()
)
#: The search's ideas whose expressions are one another's equals; the others bring together what choices tell apart.
_SYNONYMS = frozenset(
    "#" + name
    for name in """perte vol abime enfant_mineur deces divorce pacs concubinage salarie fonctionnaire retraite locataire
    proprietaire hlm vendre acheter apprenti tutelle chomage demission bourse adoption demenagement handicap grossesse
    acte_naissance invalidite""".split()
)
#: Tenses of one thing, whatever the word: what expires, where one lives, what one drives.
_SUBJECTS = (
    ("#expiry", re.compile(r"\b(?:perim|expir|validite|valable|valide|depasse|echeance)")),
    ("#living", re.compile(r"\b(?:vi[ts]\b|viv(?:ez|ons|ant|re)|habit|resid|arrive|install|demeur|sejour"
        r"|presente? en france)")),
    ("#birth", re.compile(r"\bnee?s?(?= (?:en|le|a|au|aux|avant|apres|depuis|dans|hors|d')\b)|\bnaissances?\b"
        r"|\bnaitre\b")),
    ("#vehicle", re.compile(r"\b(?:vehicules?|voitures?|autos?|motos?|scooters?|camions?|camionnettes?|utilitaires?"
        r"|caravanes?)\b")),
    ("#having", re.compile(r"\bl'(?:ai|avons|a)\b")),
)  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """`[start, end)` of the text; `about`: stems and ideas of what it speaks of, numbers and fillers left out.

    `inherited`: `about` comes from the clause before, as in « elle est périmée, ça fait 3 ans ».
    """

    start: int
    end: int
    about: frozenset[str]
    inherited: bool = False


def prepare(text: str) -> str:
    """The text as all readers of this folder take it: folded, spelling mended, numbers in digits."""
    text = _EEA.sub("espace économique européen", text)
    said = spell_in_digits(_HAVE.sub("j'ai ", fold(normalize(text))))
    said = _METRES.sub(r"\1,\2 m", _SQUARE.sub(" m²", said))
    return _DISLOCATED.sub(r"\1 \2 ", said)


def blank(text: str, spans: Iterable[Span]) -> str:
    """`text` with the spans replaced by spaces, so that places in it stay the same."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def content(text: str, analyzer: Analyzer) -> frozenset[str]:
    """The stems and ideas of a folded text, those that any statement has left out."""
    said = words(_PARTICIPLE.sub(r"\1\2", text))
    stems = [analyzer.stem(word) for word in said if word not in _FILLERS and not word.isdigit()]
    return frozenset(term for term in analyzer.with_ideas(stems) if term[0] != "#" or term in _SYNONYMS)


def synonyms(stem: str, analyzer: Analyzer) -> frozenset[str]:
    """A stem with the ideas that it says by itself and that others say as well."""
    return frozenset(term for term in analyzer.with_ideas([stem]) if term[0] != "#" or term in _SYNONYMS)


def subjects(text: str) -> frozenset[str]:
    """The subjects that no stem holds together: expiry, living somewhere, birth."""
    return frozenset(name for name, pattern in _SUBJECTS if pattern.search(text))


def is_bare(text: str) -> bool:
    """Whether nothing is left of a text once stop words and fillers are gone."""
    return all(word in STOP_WORDS or word in _FILLERS for word in words(text))


def clauses(text: str, spans: Sequence[Span], analyzer: Analyzer) -> tuple[Clause, ...]:
    """The clauses of a folded text; a span of a quantity or a date is never cut, and says nothing of the subject."""
    cuts = [m.span() for m in _BREAK.finditer(text) if not any(s < m.end() and m.start() < e for s, e in spans)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    kept = blank(text, spans)
    found: list[Clause] = []
    for start, end in zip(starts, ends, strict=True):
        about = content(kept[start:end], analyzer) | subjects(text[start:end])
        inherited = not about and bool(found)
        found.append(Clause(start, end, found[-1].about if inherited else about, inherited))
    return tuple(found)


def same_sentence(text: str, one: Clause, other: Clause) -> bool:
    """Whether no full stop stands between two clauses."""
    return not _STOP.search(text, one.end, max(one.end, other.start))
