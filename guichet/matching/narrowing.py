"""Which of the options on the table a citizen's own words mean: « la deuxième », « mineur », « périmée depuis 3 ans ».

What is stated is compared with what each option asks for, then the words that tell the options apart. Anything doubtful
leaves all the options: a question is asked rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guichet.language import fold
from guichet.matching import situations
from guichet.matching.claims import ADULTHOOD, MINORITY, Statement, read_statement
from guichet.matching.comparing import Verdict, verdict
from guichet.matching.intervals import Interval
from guichet.matching.labels import read_options
from guichet.matching.options import Option, Options
from guichet.matching.polarity import polarities
from guichet.matching.saying import said_entirely
from guichet.matching.sentences import blank, content
from guichet.search.text import Analyzer

_ORDINALS = {
    "premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4,
    "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4,
}  # fmt: skip
_PLACE = re.compile(
    r"(?:(?:plutot|alors|euh|oui|ok(?: pour)?|va pour|pour|mets|je (?:prends|choisis|veux|dirais|pense)) )*"
    r"(?:(?:le|la|l'|option|choix|reponse|proposition|numero|n°|nº|no|#|\() ?)*"
    r"(\d{1,2}|[a-z-]+)(?:(?<=\d)(?:ere?|re|e|i?eme|nde?))?[).]?"
    r"(?: (?:option|choix|reponse|proposition|de la liste|svp|stp|s'il (?:vous|te) plait|merci|plutot))*[ .!]*"
)
_LETTER = re.compile(
    r"(?:(?:la |le |l')?(?:option|choix|reponse|proposition|lettre) ([a-h])|(?:la |le )?([a-h])\))[ .!]*"
)
_MIDDLE = re.compile(r"(?:plutot )?(?:celui|celle|le|la|l'option|le choix) (?:du |au )?milieu[ .!]*")
_DENIALS = re.compile(
    r"(?:ah |euh |mais |oups )*(?:non(?= *$|[ ]*[,.!;:]| (?:je|j'|en|c'|ce|pas|plutot|finalement|mais|pour|il|elle"
    r"|mon|ma|non|merci"
    r"|du|au|ca|desole|on|nous|moi|la|le)\b)|nan\b|pas du tout|pas (?:ca|exactement|vraiment)|(?:c'est"
    r"|ce n'est) pas (?:ca|bon|cela)"
    r"|en fait\b|finalement\b|au contraire|correction|erreur|oups)"
    r"|.*\b(?:je me suis trompee?|j'ai fait une erreur|je me trompe|je voulais dire|je reprends|je corrige"
    r"|mal compris)\b"
)
_VALIDITY = re.compile(r"\b(?:perime|expir|valable|valide|depasse)")
#: Who says so takes the option that the others do not cover.
_NONE_OF_THEM = re.compile(
    r"(?:plutot |dans |c'est |je suis dans )*(?:le |un |une )?(?:cas general|cas normal|general|normal"
    r"|autres? (?:cas|situations?|chose)"
    r"|autre|aucun(?:e)?(?: de ces (?:cas|situations))?|rien de tout ca|ni l'un ni l'autre)[ .!]*"
)
#: « Mon propriétaire » is not who speaks.
_THIRD_PARTY = re.compile(
    r"\b(?:mon|ma|mes|notre|nos|le|la|l'|son|sa|du|au|de l'|de la) ?(?:nouve(?:l|lle|au)|ancien(?:ne)?|futur)? ?"
    r"(?:proprietaire|proprio|bailleur|employeur|patron(?:ne)?|locataire|salariee?|vendeur|acheteur|notaire|voisine?"
    r"|syndic)s?\b"
)

#: What is measured counts among what a message says, even where no option asks for it.
_MEASURES = frozenset({"area", "length", "distance"})
#: « J'ai pas internet » is no choice of Internet.
_REFUSED = re.compile(r"\b(?:pas|sans|ni)(?: (?:de|la|le|les|en|par|sur|un|une|d'|l'))* ?(?:(?<=')|\b)[a-z]+")


def place_in_list(text: str, count: int) -> int | None:
    """The index (from 0) that « 2 », « la deuxième » or « la dernière » points to among `count` options, or None."""
    said = fold(text).strip()
    if _MIDDLE.fullmatch(said):
        return count // 2 if count % 2 and count > 1 else None
    letter = _LETTER.fullmatch(said)
    if letter:
        return _place(ord(letter[1] or letter[2]) - ord("a") + 1, count)
    match = _PLACE.fullmatch(said)
    if not match:
        return None
    word = match[1]
    if word in ("dernier", "derniere"):
        return count - 1 if count else None
    if word in ("avant-dernier", "avant-derniere"):
        return _place(count - 1, count)
    return _place(int(word) if word.isdigit() else _ORDINALS.get(word, 0), count)


def _place(place: int, count: int) -> int | None:
    return place - 1 if 1 <= place <= count else None


def denies(text: str) -> bool:
    """Whether the citizen takes something back: « non, en fait… », « je me suis trompé », « finalement… »."""
    return bool(_DENIALS.match(fold(text).strip()))


def papers(text: str) -> frozenset[str]:
    """The papers that words name, a card being any card."""
    return situations.documents(fold(text)) - {"carte"}


def leaves_unnamed(text: str) -> bool:
    """Whether words tell the validity of a paper without naming it: they answer one question, about whichever paper."""
    said = fold(text)
    return bool(_VALIDITY.search(said)) and not situations.documents(said)


def narrow(
    text: str, labels: Sequence[str], analyzer: Analyzer, question: str = "", today: date | None = None
) -> list[int]:
    """The indices of the labels that the text speaks for; all of them when it tells none apart.

    `question`: the wording of the choice, or the titles it stands under; what they say tells no option from another.
    `today`: what dates and ages are counted from, the day of the call by default.
    """
    everything = list(range(len(labels)))
    if len(labels) < 2:
        return everything
    own = said_entirely(text, labels)
    if own is not None:
        return [own]
    options = read_options(tuple(labels), question, analyzer)
    statement = read_statement(text, analyzer, today or date.today())
    if _NONE_OF_THEM.fullmatch(statement.text.strip()):
        return [i for i in everything if options.options[i].default] or everything
    verdicts = [verdict(claim, options, statement) for claim in statement.claims]
    verdicts += polarities(statement, labels, options, analyzer)
    telling = [v for v in verdicts if True in v]
    possible = [i for i in everything if not any(v[i] is False for v in telling)]
    return _best(possible, telling, statement, options, analyzer) if possible else everything


@dataclass(frozen=True)
class _Match:
    """What of an option the text says: `hits` out of `size`, and whether that is most of what the text says.

    `unsure`: the option also asks for something in a dimension that the text leaves open; `unmeasured`: and that is a
    number, of which the text gives none.
    """

    hits: frozenset[object]
    size: int
    explains: bool
    unsure: bool
    unmeasured: bool

    def convinces(self, *, entirely: bool) -> bool:
        share = len(self.hits) / max(self.size, 1)
        if entirely or share >= 1:
            return share >= 1
        if self.unmeasured:
            return self.explains and share >= 0.5
        return self.explains or share > 0.5 or (share == 0.5 and any(isinstance(hit, str) for hit in self.hits))


def _best(
    possible: list[int], telling: list[Verdict], statement: Statement, options: Options, analyzer: Analyzer
) -> list[int]:
    """Of the options left, those whose words and claims no other option has more of, if that is convincing."""
    own = _THIRD_PARTY.sub(" ", statement.rest)
    if not any(option.negative for option in options.options):
        own = _REFUSED.sub(" ", own)
    said = content(blank(own, situations.document_spans(own)), analyzer) | (situations.documents(own) - {"carte"})
    shared = _shared(options)
    bare = bool(statement.claims) and all(claim.bare for claim in statement.claims)
    untold = 0 if telling else sum(name in _MEASURES for claim in statement.claims for name, _ in claim.regions)
    matches = {i: _match(i, options, said, shared, telling, bare=bare, untold=untold) for i in possible}
    chosen = [i for i in possible if matches[i].hits and not any(matches[i].hits < matches[j].hits for j in possible)]
    default = any(option.default for option in options.options)
    untouched = any(not matches[i].hits for i in possible)
    if any(matches[i].convinces(entirely=default or (untouched and matches[i].unsure)) for i in chosen):
        return chosen
    return possible


def _shared(options: Options) -> frozenset[str]:
    terms = [frozenset().union(*option.words) for option in options.options]
    return frozenset.intersection(*terms) if terms else frozenset()


def _match(
    index: int,
    options: Options,
    said: frozenset[str],
    shared: frozenset[str],
    telling: list[Verdict],
    *,
    bare: bool,
    untold: int,
) -> _Match:
    option = options.options[index]
    words = _telling_words(option, options, shared)
    heard = [word for word in words if word & said]
    agreed = [number for number, v in enumerate(telling) if v[index]]
    stems = [term for term in said if term[0] != "#"]
    explained = sum(any(term in word for word in option.words) for term in stems) + len(agreed)
    hits = frozenset([*(min(word & said) for word in heard), *agreed])
    asked = sum(name not in ("beneficiary", "household") for name, _ in option.regions)
    size = len(words) + max(asked, len(agreed))
    unsure = bool(agreed) and asked > len(agreed) and not bare
    measured = {region for _, region in option.regions if isinstance(region, Interval)} - {ADULTHOOD, MINORITY}
    unmeasured = bool(measured) and not agreed
    return _Match(hits, size, explained * 3 >= 2 * (len(stems) + len(telling) + untold), unsure, unmeasured)


def _telling_words(option: Option, options: Options, shared: frozenset[str]) -> list[frozenset[str]]:
    """The words of an option that not all options have, nor the question, unless the question says all of it."""
    words = [word - shared for word in option.words if not word <= shared]
    unasked = [word for word in words if not word & options.asked]
    return unasked or words
