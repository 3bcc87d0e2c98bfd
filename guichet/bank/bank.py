"""The bank: puts models in service and takes them out, keeps who did it and why, and throws the oldest away.

What a model is worth is `judging`'s affair; the engine takes what the bank says through `watch`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guichet.bank import folder as shelf
from guichet.bank import judging, record
from guichet.bank.contract import contract
from guichet.bank.folder import Model
from guichet.bank.judging import Loss, Measure, Progress, measure_with_evaluation
from guichet.bank.record import Record
from guichet.errors import GuichetError
from guichet.training import model_path

#: How many of the last promoted and of the last trained models stay.
KEEP_PROMOTED, KEEP_TRAINED = 5, 3

FIRST, BETTER, NOTHING_LOST = "premier modèle", "rien à comparer", "pas moins bon sur les questions de mesure"
UNMEASURED, BACK = "premier modèle, non mesuré : pas de catalogue", "retour au modèle précédent"


class WorseError(GuichetError):
    """The candidate is worse than the model in service; `losses` says where."""

    def __init__(self, name: str, losses: Sequence[Loss]) -> None:
        super().__init__(f"{name} : moins bon que le modèle en service ({'; '.join(map(_said, losses))}) — {_CURE}")
        self.losses = tuple(losses)


_CURE = (
    "« guichet evaluate » montre les cas perdus ; complétez les exemples, ou passez outre avec --force --reason « … »"
)


@dataclass(frozen=True)
class Promoted:
    """What a promotion did. `before`: the name of the model it replaced, empty at the first one."""

    model: Model
    before: str
    why: str
    pruned: tuple[str, ...] = ()


class Bank:
    """The models of the project at `root`, in the folder `models`."""

    def __init__(self, root: Path, models: Path, measure: Measure = measure_with_evaluation) -> None:
        self.root = root
        self.folder = models
        self._measure = measure

    def candidate(self, name: str | None = None) -> Model:
        """The model of this name, or that of the present content. Raises `GuichetError` when there is none."""
        if name:
            return shelf.find(self.folder, name)
        present = self.present()
        if not present.is_file():
            raise GuichetError("models/ : pas de modèle pour ces données — lancez « guichet train »")
        return shelf.open_model(present)

    def present(self) -> Path:
        """Where the model of the present content is, or would be."""
        return model_path(self.root, self.folder)

    def promote(
        self, model: Model, catalogue: Path, progress: Progress, keep: int = KEEP_PROMOTED, forced: str = ""
    ) -> Promoted:
        """Put a model in service. `forced`: why it is, whatever it is worth.

        Raises `WorseError`, and `GuichetError` when it can't be served or measured.
        """
        self._check_contract(model)
        before = record.read(self.folder)
        if before.model == model.name:
            raise GuichetError(f"{model.name} : déjà en service — « guichet models list » montre depuis quand")
        if forced:
            why = f"forcé : {forced}"
        else:
            model, why = self._judge(model, before, catalogue, progress)
        self._enter(model, why, before)
        return Promoted(model, before.model, why, tuple(self.prune(keep)))

    def rollback(self, name: str | None = None) -> Model:
        """Put back the model before, or that one, at once: nothing is measured. Raises `GuichetError`."""
        with record.alone(self.folder):
            current = record.read(self.folder)
            model = shelf.find(self.folder, name) if name else self._previous(current)
            self._check_contract(model)
            if model.name == current.model:
                raise GuichetError(f"{model.name} : déjà en service — choisissez-en un autre")
            record.write(self.folder, current.entered(model.name, BACK, judging.gates(model.report)))
        return model

    def refuse(self, name: str, reason: str, kept: str) -> None:
        """Note that an engine could not load a model, and put back the one that it kept, empty for none."""
        with record.alone(self.folder):
            current = record.read(self.folder)
            if kept and current.model == name:
                current = current.entered(kept, f"retour : {name} n'a pas pu être chargé")
            record.write(self.folder, current.failed(name, reason))

    def prune(self, keep: int = KEEP_PROMOTED, also: Sequence[str] = ()) -> list[str]:
        """Throw old models away, and say which; the one in service and the one a rollback would take always stay."""
        with record.alone(self.folder):
            current = record.read(self.folder)
            known = shelf.models(self.folder)
            promoted = list(dict.fromkeys(entry.model for entry in reversed(current.history)))[:keep]
            stay = {current.model, *current.before()[:1], *promoted, *also}
            stay |= {model.name for model in known[:KEEP_TRAINED]}
            gone = [model for model in known if model.name not in stay]
            for model in gone:
                shelf.remove(model.path)
        return [model.name for model in gone]

    def fits(self, model: Model) -> bool:
        """Whether the present code can serve this model."""
        return model.card.contract == contract(self.root)

    def _check_contract(self, model: Model) -> None:
        if not self.fits(model):
            raise GuichetError(
                f"{model.name} : entraîné pour un autre code que celui-ci — lancez « guichet train », puis promote"
            )

    def _judge(self, model: Model, before: Record, catalogue: Path, progress: Progress) -> tuple[Model, str]:
        if not catalogue.is_file():
            if before.model:
                raise GuichetError(f"{catalogue} : pas de catalogue pour mesurer — lancez « guichet import »")
            return model, UNMEASURED
        model = judging.judged(self.root, model, catalogue, self._measure, progress)
        if not before.model:
            return model, FIRST
        try:
            current = shelf.open_model(self.folder / before.model)
            current = judging.judged(self.root, current, catalogue, self._measure, progress)
        except GuichetError:
            # A model that is gone or no longer loads serves nobody: there is nothing to be worse than.
            return model, BETTER
        if lost := judging.losses(model.report, current.report):
            raise WorseError(model.name, lost)
        return model, NOTHING_LOST

    def _enter(self, model: Model, why: str, seen: Record) -> None:
        with record.alone(self.folder):
            current = record.read(self.folder)
            if current.model != seen.model:
                raise GuichetError("models/ : le modèle en service a changé pendant la mesure — recommencez")
            record.write(self.folder, current.entered(model.name, why, judging.gates(model.report)))

    def _previous(self, current: Record) -> Model:
        for name in current.before():
            if (self.folder / name).is_file():
                return shelf.open_model(self.folder / name)
        raise GuichetError("models/ : aucun modèle avant celui-ci — « guichet models list » montre les autres")


def _said(loss: Loss) -> str:
    before = _percent(loss.before)
    if loss.after is None:
        return f"{loss.gate} : {before} avant, non mesuré maintenant"
    points = _percent(loss.before - loss.after).removesuffix(" %")
    return f"{loss.gate} : {before} → {_percent(loss.after)}, {points} points de moins"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %".replace(".", ",")
