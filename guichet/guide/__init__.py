"""The guide: what of a sheet answers a citizen's own case, or which question still changes the answer.

Pure: a `Procedure` and what is known of the case go in; a `Question`, an `Answer` or a `Checklist` comes out.
The official wording is selected and ordered here, never altered.
"""

from guichet.guide.checklist import Checklist, Document, checklist, next_step_whole
from guichet.guide.walk import (
    Answer,
    Question,
    applicable,
    branches,
    essentials,
    next_step,
    reasons,
    taken,
    told_choices,
)

__all__ = [
    "Answer",
    "Checklist",
    "Document",
    "Question",
    "applicable",
    "branches",
    "checklist",
    "essentials",
    "next_step",
    "next_step_whole",
    "reasons",
    "taken",
    "told_choices",
]
