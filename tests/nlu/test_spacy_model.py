"""The French loader, on real messages."""

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.model import InvalidModelError
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from guichet.nlu.spacy_model import FrenchSpacyNLP


def read(text, vectors):
    message = Message({TEXT: text})
    FrenchSpacyNLP(vectors, {}).process([message], vectors)
    return message


def test_only_vectors_and_tokenizer_are_loaded(vectors):
    assert vectors.model.pipe_names == []
    assert vectors.model.vocab.vectors.shape[1] == 300


def test_a_model_that_is_not_installed_says_the_cure():
    with pytest.raises(InvalidModelError, match="make setup"):
        FrenchSpacyNLP.load_model("xx_absent_md")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("G PERDU ma carte didentite", "j'ai perdu ma carte d'identité"),
        ("Bonjour, je voudrais savoir combien coûte un permis. Merci !", "combien coûte un permis."),
        ("très utile, merci", "très utile, merci"),
        ("Bonjour", "bonjour"),
    ],
)
def test_what_is_read_is_what_was_meant(typed, read_as, vectors):
    assert read(typed, vectors).get(SPACY_DOCS[TEXT]).text == read_as


def test_the_text_of_the_message_stays_as_typed(vectors):
    assert read("G PERDU mon permis à 75011 Paris", vectors).get(TEXT) == "G PERDU mon permis à 75011 Paris"


def test_training_sentences_are_read_the_same_way(vectors):
    message = Message({TEXT: "slt cb ca coute", "intent": "ask_cost"})
    FrenchSpacyNLP(vectors, {}).process_training_data(TrainingData([message]), vectors)
    assert message.get(SPACY_DOCS[TEXT]).text == "combien ça coute"
