"""The steps of understanding and of predicting, one after the other, in an order that is worked out once.

Rasa has dask work it out anew at every message, with a queue and a log line for each step; what a step does is Rasa's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

_Step = tuple[str, GraphNode, tuple[str, ...]]


class StraightRunner(DaskGraphRunner):
    """Rasa's runner of graphs, without dask."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._orders: dict[tuple[str, ...], list[_Step]] = {}

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """What each target gives, by its name. Raises what a step raises."""
        wanted = tuple(targets or self._graph_schema.target_names)
        if wanted not in self._orders:
            self._orders[wanted] = self._ordered(wanted)
        # As Rasa's nodes take it: what each gave beside its name, and the bare name where nothing was given.
        given = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, node, needs in self._orders[wanted]:
            given[name] = node(*(given.get(need, need) for need in needs))
        return dict(given[name] for name in wanted)

    def _ordered(self, wanted: tuple[str, ...]) -> list[_Step]:
        """The steps that these targets need, each after all that it needs itself."""
        schema = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
        done: dict[str, None] = {}

        def before(name: str) -> Iterator[str]:
            if name in schema and name not in done:
                for need in schema[name].needs.values():
                    yield from before(need)
                done[name] = None
                yield name

        names = [name for target in wanted for name in before(target)]
        return [(name, self._instantiated_nodes[name], tuple(schema[name].needs.values())) for name in names]
