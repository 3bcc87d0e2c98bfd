"""Personal data in a citizen's message: recognised and masked before anything is stored.

Numbers with a check digit are masked only when the digit agrees, so that sheet, Cerfa and SIRET
numbers, postcodes, dates and amounts stay readable. Names and postal addresses are out of scope:
nothing in their form tells them apart from the words of a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from guichet.plates import plates


class Kind(str, Enum):
    """What a piece of personal data is."""

    EMAIL = "email"
    IBAN = "iban"
    SOCIAL_SECURITY = "social_security"
    CARD = "card"
    TAX_NUMBER = "tax_number"
    PHONE = "phone"
    PLATE = "plate"


@dataclass(frozen=True)
class Finding:
    """A piece of personal data at `[start, end)` of a text."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Masked:
    """A text without its personal data, and the kinds that were in it, in reading order without repeats."""

    text: str
    kinds: tuple[Kind, ...]


#: What people put between groups of digits: spaces (also non-breaking ones), dots, hyphens.
_GAP = "[ .\u00a0\u202f\u2011-]"
_GAPS = f"{_GAP}{{0,2}}"

#: What stands for an @ where people don't find the key; without a plain dot after it, the ending has to be a usual one.
_AT = r"(?: ?@ ?| ?[(\[] ?(?:at|arobase?) ?[)\]] ?| arobase? )"
_ENDING = r"(?:fr|com|net|org|eu)(?![^\W_])"
_MAILBOXES = "gmail|hotmail|orange|wanadoo|free|sfr|laposte|yahoo|outlook|live|icloud|bbox|neuf|aol|proton"
_EMAIL = re.compile(
    rf"[\w.+%'-]{{1,64}}(?: ?@ ?[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.[^\W\d_]{{2,24}}"
    rf"|{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}(?: ?[.,] ?| point ){_ENDING}"
    rf"|{_AT}(?:{_MAILBOXES})(?![^\W_]))",
    re.IGNORECASE,
)

#: Length of an IBAN by country (registry of ISO 13616, the countries of the SEPA area).
_IBAN_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "EE", "LT", "LU"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "IE", "ME", "RS", "VA"), 22),
    **dict.fromkeys(("GI",), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "RO", "SE", "SK"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("IS",), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "CY", "HU", "PL"), 28),
    **dict.fromkeys(("MT",), 31),
}
_IBAN_START = re.compile(rf"(?<![A-Za-z0-9])([A-Za-z]{{2}}){_GAPS}\d\d")

#: Sex, year, month (20 to 42 and 50 to 99: unknown month), département (2A and 2B: Corse), commune, order.
_NIR_BODY = rf"[1-478]{_GAPS}\d\d{_GAPS}(?:0[1-9]|1[0-2]|[2-9]\d){_GAPS}(?:\d\d|2[ABab]){_GAPS}\d{{3}}{_GAPS}\d{{3}}"
_NIR = re.compile(rf"(?<![A-Za-z0-9])({_NIR_BODY}){_GAP}{{0,3}}(\d\d)(?![A-Za-z0-9])")
#: However it is grouped, once it is named: what is in it is looked at without the gaps.
_SHORT_NIR = re.compile(r"(?<![A-Za-z0-9])[1-478](?:[ ./\u00a0\u202f\u2011-]{0,3}[\dABab]){12,14}(?![A-Za-z0-9])")
_SHORT_BODY = re.compile(rf"{_NIR_BODY}(?:\d\d)?")
_NIR_NAME = re.compile(
    r"s[ée]cu(?:rit[ée] sociale)?\b|\bvitale\b|\bassur[ée]e?\b|\bnir\b|\bss\b|num[ée]ro d['’]immatriculation sociale",
    re.IGNORECASE,
)

#: Visa, Mastercard, Maestro, Discover, American Express; 14 digits are left to SIRET numbers. The longest form first:
#: the first sixteen of nineteen digits in groups look like a whole number.
_CARDS = tuple(
    re.compile(rf"(?<!\d){first}(?:{_GAPS}\d){{{rest}}}(?!\d)")
    for first, rest in (("[46]", 18), ("[24-6]", 15), ("3[47]", 13))
)

_THIRTEEN = re.compile(rf"(?<![A-Za-z0-9])\d(?:{_GAPS}\d){{12}}(?![A-Za-z0-9])")
_TAX_NAME = re.compile(
    r"fiscal|\bspi\b|(?:num[ée]ro|n[°º]) d['’ ]imp[oô]t|r[ée]f(?:[ée]rence)?\.? (?:de )?(?:[ld]['’])?avis",
    re.IGNORECASE,
)

#: Numbers in 08 are services, not people. A date with a four-digit year ("06.07.2024 10 h", "07.2024 1 500 euros") is
#: not a phone. Pairs may follow other digits; digits grouped in any other way are all there is.
_DIALLED = "[ ._\u00a0\u202f\u2011-]"
_FREE = rf"[1-79](?:{_DIALLED}{{0,3}}\d){{8}}(?!{_DIALLED}?\d)"
_PHONE = re.compile(
    rf"(?<![\d+])(?!\d\d(?:[ /.-]\d\d)?[ /.-](?:19|20)\d\d(?!\d))"
    rf"(?:(?:(?:\+|00){_DIALLED}?(?:33|262|508|590|594|596|681|687|689){_DIALLED}?(?:\(0\){_DIALLED}?|0)?|0)"
    rf"(?:[1-79](?:{_DIALLED}{{0,3}}\d\d){{4}}|[67]\d\d{_DIALLED}\d{{3}}{_DIALLED}\d{{3}}|[1-79](?:[/,]\d\d){{4}}"
    rf"|(?<!\d{_DIALLED}0){_FREE})|\(0[1-79]\)(?:{_DIALLED}{{0,3}}\d\d){{4}}"
    rf"|(?:(?<!\w)[oO]|(?<!\d{_DIALLED})0 )[67](?:{_DIALLED}?\d\d){{4}})(?!\d)"
)

#: How far before a number its name may stand ("mon numéro fiscal est le …"), in characters.
_NAME_DISTANCE = 40


def mask(text: str, labels: Mapping[Kind, str]) -> Masked:
    """The text with each piece of personal data replaced by the label of its kind."""
    parts: list[str] = []
    position = 0
    findings = find(text)
    for finding in findings:
        parts += [text[position : finding.start], labels[finding.kind]]
        position = finding.end
    return Masked("".join([*parts, text[position:]]), tuple(dict.fromkeys(f.kind for f in findings)))


def find(text: str) -> tuple[Finding, ...]:
    """The personal data in the text, in reading order, without overlap; the surest form wins."""
    taken: list[Finding] = []
    for kind, search in _SEARCHES.items():
        for start, end in search(text):
            if all(end <= other.start or start >= other.end for other in taken):
                taken.append(Finding(start, end, kind))
    return tuple(sorted(taken, key=lambda finding: finding.start))


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _EMAIL.finditer(text))


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for start in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(start[1].upper())
        rest = length and re.compile(rf"(?:{_GAPS}[A-Za-z0-9]){{{length - 4}}}").match(text, start.end())
        if rest and _mod97(re.sub(_GAP, "", start[0] + rest[0])):
            yield start.start(), rest.end()


def _mod97(iban: str) -> bool:
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def _social_security(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _NIR.finditer(text) if _nir_key(match[1]) == int(match[2]))
    for start, end in _named(text, _SHORT_NIR, _NIR_NAME):
        if _SHORT_BODY.fullmatch(re.sub(r"[^\dA-Za-z]", "", text[start:end])):
            yield start, end


def _nir_key(body: str) -> int:
    # Corse: 2A counts as 19 and 2B as 18 (arrêté of 3 June 1996 on the key of the number).
    digits = re.sub(_GAP, "", body).upper().replace("2A", "19").replace("2B", "18")
    return 97 - int(digits) % 97


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for form in _CARDS:
        yield from (match.span() for match in form.finditer(text) if _luhn(re.sub(_GAP, "", match[0])))


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _tax_numbers(text: str) -> Iterator[tuple[int, int]]:
    return _named(text, _THIRTEEN, _TAX_NAME)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _PHONE.finditer(text))


def _named(text: str, number: re.Pattern[str], name: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Numbers without a check digit count only when the words before them say what they are."""
    for match in number.finditer(text):
        if name.search(text, max(0, match.start() - _NAME_DISTANCE), match.start()):
            yield match.span()


_SEARCHES: Mapping[Kind, Callable[[str], Iterator[tuple[int, int]]]] = {
    Kind.EMAIL: _emails,
    Kind.IBAN: _ibans,
    Kind.SOCIAL_SECURITY: _social_security,
    Kind.CARD: _cards,
    Kind.TAX_NUMBER: _tax_numbers,
    Kind.PHONE: _phones,
    Kind.PLATE: plates,
}
