"""All that can be asked around a procedure, over one catalogue; what to say of it is in `frames`."""

from __future__ import annotations

from collections.abc import Collection

from guichet.around.forms import Form, Forms
from guichet.around.glossary import Glossary, Meaning
from guichet.around.life import LifeStep, life_steps
from guichet.around.related import related
from guichet.around.tools import Tool, Tools
from guichet.catalogue.store import Catalogue
from guichet.procedure import Block, Link, Procedure


class Around:
    """Answers what is not about a procedure itself; each call is a few milliseconds, and says nothing when unsure."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._glossary, self._forms, self._tools = Glossary(catalogue), Forms(catalogue), Tools(catalogue)

    def definition(self, text: str, sheet: str = "") -> tuple[Meaning, ...]:
        """The meanings of the term that a question asks about; `sheet`, the one in hand, settles between several."""
        return self._glossary.explain(text, sheet)

    def form(self, text: str) -> tuple[Form, ...]:
        """The forms that a message names by number, each with the sheets that ask for it."""
        return self._forms.find(text)

    def unknown_forms(self, text: str) -> tuple[str, ...]:
        """The Cerfa numbers of a message that no form in service has."""
        return self._forms.unknown(text)

    def tools(self, text: str, sheets: Collection[str] = ()) -> tuple[Tool, ...]:
        """The letters or simulators that a question asks for; `sheets`: where search leads it."""
        return self._tools.find(text, sheets)

    def life_steps(self, blocks: tuple[Block, ...]) -> tuple[LifeStep, ...]:
        """The steps of a life event, from its body as the case leaves it."""
        return life_steps(blocks, self._catalogue.title)

    def related(self, procedure: Procedure) -> tuple[Link, ...]:
        """The sheets worth offering once this one has answered."""
        return related(procedure, self._catalogue)
