"""What must hold whatever comes in; how inputs are made is in `strategies.py` and `coverage_guided.py`.

Each property raises on a fault, and takes what the border of its part takes.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from guichet.catalogue.parsing import parse
from guichet.gateway.bodies import MAX_TEXT, feedback, new_message
from guichet.gateway.channels.telegram.hearing.updates import Unreadable
from guichet.gateway.channels.telegram.hearing.updates import parse as read_update
from guichet.gateway.engine import Reply
from guichet.gateway.refusals import Refused
from guichet.gateway.replies import to_frames
from guichet.gateway.slash import neutralise
from guichet.gateway.wording import Wording, load
from guichet.privacy import find, mask
from guichet.setting_readers import SettingsError
from guichet.settings import load as load_settings
from tests.catalogue.editor_project import SHEET, lines, write


@lru_cache(maxsize=1)
def _wording() -> Wording:
    return load()


def feed_file(data: bytes) -> None:
    """A file of the feed is read, or refused with one line that says why."""
    parsed = parse(data)
    assert (parsed.value is None) == bool(parsed.error), "neither read nor refused"
    assert "\n" not in parsed.error, parsed.error


def message_body(data: bytes) -> None:
    """A body becomes a message that is safe to store and to hand to the engine, or is refused by a code of ours."""
    try:
        message = new_message(data)
    except Refused as refused:
        _check_code(refused)
        return
    if message.text:
        text_of_citizen(message.text)


def _check_code(refused: Refused) -> None:
    assert refused.code in _wording().errors, refused.code


def text_of_citizen(text: str) -> None:
    """What is masked is a part of the text, once; what goes to the engine is never a command."""
    assert len(text) <= MAX_TEXT
    found, position = find(text), 0
    for finding in found:
        assert position <= finding.start < finding.end <= len(text), found
        position = finding.end
    said = neutralise(mask(text, _wording().masks).text)
    assert said, "the engine gets some text"
    assert said[0] not in "/\\", said


def opinion_body(data: bytes) -> None:
    """A body becomes an opinion or is refused by a code of ours."""
    try:
        feedback(data)
    except Refused as refused:
        _check_code(refused)


def engine_reply(data: bytes) -> None:
    """Whatever the engine says, what a citizen is shown has words and can be sent."""
    try:
        replies = msgspec.json.decode(data, type=list[Reply])
    except (ValueError, RecursionError):
        return
    for frame in to_frames(replies):
        assert frame.text.strip() or frame.kind == "unanswered", frame
        msgspec.json.encode(frame.body)


def telegram_update(data: bytes) -> None:
    """An update is understood or is none, and nothing else."""
    with suppress(Unreadable):
        read_update(data)


def editor_file(text: str | bytes) -> None:
    """An editor's file is right, or every problem is one line that names the file and says the cure."""
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(write(Path(folder), SHEET, text)):
            assert line.count("\n") == 0, line
            assert line.startswith("data/"), line
            assert " — " in line, line


def env_file(text: str) -> None:
    """Settings are usable, or one line says which is not."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), ".env", text)
        told = ""
        try:
            load_settings(Path(folder))
        except SettingsError as error:
            told = str(error)
        assert "\n" not in told, told
