"""What the engine logs of Rasa: what happened and where, never what a citizen said, and no line that is not JSON."""

from __future__ import annotations

import json
import subprocess
import sys

from guichet.settings import ROOT

#: In a process of its own: structlog is set up once for all.
SCRIPT = """
import logging
from guichet.engine import engine_logs
engine_logs.configure("DEBUG")
import structlog
from guichet import logs
told = structlog.get_logger("rasa.core.processor")
with logs.about("abc:7"):
    told.debug("processor.message.parse", parse_data_text="Zoé")
    told.warning("processor.extract", text="Zoé", event_info="Zoé a dit")
    logging.getLogger("rasa.core").error("failed for Zoé")
    logging.getLogger("rasa.core").debug("Zoé")
    logging.getLogger("guichet.nlu.x").debug("message.stage")
    try:
        raise ValueError("Zoé")
    except ValueError:
        told.exception("rest.message.received.failure", text="Zoé")
"""


def test_of_rasa_s_own_log_the_event_is_kept_and_no_word():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert "Zo" not in done.stdout + done.stderr
    assert done.stdout == ""
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["level"], line["event"], line.get("reason")) for line in lines] == [
        ("warning", "rasa.core.processor", "processor.extract"),
        ("error", "rasa.core", None),
        ("debug", "message.stage", None),
        ("error", "rasa.core.processor", "rest.message.received.failure"),
    ]
    assert {line["message"] for line in lines} == {"abc:7"}
    assert lines[-1]["exception"] == "ValueError"
