"""What the options of a choice ask for, in the dimensions of `claims`; read once per choice, together.

An option is read among its siblings: « étranger » beside « européen » is someone from outside Europe, « enfant » beside
« adulte » is a minor, and « autre département » is what the others leave.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import inf

from guichet.matching import people, places, situations
from guichet.matching.claims import ADULTHOOD, MINORITY, Region, noun
from guichet.matching.dates import read_dates
from guichet.matching.europe import DOUBTFUL, union
from guichet.matching.intervals import Interval
from guichet.matching.quantities import DAYS, YEAR, Quantity, read_quantities
from guichet.matching.sentences import Span, blank, content, prepare, subjects, synonyms
from guichet.search.text import Analyzer

_DEFAULT = re.compile(
    r"cas generale?s?\b.*|(?:dans )?(?:les |un )?autres?(?: cas| situations?)?(?: de figure)?"
    r"|vous etes dans une autre situation"
    r"|en general|aucune? de ces (?:cas|situations?)|(?:autre )?cas particuliers?"
)
_REST = re.compile(
    r"\bautres? (?:pays(?! (?:membres? )?(?:de l'|d'|europ))|nationalite|departement|region)s?\b|^ailleurs$|\bautre zone$"
    r"|\bd'un autre etat\b"
)
#: « Un autre pays de l'UE » than those that the siblings name.
_OTHER_OF = re.compile(r"\bautres? (?:pays|etats?)\b")
#: Places that a label says besides: those it leaves out, those one goes to and comes from, the rights of a citizen.
_ASIDE = re.compile(r"\(sauf [^)]*\)|\b(?:ressortissants?|citoyen(?:ne)?s?|nationalite|europeen(?:ne)?s?) .*")
_FROM_TO = re.compile(r"\bvers\b.*")
_DOING = re.compile(r"(?:vous )?(?:faire|faites|effectuer|effectuez|deposer|deposez) (?:la|le|l'|votre|une?) ?\w+ (?:en|a|depuis) ")
#: Who says « en Europe » may mean more or less than the Union.
_VAGUE = re.compile(r"\beurope\b|\bpays europeens?\b")
#: A nationality that is a thing's: « un permis étranger ».
_NATIONAL_THING = re.compile(
    r"\b(?:immatricul\w+|etablissements?|permis|actes?|titres?|vehicules?|voitures?|retraites?|diplomes?|documents?"
    r"|cartes?"
    r"|passeports?|jugements?|decisions?|pensions?|entreprises?|plaques?|territoire|banques?|comptes?|ecole|armees?"
    r"|autorites?|administrations?|elections?|demarches?|mariage|justice|tribunal|legion)\b"
)
#: A status of employees, not a place to live in.
_EXPATRIATE = re.compile(r"\bexpat\w*")
_AGED = re.compile(r"\b(?:age|agee?s?|anniversaire)\b")
#: Words that make a number of years a duration.
_LASTING = re.compile(
    r"\b(?:depuis|anciennete|duree|delai|pendant|durant|services?|contrat|vehicule|carte|permis|passeport|pel|cel"
    r"|pea|arret|bail"
    r"|ouvert|convention|sejour|resid\w+|peine|prison|condamn\w+ a|marie\w*|pacs|stage|formation|conge|apres|etudes"
    r"|preavis"
    r"|cdd|cdi|titre|visa|date|expir\w+|perim\w+|suspension|interdiction|il y a|abonne\w*|par an|par mois|donations?"
    r"|actes?)\b"
)
_PERSON = re.compile(
    r"^a (?=\d|moins|entre|plus)|\b(?:il|elle|qui|adopte) a\b|\b(?:vous (?:avez|ayez)|j'ai|personnes?|salariee?s?"
    r"|locataires?|jeunes?|travailleurs?|adultes?|femmes?|femmmes|hommes?"
    r"|eleves?|etudiante?s?|apprentie?s?|majeure?s?)\b"
)
_YEARS = re.compile(r"\b(\d{1,3}) ans?\b")
#: From so many years on, options that say only years speak of an age.
_NO_DELAY = 12
_FROM_AGE = re.compile(r"\bdepuis l'age de")
_NEGATIVE = re.compile(r"\b(?:pas(?!-de-)|sans|aucune?|jamais|non|ni)\b|\b(?:ne|n') ?\w+ plus\b")
#: The object of a negation: what follows « pas », « sans », « jamais ».
_DENIED = re.compile(r"\b(?:pas|sans|aucune?|jamais|non|plus)\b(.*)")


@dataclass(frozen=True)
class Option:
    """One option as read. `regions`: what it allows, by dimension; `units`: of its bare numbers, in days.

    `words`: the stems it says besides; `ideas`: what the search hears in them; `denied`: the stems it denies.
    `doing`: it says where the thing is to be done, not where something was done.
    """

    regions: tuple[tuple[str, Region], ...] = ()
    whom: str = ""
    roles: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    words: tuple[frozenset[str], ...] = ()
    denied: frozenset[str] = frozenset()
    negative: bool = False
    default: bool = False
    rest: bool = False
    doing: bool = False
    unit: float = 1.0


@dataclass(frozen=True)
class Options:
    """All the options of a choice, with the stems of the question that they answer."""

    options: tuple[Option, ...]
    asked: frozenset[str]

    @property
    def places_only(self) -> bool:
        """Whether the options say places and nothing else: « en France », « à l'étranger »."""
        return all("place" in dict(option.regions) and not option.about for option in self.options)

    @property
    def addressed(self) -> bool:
        """Whether an option speaks to whoever asks: « vous »."""
        return any(option.whom == "you" for option in self.options)


@lru_cache(maxsize=8192)
def read_options(labels: tuple[str, ...], question: str, analyzer: Analyzer) -> Options:
    """The options of a choice, and what its question is about."""
    asked = prepare(question)
    texts = [_articles(prepare(label), labels) for label in labels]
    found = [_Reader(text, asked, " ".join(texts), analyzer).option() for text in texts]
    found = _among_siblings(found, texts)
    papers = frozenset().union(*(o.documents for o in found)) or situations.documents(asked)
    found = [replace(o, documents=o.documents or papers) for o in found]
    return Options(tuple(found), content(asked, analyzer) | subjects(asked))


def _as_long(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _articles(text: str, labels: tuple[str, ...]) -> str:
    """« Naissance d'un enfant » beside « Naissance de 2 enfants » is a birth of one."""
    counted = any(re.search(r"\d+ enfants?\b|plusieurs enfants", label) for label in labels)
    return re.sub(r"\b(?:un|une)(?: seul)? (?=enfant\b)", "1 ", text) if counted else text


class _Reader:
    """One label being read."""

    def __init__(self, text: str, asked: str, siblings: str, analyzer: Analyzer) -> None:
        self._text, self._asked, self._siblings, self._analyzer = text, asked, siblings, analyzer
        self._spans: list[Span] = []
        self._unit = 1.0

    def option(self) -> Option:
        regions = self._regions()
        rest = blank(self._text, self._spans)
        denied = _DENIED.search(rest)
        return Option(
            regions=tuple(sorted(regions.items())),
            whom=people.concerned(self._text) or people.concerned(self._asked),
            roles=people.roles(self._text),
            about=content(rest, self._analyzer) | subjects(self._text),
            documents=situations.documents(self._text),
            words=self._words(rest),
            denied=content(denied[1], self._analyzer) if denied else frozenset(),
            negative=bool(_NEGATIVE.search(self._text)),
            default=bool(_DEFAULT.fullmatch(self._text.strip(" .:"))),
            rest=bool(_REST.search(self._text)),
            doing=bool(_DOING.match(self._text)),
            unit=self._unit,
        )

    def _words(self, rest: str) -> tuple[frozenset[str], ...]:
        """Each word left, as its stem and the ideas it says by itself; runs of words say theirs with the first."""
        papers = situations.document_spans(rest)
        stems = sorted(s for s in content(blank(rest, papers), self._analyzer) if s[0] != "#")
        named = sorted(situations.documents(rest) - {"carte"})
        return tuple(synonyms(s, self._analyzer) for s in stems) + tuple(frozenset({p}) for p in named)

    def _regions(self) -> dict[str, Region]:
        dates = read_dates(self._text, date.max)
        quantities = read_quantities(blank(self._text, [(d.start, d.end) for d in dates]))
        regions: dict[str, Region] = {}
        for dated in dates:
            self._meet(regions, "date", dated.condition(), (dated.start, dated.end))
        for quantity in quantities:
            name = self._dimension(quantity)
            if name:
                self._unit = DAYS.get(quantity.unit, 1.0) if quantity.kind == "time" else self._unit
                interval = _whole_years(quantity) if name == "age" else quantity.interval
                self._meet(regions, name, interval, (quantity.start, quantity.end))
        for adult, start, end in people.majority(self._text):
            self._meet(regions, "age", ADULTHOOD if adult else MINORITY, (start, end))
        self._sets(regions)
        return {name: region for name, region in regions.items() if not (isinstance(region, Interval) and region.empty)}

    def _meet(self, regions: dict[str, Region], name: str, interval: Interval, span: Span) -> None:
        known = regions.get(name)
        regions[name] = known.meet(interval) if isinstance(known, Interval) else interval
        self._spans.append(span)

    def _sets(self, regions: dict[str, Region]) -> None:
        people_only = "" if _NATIONAL_THING.search(self._text) else self._text
        read = [("nationality", n.codes, n.start, n.end) for n in places.read_nationality(people_only)]
        read += [("place", n.codes, n.start, n.end) for n in self._places()]
        read += [("way", *reading) for reading in situations.read_ways(self._text, alone=False)]
        read += [("couple", *reading) for reading in situations.read_couple(self._text)]
        states = list(situations.read_validity(self._text))
        read += [("validity", *state) for state in states if len(state[0]) == min(len(s[0]) for s in states)]
        if states:
            self._spans += situations.document_spans(self._text)
        for name, values, start, end in read:
            denied = name in ("couple", "nationality", "place") and _NEGATIVE.search(self._text)
            if denied:
                continue
            regions[name] = frozenset(regions.get(name, frozenset())) | values  # type: ignore[arg-type]
            self._spans.append((start, end))

    def _places(self) -> list[places.Named]:
        text = self._text
        for words in (_REST, _EXPATRIATE, _ASIDE):
            text = words.sub(_as_long, text)
        found = list(places.read_place(text))
        going = len(found) > 1 and _FROM_TO.search(text, found[0].end)
        return [] if going else found

    def _dimension(self, quantity: Quantity) -> str:
        """What a quantity of the label measures; nothing when it is not understood."""
        if quantity.kind == "count":
            return f"count:{noun(quantity.noun, self._analyzer)}"
        bare = not content(blank(self._text, [(quantity.start, quantity.end)]), self._analyzer)
        if quantity.kind != "time":
            return quantity.kind if bare or quantity.kind != "number" else ""
        if _FROM_AGE.search(self._text):
            return ""
        lasting = (
            _LASTING.search(self._text) or quantity.form or re.match(r" (?:d'|de )[a-z]", self._text[quantity.end :])
        )
        if _AGED.search(self._text):
            return "age"
        if not lasting and (people.CHILD.search(self._text) or _PERSON.search(self._text)):
            return "age" if quantity.unit == "an" or people.CHILD.search(self._text) else "span"
        return self._asked_dimension(quantity) if bare and not lasting else "span"

    def _asked_dimension(self, quantity: Quantity) -> str:
        """What bare years are, by the siblings, then the question; else an age if the longest is no delay."""
        if people.CHILD.search(self._siblings + " " + self._asked):
            return "age"
        if _LASTING.search(self._siblings):
            return "span"
        if _AGED.search(self._asked):
            return "span" if _LASTING.search(self._asked) else "age"
        longest = max((int(years) for years in _YEARS.findall(self._siblings)), default=0)
        return "age" if quantity.unit == "an" and longest >= _NO_DELAY else "span"


def _whole_years(quantity: Quantity) -> Interval:
    """An age « jusqu'à 17 ans inclus » lasts until the eighteenth birthday; « de 16 » starts at the sixteenth."""
    interval = quantity.interval
    if interval.high == inf or interval.high_open or quantity.unit != "an":
        return replace(interval, soft_below=-inf)
    return replace(interval, high=interval.high + YEAR, high_open=True, soft_below=-inf)


def _among_siblings(options: list[Option], texts: list[str]) -> list[Option]:
    """What the options say by being beside one another."""
    named = [dict(option.regions) for option in options]
    if any(region == ADULTHOOD for r in named for region in [r.get("age")]):
        for index, regions in enumerate(named):
            if "age" not in regions and people.CHILD.search(texts[index]) and not options[index].default:
                regions["age"] = MINORITY
    _drop_lonely(named, options)
    _europeans(named)
    _other_europeans(named, texts)
    for name, everything in (("nationality", places.nationalities()), ("place", places.abroad() | places.france())):
        _leave_the_rest(name, everything, named, options, texts)
    return [replace(option, regions=tuple(sorted(r.items()))) for option, r in zip(options, named, strict=True)]


def _europeans(named: list[dict[str, Region]]) -> None:
    """« Européen » takes in the French who have no option of their own; « étranger » beside it is from elsewhere."""
    european = [r for r in named if r.get("nationality") == places.european()]
    french = any("fr" in r.get("nationality", ()) for r in named)  # type: ignore[operator]
    for regions in european if not french else ():
        regions["nationality"] = places.european() | {"fr"}
    for regions in named:
        if european and regions.get("nationality") == places.abroad():
            regions["nationality"] = places.abroad() - places.european()


def _other_europeans(named: list[dict[str, Region]], texts: list[str]) -> None:
    """« À l'étranger » beside « dans l'UE » is out of it; « un autre pays de l'UE » is none of those named."""
    for index, (regions, text) in enumerate(zip(named, texts, strict=True)):
        own = regions.get("place")
        if not isinstance(own, frozenset):
            continue
        beside = [r["place"] for i, r in enumerate(named) if i != index and "place" in r]
        smaller = [place for place in beside if place < own and place <= places.abroad()]
        if own == places.abroad() or _OTHER_OF.search(text):
            regions["place"] = own.difference(*smaller)


def _drop_lonely(named: list[dict[str, Region]], options: list[Option]) -> None:
    """Forget what a single option says by the way: « le mineur n'a pas de carte » beside « il a une carte »."""
    for name in {name for regions in named for name in regions}:
        regions = [r.get(name) for r in named]
        lonely = sum(region is not None for region in regions) == 1
        alike = None not in regions and all(region == regions[0] for region in regions)
        for own, option in zip(named, options, strict=True):
            others_default = all(o.default for o in options if o is not option)
            if name in own and (alike or (lonely and option.words and not others_default and not option.rest)):
                del own[name]


def _leave_the_rest(
    name: str, everything: frozenset[str], named: list[dict[str, Region]], options: list[Option], texts: list[str]
) -> None:
    """« Autre département », « autre nationalité »: all that no sibling names, if all the siblings name some."""
    if not all(name in r for r, o in zip(named, options, strict=True) if not o.rest):
        return
    taken = frozenset().union(*(r[name] for r, o in zip(named, options, strict=True) if name in r and not o.rest))  # type: ignore[arg-type]
    if name == "place" and taken & union():
        # France is in Europe, and no « other country » either.
        taken |= places.france() | (DOUBTFUL if any(map(_VAGUE.search, texts)) else frozenset())
    for regions, option, text in zip(named, options, texts, strict=True):
        if option.rest and taken and not (name == "place" and "nationalite" in text):
            regions[name] = everything - taken
