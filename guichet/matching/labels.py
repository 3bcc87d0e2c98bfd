"""What the labels of a choice ask for, in the dimensions of `claims`; read once per choice, together.

What they say by being beside one another is settled by `siblings`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from math import inf

from guichet.matching import beneficiaries, households, people, places, situations
from guichet.matching.claims import ADULTHOOD, MINORITY, Region, noun
from guichet.matching.dates import read_dates
from guichet.matching.intervals import Interval
from guichet.matching.options import Option, Options
from guichet.matching.quantities import DAYS, YEAR, Quantity, read_quantities
from guichet.matching.sentences import Span, blank, content, prepare, subjects, synonyms
from guichet.matching.siblings import among_siblings
from guichet.search.text import Analyzer

_DEFAULT = re.compile(
    r"cas generale?s?\b.*|(?:dans )?(?:les |un )?autres?(?: cas| situations?)?(?: de figure)?"
    r"|vous etes dans une autre situation"
    r"|en general|aucune? de ces (?:cas|situations?)|(?:autre )?cas particuliers?"
)
_REST = re.compile(
    r"(?<!l')\bautres? (?:pays(?! (?:membres? )?(?:de l'|d'|europ))|nationalite|departement|region)s?\b"
    r"|^ailleurs$|\bautre zone$|\bd'un autre etat\b"
)
#: Places that a label says besides: those it leaves out, those one goes to and comes from, the rights of a citizen.
_SAVE = re.compile(r"\(sauf [^)]*\)")
_ASIDE = re.compile(
    r"\b(?:ressortissants?|citoyen(?:ne)?s?|nationalite|(?<!economique )(?<!union )(?<!pays )europeen(?:ne)?s?) .*"
)
_FROM_TO = re.compile(r"\b(?:france|etranger|metropole|mer|ue|europeenne|pays|dom|saint martin)\b.* vers\b")
#: « (hors Danemark) »: what is left out is not read.
_BUT = re.compile(r"\((?:hors|sauf) (?!ue\b|espace econ|l'espace econ|union|outre)")
_PLACE_ALONE = re.compile(
    r"en france|a l'etranger|hors de france|(?:dans )?(?:un )?(?:autre )?pays(?: de l'(?:ue|union europeenne))?"
)
#: « EEE » beside « cas général » may be a nationality; « dans l'EEE » is a place.
_WHERE = re.compile(r"(?:dans|en|a|au|aux|hors|vers|depuis|de) ")
_NON = re.compile(r"\bnon[ -]([a-z]+)")
_DOING = re.compile(
    r"(?:vous )?(?:faire|faites|effectuer|effectuez|deposer|deposez) (?:la|le|l'|votre|une?) ?\w+ (?:en|a|depuis) "
)
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


@lru_cache(maxsize=8192)
def read_options(labels: tuple[str, ...], question: str, analyzer: Analyzer) -> Options:
    """The options of a choice, and what its question is about."""
    asked = prepare(question)
    texts = [_articles(prepare(label), labels) for label in labels]
    found = [_Reader(text, asked, " | ".join(texts), analyzer).option() for text in texts]
    found = among_siblings(found, texts)
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
            opposed=self._opposed(),
            place_alone=bool(_PLACE_ALONE.fullmatch(self._text.strip(" .:"))),
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
        where = self._places()
        who = [
            n
            for n in places.read_nationality(people_only)
            if not any(n.start < w.end and w.start < n.end for w in where)
        ]
        read = [("nationality", n.codes, n.start, n.end) for n in who]
        read += [("place", n.codes, n.start, n.end) for n in where]
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
        whom = beneficiaries.read_label(self._text) if beneficiaries.offers_oneself(self._siblings) else None
        regions |= {"beneficiary": whom} if whom else {}
        living = households.read_label(self._text, self._siblings)
        regions |= {"household": living} if living else {}

    def _opposed(self) -> frozenset[str]:
        """The stems that the label has after « non » and nowhere else."""
        denied = content(" ".join(_NON.findall(self._text)), self._analyzer)
        return denied - content(_NON.sub(" ", self._text), self._analyzer)

    def _places(self) -> list[places.Named]:
        text = self._text
        self._spans += [match.span() for match in _SAVE.finditer(text)]
        for words in (_REST, _EXPATRIATE, _SAVE, _ASIDE):
            text = words.sub(_as_long, text)
        if _FROM_TO.search(text) or _BUT.search(text):
            self._spans += [(n.start, n.end) for n in places.read_place(self._text)]
            return []
        found = list(places.read_place(text))
        general = "cas general" in self._siblings and not _WHERE.match(text)
        if general and found and found[0].start == 0 and found[0].codes <= places.abroad():
            return []
        return found + list(places.read_countries(text)) if found and text.count(",") > 1 else found

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
