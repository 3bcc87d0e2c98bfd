"""French spacing where words become a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.gateway.markup import link, words
from guichet.gateway.typography import french


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Quel prix ?", "Quel prix\u00a0?"),
        ("Attention : oui ; non !", "Attention\u00a0: oui\u00a0; non\u00a0!"),
        ("dites « oui »", "dites «\u00a0oui\u00a0»"),
        ("dites «oui».", "dites «\u00a0oui\u00a0»."),
        ("« « Oui » »", "«\u00a0«\u00a0Oui\u00a0»\u00a0»"),
        ("25 € ou 5 %", "25\u202f€ ou 5\u202f%"),
        ("1 000 € par an", "1 000\u202f€ par an"),
        ("1\u202f000\u00a0€", "1\u202f000\u202f€"),
        ("de 9h à 17h30", "de 9h à 17h30"),
        ("à 10:30, https://a.fr/?q=x!", "à 10:30, https://a.fr/?q=x!"),
        ("Bonjour!", "Bonjour!"),
        ("ligne\n ? suite", "ligne\n ? suite"),
        ("", ""),
    ],
)
def test_spaces_that_must_not_break(typed, printed):
    assert french(typed) == printed


@given(st.text(alphabet="a1 \u00a0\u202f\n«»?!;:€%", max_size=20) | st.text(max_size=20))
def test_twice_is_once_and_no_letter_changes(text):
    once = french(text)
    assert french(once) == once
    assert "".join(once.split()) == "".join(text.split())


def test_it_is_done_where_words_become_a_page():
    assert words("Prix : 25 €\n<b>") == "Prix\u00a0: 25\u202f€<br>&lt;b&gt;"
    assert link("https://a.fr/", "Où aller ?") == '<a href="https://a.fr/">Où aller\u00a0?</a>'
    assert link("javascript:x", "Où aller ?") == "Où aller\u00a0?"
