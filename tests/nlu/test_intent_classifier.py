"""The intent classifier, trained on a handful of real messages with hand-made features."""

import numpy as np
import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from guichet.nlu.intent_classifier import VECTOR_WIDTH, SoftMargins, WeightedIntentClassifier

WORDS = ["combien", "prix", "délai", "temps", "le", "passeport"]
EXAMPLES = [
    ("combien le passeport", "ask_cost"),
    ("prix passeport", "ask_cost"),
    ("le prix", "ask_cost"),
    ("délai passeport", "ask_delay"),
    ("le temps", "ask_delay"),
    ("temps délai", "ask_delay"),
]


def message(text, **data):
    counts = np.array([[text.split().count(word) for word in WORDS]])
    built = Message({TEXT: text, **data})
    vector = np.ones((1, VECTOR_WIDTH), dtype=np.float32)
    for features in (scipy.sparse.csr_matrix(counts), vector):
        built.add_features(Features(features, FEATURE_TYPE_SENTENCE, TEXT, "test"))
    return built


@pytest.fixture
def place(tmp_path):
    context = ExecutionContext(GraphSchema({}), node_name="classifier")
    return LocalModelStorage.create(tmp_path), Resource("classifier"), context


@pytest.fixture
def trained(place):
    classifier = WeightedIntentClassifier.create(WeightedIntentClassifier.get_default_config(), *place)
    classifier.train(TrainingData([message(text, **{INTENT: intent}) for text, intent in EXAMPLES]))
    return classifier


def intent(classifier, asked):
    classifier.process([asked])
    return asked.get(INTENT)


def test_it_names_the_intent_and_how_likely_it_is(trained):
    found = intent(trained, message("combien prix"))
    assert found["name"] == "ask_cost"
    assert 0.5 < found["confidence"] <= 1.0


def test_a_stored_classifier_says_the_same(trained, place):
    stored = WeightedIntentClassifier.load(WeightedIntentClassifier.get_default_config(), *place)
    asked = "temps passeport"
    assert intent(stored, message(asked)) == pytest.approx(intent(trained, message(asked)))


def test_a_message_without_any_word_gets_an_intent_rather_than_an_exception(trained):
    assert intent(trained, Message({TEXT: " "}))["confidence"] < 0.9


def test_words_that_no_vector_knows_make_it_less_sure(trained):
    unknown = message("combien prix")
    unknown.features = [features for features in unknown.features if features.is_sparse()]
    found, known = intent(trained, unknown), intent(trained, message("combien prix"))
    assert found["name"] == known["name"]
    assert found["confidence"] < known["confidence"]


def test_confidence_is_fitted_on_examples_that_the_margins_did_not_see():
    features = scipy.sparse.csr_matrix(np.random.default_rng(0).normal(size=(60, 4)))
    guessed = SoftMargins().fit(features, np.tile(["a", "b"], 30))
    learned = SoftMargins().fit(features, np.where(features.toarray()[:, 0] > 0, "a", "b"))
    assert guessed.sharpness < 1 < learned.sharpness


def test_length_alone_does_not_make_it_sure(trained):
    """Features have length one: a sentence said three times is the same sentence."""
    once, thrice = (intent(trained, message(" ".join(["délai passeport"] * n)))["confidence"] for n in (1, 3))
    assert thrice == pytest.approx(once, abs=0.05)


def test_there_is_no_untrained_classifier(tmp_path):
    context = ExecutionContext(GraphSchema({}), node_name="classifier")
    with pytest.raises(ValueError, match="does not exist"):
        WeightedIntentClassifier.load({}, LocalModelStorage.create(tmp_path), Resource("absent"), context)


@pytest.mark.parametrize("said", ["combien prix", "le le passeport", "mots inconnus"])
def test_one_message_gets_what_a_matrix_of_messages_gets(trained, said):
    expected = trained.clf.predict_proba(trained._create_X([message(said)]))[0]
    found = message(said)
    trained.process([found])
    chances = {ranked["name"]: ranked["confidence"] for ranked in found.get("intent_ranking")}
    assert [chances[name] for name in trained.clf.classes_] == pytest.approx(list(expected), abs=1e-6)
