"""The feed's conditions as one line of text; leaves out evaluating them.

Grammar, `&` binding tighter than `|`:

    T10576    the variable is true           (`estVrai`, `affecteVrai`)
    !T10576   the variable is false          (`estFaux`, `affecteFaux`)
    T10576?   nobody has set it yet          (`estIndefini`)
    a&b       all of them                    (`et`, and the children of a `Condition`)
    (a|b)     one of them at least           (`ou`)
    !(a&b)    not all of them                (`non`)
"""

from __future__ import annotations

from lxml import etree

TESTS = {
    "estVrai": "{}",
    "estFaux": "!{}",
    "estIndefini": "{}?",
    "affecteVrai": "{}",
    "affecteFaux": "!{}",
}


def expression(element: etree._Element | None) -> str:
    """A `Condition` or a `SiSelectionne` as an expression; empty when there is none."""
    return "" if element is None else "&".join(_terms(element))


def _terms(element: etree._Element) -> list[str]:
    return [term for term in map(_term, element) if term]


def _term(element: etree._Element) -> str:
    if element.tag in TESTS:
        return TESTS[element.tag].format(element.get("var", ""))
    terms = _terms(element)
    if element.tag == "ou" and len(terms) > 1:
        return f"({'|'.join(terms)})"
    if element.tag == "non" and terms:
        return f"!{terms[0]}" if len(terms) == 1 else f"!({'&'.join(terms)})"
    return "&".join(terms)
