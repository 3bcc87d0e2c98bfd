"""`rasa data validate` finds nothing to say."""

from __future__ import annotations

import os
import subprocess
import sys

from guichet.settings import ROOT


def test_rasa_data_validate_est_sans_reproche():
    folders = [f"data/{name}" for name in ("nlu", "rules", "stories", "responses")]
    command = [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings", "--data", *folders]
    environment = os.environ | {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
