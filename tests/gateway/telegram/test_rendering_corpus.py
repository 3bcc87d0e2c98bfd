"""Real sheets as messages: each answer and checklist is taken by Telegram, and says all that the frame holds."""

import json
import zipfile

import pytest

from guichet import frames
from guichet.catalogue.editors import load_editors
from guichet.catalogue.official.document import read_file
from guichet.guide import Answer, Question, next_step
from guichet.guide.checklist import next_step_whole
from guichet.procedure import Aspect, Procedure
from guichet.quotes import as_case
from guichet.settings import ROOT
from tests.conftest import CORPUS
from tests.gateway.telegram.rendered import missing, render, said_by, text

#: Of the official sheets, one in so many.
ONE_IN = 12
ASPECTS = (Aspect.DOCUMENTS, Aspect.COST, Aspect.WHERE, None)


@pytest.fixture(scope="module")
def official():
    if not CORPUS.is_file():
        pytest.skip(f"the official corpus is not at {CORPUS}")
    with zipfile.ZipFile(CORPUS) as archive:
        names = sorted(name for name in archive.namelist() if name.rpartition("/")[2].startswith("F"))
        read = [read_file(archive.read(name), set()) for name in names[::ONE_IN]]
    return [sheet for sheet in read if isinstance(sheet, Procedure)]


def walked(sheet, step_of):
    """What the guide says at the end, when the first option of each question is taken."""
    taken = []
    while isinstance(step := step_of(sheet, as_case(taken)), Question):
        taken.append(step.choice.options[0].id)
    return step


def frames_of(sheet):
    for aspect in ASPECTS:
        said = walked(sheet, lambda sheet, case, aspect=aspect: next_step(sheet, aspect, case))
        yield sent(frames.answer(sheet, said))
    said = walked(sheet, next_step_whole)
    yield sent(frames.answer(sheet, said) if isinstance(said, Answer) else frames.checklist(sheet, said))


def sent(frame):
    """As it comes from the engine."""
    return json.loads(json.dumps(frame))


def read(frame):
    """The words of a frame in the order of its messages."""
    if frame["kind"] == "answer":
        return said_by([*frame["blocks"], *frame.get("more", [])])
    papers = [words for paper in frame["documents"] for words in (paper["text"], *said_by(paper["blocks"])[1:])]
    parts = [frame[name] for name in ("notes", "cost", "delay", "where", "online", "appointment", "validity")]
    steps = [step["title"] for step in frame["next"]]
    return [*papers, *(words for part in parts for words in said_by(part)), *steps, *said_by(frame["deadline"])]


def whole_as_messages(sheets):
    """How many frames there were; raises for one that Telegram would refuse, or that loses words."""
    made = [frame for sheet in sheets for frame in frames_of(sheet)]
    for frame in made:
        said = render(frame)
        assert not missing([frame["procedure"]["title"], *frame["case"], *read(frame)], said), frame["procedure"]["id"]
        assert "Source\u00a0:" in text(said[-1]), frame["procedure"]["id"]
    return {frame["kind"] for frame in made}


def test_the_editors_sheets_arrive_whole():
    assert whole_as_messages(load_editors(ROOT)) == {"answer", "checklist"}


def test_official_sheets_arrive_whole(official):
    assert len(official) > 200
    assert whole_as_messages(official) == {"answer", "checklist"}
