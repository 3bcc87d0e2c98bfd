"""How well intents are heard: on held-out sentences, and by cross-validation of the examples themselves."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

from guichet.errors import GuichetError
from guichet.evaluation.figures import Figure, share
from guichet.evaluation.progress import Progress, silent
from guichet.evaluation.question_set import sampled
from guichet.evaluation.trained_model import Heard, TrainedModel
from guichet.training import silence

HELD_OUT = Path("data", "heldout")

#: From this confidence on, the dialogue does what it heard (`guichet.dialogue.intents`).
SURE = 0.75
_FOLDS = 5


@dataclass(frozen=True)
class Understood:
    """A sentence, the intent it has, and what the model heard; `series` is the file it comes from."""

    meant: str
    heard: Heard
    series: str = ""

    @property
    def right(self) -> bool:
        """Whether the classifier's first guess is the intent meant."""
        return self.heard.intent == self.meant


@dataclass(frozen=True)
class Sentence:
    """A held-out sentence and the intent it has; `series` is the file it comes from."""

    text: str
    intent: str
    series: str


def held_out(root: Path) -> list[Sentence]:
    """The sentences of the files that nothing trains on (`intents.yml`, `intents_….yml`). Raises `GuichetError`."""
    return [
        Sentence(text, intent, path.stem)
        for path in sorted((root / HELD_OUT).glob("intents*.yml"))
        for intent, texts in _read(path).items()
        for text in texts
    ]


def understand(model: TrainedModel, root: Path, sample: int | None, progress: Progress = silent) -> list[Understood]:
    """The held-out sentences, read by the model."""
    asked = sampled(held_out(root), sample, lambda sentence: sentence.text)
    heard = model.read([sentence.text for sentence in asked], progress, "intents")
    return [Understood(s.intent, one, s.series) for s, one in zip(asked, heard, strict=True)]


def intent_figures(understood: Sequence[Understood]) -> dict[str, Figure]:
    """`intents.right`, `intents.settled` (what the dialogue gets), `intents.sure_right`; series and intents apart."""
    figures = {
        "intents.right": share(u.right for u in understood),
        "intents.settled": share(u.heard.settled == u.meant for u in understood),
        "intents.sure_right": share(u.right for u in understood if u.heard.confidence >= SURE),
    }
    for series in sorted({u.series for u in understood}):
        figures[f"intents.series.{series}"] = share(u.right for u in understood if u.series == series)
    for intent in sorted({u.meant for u in understood}):
        figures[f"intent.{intent}.right"] = share(u.right for u in understood if u.meant == intent)
    return figures


def confusions(understood: Sequence[Understood]) -> Counter[tuple[str, str]]:
    """How often each intent was heard as each other one, or as itself."""
    return Counter((u.meant, u.heard.intent) for u in understood)


def cross_validation(root: Path, progress: Progress = silent) -> dict[str, Figure]:
    """`intents.cross_validated`: the examples of `data/nlu` in five parts, each read by a model of the four others.

    With the features and the classifier of config.yml. Three minutes or so. Harsher than held-out sentences: examples
    are chosen unlike one another.
    """
    with silence():
        from rasa.shared.nlu.training_data.loading import load_data

        examples = load_data(str(root / "data" / "nlu"))
    outcomes: list[bool] = []
    for done, (train, test) in enumerate(_folds(examples), 1):
        progress("cross_validation", done - 1, _FOLDS)
        outcomes += _fold(root, train, test)
        progress("cross_validation", done, _FOLDS)
    return {"intents.cross_validated": share(outcomes)}


def _read(path: Path) -> dict[str, list[str]]:
    try:
        return msgspec.convert(yaml.safe_load(path.read_text("utf-8")), dict[str, list[str]])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        reason = " ".join(str(error).split())
        raise GuichetError(
            f"{HELD_OUT / path.name} : illisible ({reason}) — écrivez « intention: [phrases] »"
        ) from error


def ears(config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pipeline up to the classifier of intents: what comes after it reads no example."""
    names = [component["name"] for component in config["pipeline"]]
    last = next(place for place, name in enumerate(names) if "Classifier" in name and "Fallback" not in name)
    return list(config["pipeline"][: last + 1])


def _folds(examples: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Training data and test messages; every intent is in each part in proportion."""
    from rasa.shared.nlu.training_data.training_data import TrainingData
    from sklearn.model_selection import StratifiedKFold

    known = examples.intent_examples
    split = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    for train, test in split.split(known, [e.get("intent") for e in known]):
        data = TrainingData([known[i] for i in train], regex_features=examples.regex_features)
        yield data, [known[i] for i in test]


def _fold(root: Path, train: Any, test: Sequence[Any]) -> list[bool]:
    with tempfile.TemporaryDirectory() as folder, silence():
        import rasa.model_training

        config = yaml.safe_load((root / "config.yml").read_text("utf-8"))
        Path(folder, "config.yml").write_text(yaml.safe_dump(config | {"pipeline": ears(config)}), "utf-8")
        train.persist(folder, "nlu.yml")
        files = {name: str(Path(folder, name)) for name in ("config.yml", "nlu.yml")}
        path = rasa.model_training.train_nlu(files["config.yml"], files["nlu.yml"], folder)
        heard = TrainedModel.open(Path(str(path))).read([e.get("text") for e in test])
    return [h.intent == e.get("intent") for h, e in zip(heard, test, strict=True)]
