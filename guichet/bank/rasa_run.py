"""One run of Rasa's training graph, told step by step. Rasa is imported here: only when there is something to train.

Rasa's own `train` says nothing while it works and fingerprints every step for a cache that we don't use. Which model
it is, and where it goes, is `guichet.training`'s affair.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rasa.engine.validation
from rasa.engine.constants import PLACEHOLDER_IMPORTER
from rasa.engine.graph import ExecutionContext, GraphModelConfiguration, GraphNodeHook, GraphSchema
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.model_training import get_unresolved_slots
from rasa.shared.data import TrainingType
from rasa.shared.importers.importer import TrainingDataImporter

from guichet.errors import GuichetError

#: Called when a step begins and ends, with its stage in French, how many are done, and of how many.
Progress = Callable[[str, int, int], None]

#: What Rasa trains on, in `data/`.
KINDS = ("nlu", "rules", "stories", "responses")

#: Our policy learns nothing from stories glued together at random, and they take a minute.
ARGUMENTS = {"augmentation_factor": 0}

#: The base classes and modules of Rasa's components → what is being learned, for people; the first that fits.
STAGES = (
    ("Policy", "dialogue"),
    ("IntentClassifier", "intentions"),
    ("ProcedureLinker", "démarches"),
    ("EntityExtractorMixin", "mots et lettres"),
    ("Featurizer", "mots et lettres"),
    ("Tokenizer", "mots et lettres"),
)
READING, PACKING = "lecture", "rangement"


def run(root: Path, target: Path, progress: Progress) -> None:
    """Train on the project at `root` and write the model to `target`."""
    data = [str(root / "data" / kind) for kind in KINDS]
    importer = TrainingDataImporter.load_from_config(
        str(root / "config.yml"), str(root / "domain.yml"), data, ARGUMENTS
    )
    _check_slots(importer)
    graph = _graph(importer)
    schema = graph.train_schema.minimal_graph_schema()
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        context = ExecutionContext(graph_schema=graph.train_schema, is_finetuning=False)
        hook = Steps(schema, progress)
        runner = DaskGraphRunner.create(schema, storage, context, [hook])
        runner.run(inputs={PLACEHOLDER_IMPORTER: importer})
        progress(PACKING, hook.total - 1, hook.total)
        storage.create_model_package(target, graph, importer.get_domain())
        progress(PACKING, hook.total, hook.total)


class Steps(GraphNodeHook):
    """Tells each step of the graph; one more is left for packing the model."""

    def __init__(self, schema: GraphSchema, progress: Progress) -> None:
        self._stages = {name: stage(node.uses) for name, node in schema.nodes.items()}
        self._progress = progress
        self._done = 0
        self.total = len(schema.nodes) + 1

    def on_before_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: dict[str, Any],
        received_inputs: dict[str, Any],
    ) -> dict[str, Any]:
        """A step begins."""
        self._tell(node_name)
        return {}

    def on_after_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: dict[str, Any],
        output: Any,
        input_hook_data: dict[str, Any],
    ) -> None:
        """A step ends."""
        self._done += 1
        self._tell(node_name)

    def _tell(self, node_name: str) -> None:
        self._progress(self._stages.get(node_name, READING), min(self._done, self.total - 1), self.total)


def stage(component: type) -> str:
    """What a component learns or prepares, in French."""
    lineage = " ".join(base.__name__ for base in component.__mro__)
    return next((words for name, words in STAGES if name in lineage), READING)


def _graph(importer: TrainingDataImporter) -> GraphModelConfiguration:
    config = importer.get_config()
    recipe = Recipe.recipe_for_name(config.get("recipe"))
    file = importer.get_config_file_for_auto_config()
    config, _, _ = recipe.auto_configure(file, config, TrainingType.BOTH)
    graph = recipe.graph_config_for_recipe(config, ARGUMENTS, training_type=TrainingType.BOTH, is_finetuning=False)
    rasa.engine.validation.validate(graph)
    return graph


def _check_slots(importer: TrainingDataImporter) -> None:
    """A slot that no domain declares would be forgotten in silence."""
    if unknown := get_unresolved_slots(importer.get_domain(), importer.get_stories()):
        names = ", ".join(sorted(unknown))
        raise GuichetError(
            f"entraînement : {names} absent de domain.yml — ajoutez-le à `slots`, ou corrigez l'histoire"
        )
