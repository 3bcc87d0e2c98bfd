"""The French word vectors, for Rasa: it does not parse, tag or lemmatise, because nothing here uses that."""

from __future__ import annotations

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.model import InvalidModelError
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language
from spacy.vectors import Vectors

from guichet.language import normalize, strip_preamble
from guichet.nlu import journey
from guichet.search.lexicon import vocabulary_folder


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
        """A French tokenizer with the model's vectors. Raises `InvalidModelError` when it is not installed.

        Half a million strings and seven pipes are left on the disk: 150 MB that nobody uses.
        """
        try:
            folder = vocabulary_folder(spacy_model_name)
        except ImportError as error:
            raise InvalidModelError(f"spaCy : modèle {spacy_model_name} absent — lancez « make setup »") from error
        language = spacy.blank("fr")
        language.vocab.vectors = Vectors(strings=language.vocab.strings).from_disk(folder, exclude=["strings"])
        return SpacyModel(model=language, model_name=spacy_model_name)

    @staticmethod
    def ensure_proper_language_model(nlp: Language | None) -> None:
        """What Rasa asks of a model: vectors. It would also want a folder, which a tokenizer alone has not."""
        if nlp is None or not nlp.vocab.vectors_length:
            raise InvalidModelError("spaCy : modèle sans vecteurs — lancez « make setup »")

    def process(self, messages: list[Message], model: SpacyModel) -> list[Message]:
        """Reads each message; the first to do so, it begins the stage that `DangerDetector` ends."""
        journey.start(journey.NLU)
        return super().process(messages, model)

    def _preprocess_text(self, text: str | None) -> str:
        meant = normalize(text or "")
        asked = strip_preamble(meant)
        # « très utile, merci » is about the courtesy itself; « bonjour, combien coûte un permis, merci » is not.
        return asked if len(asked.split()) > 2 else meant
