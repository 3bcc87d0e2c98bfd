"""Messages that ask the same are together, the heaviest group first; a few thousand take no time."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta, timezone

from guichet.gateway.clock import stamp
from guichet.gateway.unanswered.entries import Entry, Proposed
from guichet.gateway.unanswered.grouping import groups

NOW = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


def entry(id_: int, words: str, who: str = "", why: str = "none", days: float = 0, **more) -> Entry:
    values = {"comment": "", "proposed": (), "status": "open"} | more
    return Entry(id_, who or f"c{id_}", 1, why, stamp(NOW - timedelta(days=days)), words, **values)


def together(*texts: str) -> list[set[str]]:
    found = groups([entry(number, text) for number, text in enumerate(texts, 1)], NOW)
    return [{text for text, _ in group.wordings} for group in found]


def test_what_asks_the_same_is_together_however_it_is_typed():
    texts = (
        "mon passport est périmé",
        "MON PASSEPORT EST PÉRIMÉ",
        "passeport perime koi faire",
        "passeports périmés ?",
    )
    assert together(*texts) == [set(texts)]


def test_what_asks_something_else_is_apart():
    texts = ("comment déclarer un chat errant", "faut-il déclarer une piscine", "je veux un congé sans solde")
    assert len(together(*texts)) == 3


def test_words_that_everybody_uses_make_no_group():
    assert (
        len(
            together("je voudrais savoir comment faire pour un chien", "je voudrais savoir comment faire pour un puits")
        )
        == 2
    )


def test_a_message_of_small_words_alone_is_still_listed():
    assert together("et moi alors ?", "🙂") == [{"et moi alors ?"}, {"🙂"}]


def test_the_heaviest_group_is_first_and_each_citizen_counts_once():
    loud = [entry(number, "le chat", who="un seul") for number in range(1, 6)]
    two = [entry(10, "la piscine"), entry(11, "une piscine")]
    found = groups([*loud, *two], NOW)
    assert [(group.title, group.citizens, group.weight) for group in found] == [
        ("la piscine", 2, 2.0),
        ("le chat", 1, 1.0),
    ]


def test_a_thumb_down_and_a_hand_off_weigh_more_and_the_old_weighs_less():
    let_down = [entry(1, "chat"), entry(2, "piscine", why="thumb"), entry(3, "puits", why="handoff")]
    weights = {group.title: group.weight for group in groups([*let_down, entry(4, "vélo", days=30)], NOW)}
    assert weights == {"chat": 1.0, "piscine": 2.0, "puits": 2.0, "vélo": 0.5}


def test_a_group_says_its_typical_wording_what_was_shown_and_what_was_said_of_it():
    rsa, aah = Proposed("rsa", "Le RSA"), Proposed("aah", "L'AAH")
    (group,) = groups(
        [
            entry(7, "puits à déclarer dans mon jardin avant les travaux", proposed=(aah,)),
            entry(8, "déclarer un puits", proposed=(rsa,), why="thumb", comment="non"),
            entry(9, "déclarer un puits", proposed=(rsa,)),
        ],
        NOW,
    )
    assert (group.key, group.title, group.wordings[0]) == (7, "déclarer un puits", ("déclarer un puits", 2))
    assert group.proposed == ((rsa, 2), (aah, 1))
    assert group.comments == ("non",)
    assert dict(group.whys) == {"none": 2, "thumb": 1}


def test_four_thousand_messages_are_grouped_in_about_a_second():
    drawn = random.Random(1)
    words = [f"{a}{b}{c}" for a in "bcdfglmprst" for b in ("a", "ou", "i") for c in ("rtin", "lmard", "vage", "chet")]
    every = [entry(n, " ".join(drawn.choices(words, k=6))) for n in range(4_000)]
    began = time.process_time()
    assert sum(len(group.entries) for group in groups(every, NOW)) == 4_000
    assert time.process_time() - began < 3, "three times what it takes on a slow machine"
