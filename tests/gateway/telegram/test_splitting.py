"""Any text in any styles becomes messages that Telegram takes, and every character of it arrives, in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.gateway.channels.telegram.rendering.rich import FOLDED, LIMIT, Run, html, joined, run
from guichet.gateway.channels.telegram.rendering.splitting import split
from tests.gateway.telegram.bot_api.markup import parse, units
from tests.gateway.telegram.rendered import squeezed

SIGNS = st.text(
    st.sampled_from("ab<>&\"'.!? \n\t\r\u00a0\u200d\u0301🇫🇷👨👩é«»:;\u2028\u202e\x00\x85\ufe0f"), max_size=300
)
TEXTS = st.one_of(st.text(), SIGNS, SIGNS.map(lambda text: text * 40))
TAGS = st.lists(st.sampled_from([FOLDED, "b", "i", "code", 'a href="https://a.fr/"', 'a href="https://b.fr/?a&amp;b"']))
RUNS = st.lists(st.builds(lambda text, tags: run(text, *tags), TEXTS, TAGS), max_size=12)


def texts(pieces):
    return [parse(piece)[0] for piece in pieces]


@settings(max_examples=300, deadline=None)
@given(RUNS)
def test_any_runs_become_valid_messages_that_say_all_of_it(runs):
    pieces = split(runs)
    assert pieces == split(runs)
    for piece in pieces:
        assert units(piece) <= LIMIT
        assert piece.count("</") <= 90
        assert squeezed(parse(piece)[0])
    assert squeezed("".join(texts(pieces))) == squeezed("".join(one.text for one in runs))


def test_a_text_of_the_greatest_length_is_one_message():
    assert split([Run("é" * LIMIT)]) == ["é" * LIMIT]
    assert len(split([Run("é" * (LIMIT + 1))])) == 2


@pytest.mark.parametrize(("sign", "most"), [("&", LIMIT // 5), ("<", LIMIT // 4), ("😀", LIMIT // 2)])
def test_what_escapes_and_emoji_take_is_counted(sign, most):
    first, second = texts(split([Run(sign * (most + 1))]))
    assert (first, second) == (sign * most, sign)


@pytest.mark.parametrize("end", ["\n\n", "\n", ". ", ", ", " "])
def test_it_is_cut_at_the_best_end_there_is(end):
    worse = {"\n\n": "\n", "\n": ". ", ". ": ", ", ", ": " ", " ": "-"}[end]
    first = "a" * 3_000
    second = worse.join(["b" * 50] * 30)
    assert texts(split([Run(f"{first}{end}{second}")])) == [f"{first}{end}".strip(" \n"), second]


def test_an_end_in_the_first_half_is_not_worth_a_short_message():
    second = " ".join(["mot"] * 1_200)
    first, *_ = texts(split([Run(f"Titre.\n\n{second}")]))
    assert len(first) > 4_000


def test_styles_are_closed_and_opened_again_at_a_cut():
    first, second = split(joined([(Run("a" * 4_000, (FOLDED, "b")),), (Run("c" * 300, (FOLDED, "b")),)]))
    assert first == html([Run("a" * 4_000, (FOLDED, "b"))])
    assert second == html([Run("c" * 300, (FOLDED, "b"))])


def test_no_message_has_more_styles_than_telegram_keeps():
    pieces = split(joined((run(f"lien {i}", "b"),) for i in range(200)))
    assert len(pieces) == 3
    assert max(piece.count("</") for piece in pieces) == 90


@pytest.mark.parametrize("sign", ["👨\u200d👩\u200d👧", "e\u0301", "🇫🇷", "👍🏽", "☎\ufe0f"])
def test_a_sign_made_of_several_is_not_parted(sign):
    for before in range(4):
        first, second = texts(split([Run("a" * before + sign * 2_100)]))[:2]
        assert not first.removeprefix("a" * before).replace(sign, "")
        assert second.startswith(sign)


@pytest.mark.parametrize("nothing", ["", " \n ", "\u200b\u200d", "\u00a0\u2800", "\u3164"])
def test_nothing_to_see_is_no_message(nothing):
    assert split([run(nothing)]) == []
