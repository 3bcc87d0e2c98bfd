"""Around the questions: courtesy, help, anger, and starting again."""

import pytest
import yaml

from guichet.settings import ROOT
from tests.responses import responses

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("bonjour", "utter_greet"),
        ("merci beaucoup", "utter_thank"),
        ("au revoir", "utter_goodbye"),
        ("que savez-vous faire ?", "utter_help"),
        ("tu es un robot ?", "utter_bot_challenge"),
        ("c'est inadmissible, personne ne répond", "utter_complaint"),
        ("espèce d'abruti", "utter_insult"),
        ("donne-moi une recette de gâteau au chocolat", "utter_out_of_scope"),
        ("répétez s'il vous plaît", "utter_nothing_to_repeat"),
        ("on recommence depuis le début", "utter_restart"),
    ],
)
def test_one_thing_said_one_response(text, response, say):
    said = say(text)
    assert len(said.texts) == 1
    assert said.texts[0].strip() in responses()[response]


@pytest.mark.parametrize(
    "text", ["", "...", "🙂", "xkcd qwzx", "/inconnu", "/choose", "oui", "non", "la deuxième", "12"]
)
def test_the_bot_is_never_silent(text, say):
    assert say(text).text


def test_who_asks_for_a_person_asks_the_gateway(say):
    (frame,) = say("je veux parler à quelqu'un").frames
    assert (frame["kind"], frame["owner"], frame["request"]["reason"]) == ("handoff", "waiting", "asked")


def test_a_button_of_the_help_menu_is_understood(conversations):
    help_ = yaml.safe_load((ROOT / "data/responses/help.yml").read_text(encoding="utf-8"))["responses"]["utter_help"]
    for button in help_[0]["buttons"]:
        assert conversations.start()(button["payload"]).text.strip() not in responses()["utter_lost"]
