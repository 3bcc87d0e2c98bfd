"""Whom a few words speak of, and whether they are of age: « j'ai 16 ans », « mon fils », « une personne majeure ».

It leaves out how old they must be: `claims` compares. It reads folded text.
"""

from __future__ import annotations

import re

#: One of a sheet's children, as a parent says it.
_CHILD = (
    r"(?:petits?[- ])?(?:fils|filles?|enfants?|gamine?s?|gosses?|momes?|bebes?|ados?|nourrissons?|garcons?|fillettes?)"
)
CHILD = re.compile(rf"\b(?:{_CHILD}|mineure?s?|adoptee?s?|petite?s?(?= (?:a|de) \d))\b")
_OWN_CHILD = re.compile(r"\b(?:votre|vos|mon|ma|mes) (?:\w+ )?(?:enfants?|fils|fille)\b")
_RELATIVE = re.compile(
    r"\b(?:mere|pere|maman|papa|mari|femme|conjointe?|epoux|epouse|compagne|compagnon|copain|copine|amie?|voisine?"
    r"|frere|"
    r"soeur|oncle|tante|cousine?|neveu|niece|grand-?(?:mere|pere)|(?:beau|belle)-?\w+|parents?|partenaire|ex|patron|"
    r"locataire|proprietaire|employeur|salariee?|collegue)\b"
)
_SELF = re.compile(r"\b(?:je|j'|moi|suis|ai|m'|mon age|nous|on)\b|\bj'")
_PRONOUN = re.compile(r"\b(?:il|elle|ils|elles|lui)\b")
#: Roles that are not those of whoever asks.
_ROLE = re.compile(
    r"\b(?:auteurs?|victimes?|prevenue?s?|defunte?s?|decedee?s?|detenue?s?|condamnee?s?|conjointe?s?|epoux|epouse"
    r"|parents?|"
    r"temoins?|heritiers?|titulaire|prostituee?s?|client|concubins?|partenaires?|pere|mere|freres?|soeurs?|donneur"
    r"|adopte)\b"
)
#: « Pour mon fils », « le passeport de ma fille », « mon bébé a perdu… »: what is asked is for a child.
_FOR_CHILD = re.compile(
    rf"\b(?:(?:pour|de|a|d'|que|par|chez) )?(?:mon|ma|mes|notre|nos|le|la|son|sa) (?:\w+ )?{_CHILD}\b"
    rf"|\b(?:pour|d')(?: ?(?:un|une|l'|des|les|notre))? ?(?:{_CHILD}|mineur)\b"
)
_WITH_CHILD = re.compile(
    rf"\b(?:avec|sans|chez|j'ai|ai|avons|et|ou) (?:mon|ma|mes|notre|nos|un|une|deux|\d+) (?:\w+ )?{_CHILD}\b"
)
#: A child who is only beside whom an option speaks of: « moins de 25 ans, sans enfant ».
_BESIDE = re.compile(rf"\b(?:avec|sans)(?: (?:un|une|des|deux|\d+))? {_CHILD}\b")
#: Words said of age that are not about a person.
_OTHER_MAJORITY = re.compile(
    r"\b(?:force|partie|sanctions?|travaux|defaillances?|raisons?|infractions?|fautes?|risque|incident) (?:majeur"
    r"|mineur)\w*"
)
_ADULT = re.compile(r"\b(?:majeure?s?|adultes?)\b")
_MINOR = re.compile(r"\bmineure?s?\b")
_NOT = re.compile(r"\b(?:pas|plus|non|jamais)(?: encore)? ?$")


def whom(text: str) -> str:
    """Of whom a clause of a citizen speaks: child, other, pronoun, self or nobody named (empty)."""
    if CHILD.search(text):
        return "child"
    if _RELATIVE.search(text):
        return "other"
    if _SELF.search(text):
        return "self"
    return "pronoun" if _PRONOUN.search(text) else ""


def concerned(label: str) -> str:
    """Of whom an option speaks: role, own_child, child, you, or anyone (empty)."""
    label = _BESIDE.sub(" ", label)
    if _ROLE.search(label):
        return "role"
    if _OWN_CHILD.search(label):
        return "own_child"
    if re.search(rf"\bpour (?:un|une|des|l'|le|la|les) ?(?:{_CHILD}|mineure?s?)\b", label):
        return "child"
    if re.search(r"\b(?:vous|j'ai|je)\b", label):
        return "you"
    return "child" if CHILD.search(label) else ""


def roles(text: str) -> frozenset[str]:
    """The roles named in a text, without feminine and plural."""
    return frozenset(re.sub(r"e?s?$", "", word) for word in _ROLE.findall(text))


def is_for_child(text: str) -> re.Match[str] | None:
    """The words that say that a child is whom it is for; not « j'ai un fils » nor « avec ma fille »."""
    return None if _WITH_CHILD.search(text) else _FOR_CHILD.search(text)


def majority(text: str) -> list[tuple[bool, int, int]]:
    """Whether each word « majeur », « adulte », « mineur » of the text says of age, with its place."""
    masked = _OTHER_MAJORITY.sub(lambda match: " " * len(match.group()), text)
    found = []
    for pattern, adult in ((_ADULT, True), (_MINOR, False)):
        for match in pattern.finditer(masked):
            denied = bool(_NOT.search(masked, 0, match.start()))
            found.append((adult != denied, match.start(), match.end()))
    return found


def fits(label: str, said: str, *, young: bool = False, named: bool = False, beneficiary: bool = False) -> bool:
    """Whether what is said of `said` (`whom`) may be what an option asks of `label` (`concerned`).

    `young`: who speaks is under age, so may be the child of a sheet; `named`: the option's role is named in the text;
    `beneficiary`: what is asked is for a child, who is then the « vous » of the sheet.
    """
    if not said:
        return True
    if label == "role":
        return named
    if label == "own_child":
        return said in ("child", "pronoun")
    if label == "child":
        return said in ("child", "pronoun") or (said == "self" and young)
    if label == "you":
        return said == "self" or (said == "child" and beneficiary)
    return said != "other"
