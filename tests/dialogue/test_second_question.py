"""A message that asks two things: the first is answered, the second waits and is come back to."""

from guichet.dialogue.turn import Heard, Second
from tests.dialogue.talking import PASSPORT, RENEWAL


def ask_both(talk, second=RENEWAL):
    kept = Second("et ma carte est périmée depuis 7 ans", second.id, second.title)
    heard = Heard("un passeport, et ma carte", "describe_situation", "answer", (PASSPORT,), second=kept)
    return talk._keep(talk.dialogue.reply(heard, talk.memory))


def test_the_second_question_is_said_to_be_kept_and_come_back_to(talk):
    ask_both(talk)
    assert RENEWAL.title in talk.turn.frames[0]["text"]
    assert talk.memory.procedure == "F10"
    talk._keep(talk.dialogue.steering.taken_up(talk.memory))
    talk.press(talk.turn.frames[-1], 1)
    talk._keep(talk.dialogue.taken_up(Heard("revenons à la carte", "resume", found=(RENEWAL,)), talk.memory))
    assert talk.memory.procedure == "F20"
    assert "7 ans" in talk.memory.question


def test_nothing_is_promised_when_the_first_leads_nowhere(talk):
    kept = Second("et ma carte", RENEWAL.id, RENEWAL.title)
    talk._keep(talk.dialogue.reply(Heard("zzz", "nlu_fallback", second=kept), talk.memory))
    assert not talk.memory.aside
    assert not any(RENEWAL.title in frame["text"] for frame in talk.turn.frames)
