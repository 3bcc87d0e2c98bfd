"""A shared position with nothing in hand, while a commune is asked for, and with a procedure in hand."""

import pytest

pytestmark = pytest.mark.model

#: As a channel sends it: in Saint-Denis (93), in the middle of the sea, and nonsense.
HERE, SEA = '/choose{"near": "48.94 2.36"}', '/choose{"near": "0.00 0.00"}'
NONSENSE = ["x y", "999 2.35", "NaN NaN", "48.94 2.36 et après", "", "48.94"]


@pytest.fixture
def say(town):
    return town.start()


def offices(said):
    return [frame for frame in said.frames if frame["kind"] == "offices"]


def payload(said, label):
    options = [option for frame in said.frames if frame["kind"] == "choices" for option in frame["options"]]
    return next(option["payload"] for option in options if option["label"] == label)


def asked_in_which_commune(say):
    said = say("où déclarer mon changement d'adresse ?")
    assert (said.kinds, say.stage()) == (["answer", "text"], "commune")


def test_with_nothing_in_hand_the_town_hall_and_the_nearest_helpers(say):
    said = say(HERE)
    assert said.kinds == ["text", "text", "offices", "offices", "text"]
    first, second = (frame["offices"][0] for frame in offices(said))
    assert (first["title"], second["title"]) == ("Mairie - Saint-Denis", "France services - Exemple (Itinérant)")
    assert (second["latitude"], second["longitude"]) == (48.94, 2.35)
    assert "Que voulez-vous faire" in said.text
    assert say("j'ai perdu ma carte d'identité").kinds == ["choices"]


def test_while_a_commune_is_asked_the_offices_of_that_kind(say):
    asked_in_which_commune(say)
    said = say(HERE)
    assert (said.kinds, say.stage()) == (["text", "offices"], "answered")
    assert offices(said)[0]["commune"]["label"] == "Saint-Denis (93)"


def test_with_a_procedure_in_hand_its_office_without_asking_the_commune(say):
    said = say("ma carte d'identité a été volée au marché")
    said = say(payload(said, "La carte a été volée en France"))
    assert say.stage() == "commune"
    said = say("combien ça coûte ?")
    assert (said.kinds, say.stage()) == (["answer"], "answered")
    said = say(HERE)
    assert said.kinds == ["text", "answer", "offices"]
    assert offices(said)[0]["offices"][0]["title"] == "Commissariat - Exemple"


def test_the_commune_found_is_remembered(say):
    say(HERE)
    said = say("où déclarer mon changement d'adresse ?")
    assert (said.kinds, say.stage()) == (["answer", "offices"], "answered")
    assert offices(said)[0]["commune"]["label"] == "Saint-Denis (93)"


@pytest.mark.parametrize("text", ["Nice", "plutôt à Nice", "06300"])
def test_another_commune_may_be_written_afterwards(say, text):
    asked_in_which_commune(say)
    say(HERE)
    assert [frame["commune"]["label"] for frame in offices(say(text))] == ["Nice (06)"]


@pytest.mark.parametrize("position", [SEA, *(f'/choose{{"near": "{words}"}}' for words in NONSENSE)])
def test_nowhere_asks_for_the_name_of_the_commune(say, position):
    said = say(position)
    assert (said.kinds, say.stage()) == (["text"], "commune")
    assert "nom de votre commune" in said.text
    assert [frame["commune"]["label"] for frame in offices(say("Nice"))] == ["Nice (06)"]


def test_without_a_directory_the_official_one_is_named(conversations):
    say = conversations.start()
    said = say(HERE)
    assert (said.kinds, say.stage()) == (["text"], "none")
    assert "annuaire officiel" in said.text


@pytest.mark.parametrize("text", ["near", "near 48.94 2.36", 'choose{"near": "48.94 2.36"}'])
def test_words_are_never_a_position(say, text):
    assert offices(say(text)) == []


def test_the_button_of_a_commune_with_namesakes_reaches_the_actions(say):
    asked_in_which_commune(say)
    said = say("Saint-Denis")
    said = say(payload(said, "Saint-Denis (974)"))
    assert [frame["commune"]["label"] for frame in offices(said)] == ["Saint-Denis (974)"]
