"""The main job, turn after turn: a question, the sheet's answer, a follow-up."""

import pytest

pytestmark = pytest.mark.model


def payload(said, position):
    return said.frames[-1]["options"][position]["payload"]


def procedures(said):
    return {frame["procedure"]["id"] for frame in said.frames if frame["kind"] == "answer"}


def to_the_answer(say, said):
    """Takes the first option until the bot answers."""
    for _ in range(6):
        if "choices" not in said.kinds:
            return said
        said = say(payload(said, 0))
    raise AssertionError("six questions, and still no answer")


def test_a_lost_identity_card_gets_its_procedure_with_source_and_date(say):
    said = to_the_answer(say, say("j'ai perdu ma carte d'identité, je fais quoi ?"))
    assert procedures(said) == {"carte_identite_perte_vol"}
    assert said.frames[-1]["source"]["url"].startswith("https://")
    assert said.frames[-1]["source"]["date"]


def test_a_follow_up_is_about_the_procedure_in_hand(say):
    to_the_answer(say, say("g perdu ma carte didentite"))
    said = to_the_answer(say, say("et combien ça coûte ?"))
    assert procedures(said) == {"carte_identite_perte_vol"}
    assert said.frames[-1]["aspect"] == "cost"


def test_after_starting_again_nothing_is_in_hand(say):
    to_the_answer(say, say("j'ai perdu ma carte d'identité"))
    say("on recommence depuis le début")
    assert procedures(say("et combien ça coûte ?")) == set()


def test_courtesy_between_two_questions_changes_nothing(say):
    to_the_answer(say, say("j'ai perdu ma carte d'identité"))
    say("merci beaucoup")
    assert procedures(to_the_answer(say, say("ça prend combien de temps ?"))) == {"carte_identite_perte_vol"}


def test_two_conversations_do_not_mix(conversations):
    first, second = conversations.start(), conversations.start()
    to_the_answer(first, first("j'ai perdu ma carte d'identité"))
    assert procedures(second("et combien ça coûte ?")) == set()


def test_the_file_of_who_asks_for_a_person_tells_the_case_and_what_was_shown(say):
    answer = to_the_answer(say, say("j'ai perdu ma carte d'identité")).frames[-1]
    (handoff,) = say("passez-moi quelqu'un s'il vous plaît").frames
    request = handoff["request"]
    assert request["procedure"]["id"] == "carte_identite_perte_vol"
    assert request["case"] == [told["answer"] for told in request["answers"]] == answer["case"] != []
    assert request["shown"] == [answer["procedure"]["title"]]
    assert request["question"] == request["last"] == "j'ai perdu ma carte d'identité"
    assert 0 < request["confidence"] <= 1
    assert procedures(to_the_answer(say, say("et combien ça coûte ?"))) == {"carte_identite_perte_vol"}
