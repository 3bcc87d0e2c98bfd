"""The gateway's image rehearsed where that is possible: its own command, its user, nothing to write but two folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from guichet.settings import ROOT

#: The whole rehearsal, engine included, is `python -m tests.deploy.rehearsal`: minutes, and a model.
pytestmark = pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("unshare") or not (ROOT / ".venv-gateway").is_dir(),
    reason="needs root to mount, and the environments of `make setup`",
)


def test_the_gateway_serves_from_a_read_only_image_as_an_unprivileged_user():
    command = [sys.executable, "-m", "tests.deploy.rehearsal", "--gateway-only"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "uid 10001, sans privilège" in done.stdout
    assert "passerelle : vivante" in done.stdout
