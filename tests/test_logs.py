"""Lines of the log: one JSON object each, with the message they are about, and never a citizen's words."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from guichet import logs

SECRET = "ma fille Zoé, 06 12 34 56 78"


def record(name: str, words: str, error: BaseException | None = None, **extra) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord(name, logging.ERROR, "place.py", 12, words, (), info)
    vars(made).update(extra)
    return made


def line(made: logging.LogRecord, process: str = "gateway") -> dict:
    return json.loads(logs.JsonLines(process).format(made))


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:
        return caught


def test_an_event_of_ours_is_whole():
    told = line(record("guichet.gateway.x", "engine.failed", conversation="abc", reason="timeout", password="x"))
    assert told.pop("at").endswith("Z")
    assert told == {
        "level": "error",
        "process": "gateway",
        "event": "engine.failed",
        "conversation": "abc",
        "reason": "timeout",
    }


def test_a_line_about_a_message_says_which():
    with logs.about("abc:7"):
        assert line(record("guichet.x", "message.stage"))["message"] == "abc:7"
    assert "message" not in line(record("guichet.x", "message.stage"))


@pytest.mark.parametrize(
    "wrong", ["", "abc", "abc:x", "abc:7\n", "é:7", f"{SECRET}:7", "a" * 65 + ":1", "abc:1234567890"]
)
def test_an_id_of_no_known_form_is_none(wrong):
    with logs.about(wrong):
        assert logs.current() == ""


async def test_messages_worked_on_at_once_are_not_taken_for_one_another():
    async def work(message: str) -> str:
        with logs.about(message):
            await asyncio.sleep(0)
            return await asyncio.to_thread(logs.current)

    names = [f"c{number}:{number}" for number in range(20)]
    assert await asyncio.gather(*map(work, names)) == names


def test_a_library_says_where_and_not_what_in_the_gateway():
    told = line(record("sanic.error", f"Exception at uri {SECRET}"))
    assert told["event"] == "sanic.error"
    assert told["line"] == "place:12"
    assert "Zoé" not in str(told)


def test_rasa_says_what_only_outside_a_message():
    assert line(record("rasa.core", "Loading model"), "engine")["text"] == "Loading model"
    with logs.about("abc:7"):
        assert "Zoé" not in str(line(record("rasa.core", SECRET), "engine"))


def test_an_exception_is_told_by_its_kinds_and_places():
    error = raised(ValueError(SECRET), raised(KeyError(SECRET)))
    told = line(record("guichet.x", "dispatch.failed", error))
    assert told["exception"] == "ValueError <- KeyError"
    assert told["trace"][0].endswith(" raised")
    assert "Zoé" not in str(told)


def test_an_exception_keeps_the_code_of_its_system():
    assert line(record("guichet.x", "y", raised(OSError(28, SECRET))))["exception"] == "OSError(ENOSPC)"


def test_causes_that_go_round_come_to_an_end():
    error = raised(ValueError("a"))
    error.__cause__ = error
    assert line(record("guichet.x", "y", error))["exception"] == "ValueError"


def test_the_level_is_that_of_our_own_events_and_libraries_only_warn():
    before = {name: logging.getLogger(name).level for name in ("guichet", "httpx", "")}
    handlers = list(logging.getLogger().handlers)
    try:
        logs.configure("gateway", "DEBUG")
        assert logging.getLogger("guichet.gateway.x").isEnabledFor(logging.DEBUG)
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert not logging.getLogger("somelibrary").isEnabledFor(logging.INFO)
        logs.configure("gateway", "ERROR")
        assert not logging.getLogger("guichet.gateway.x").isEnabledFor(logging.WARNING)
        assert sum(isinstance(h.formatter, logs.JsonLines) for h in logging.getLogger().handlers) == 1
    finally:
        logging.getLogger().handlers = handlers
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
        logging.captureWarnings(False)
