"""A clean copy of the project in a folder of its own, and its commands; the environments are those of this checkout."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guichet.settings import ROOT


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Project:
    """A checkout at `folder`, with a catalogue of the editors' sheets, or of a feed too."""

    def __init__(self, folder: Path, feed: str = "") -> None:
        self.folder = folder
        ports = {name: str(free_port()) for name in ("GUICHET_PORT", "GUICHET_ENGINE_PORT", "GUICHET_ACTIONS_PORT")}
        own = {"GUICHET_VAR": str(folder / "var"), "GUICHET_FEED": feed, "GUICHET_DATABASE_URL": ""}
        # The copy's code before that of this checkout, which is installed in the environments.
        self.environment = os.environ | ports | own | {"PYTHONPATH": str(folder)}

    @classmethod
    def cloned(cls, folder: Path, feed: str = "") -> Project:
        """What is committed here, and nothing else."""
        subprocess.run(["git", "clone", "--quiet", "--depth", "1", ROOT.as_uri(), str(folder)], check=True)
        for environment in (".venv-engine", ".venv-gateway"):
            (folder / environment).symlink_to(ROOT / environment)
        return cls(folder, feed)

    @property
    def url(self) -> str:
        """Where the counter answers."""
        return f"http://127.0.0.1:{self.environment['GUICHET_PORT']}"

    def guichet(self, *arguments: str) -> str:
        """What a command prints. Raises `CalledProcessError`, with what it said."""
        done = subprocess.run(self._command(arguments), **self._how(), capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"guichet {' '.join(arguments)} : {done.stdout}{done.stderr}")
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen]:
        """The counter, while the block lasts."""
        with open(self.folder / "serve.log", "w") as log:
            server = subprocess.Popen(self._command(["serve"]), **self._how(), stdout=log, stderr=log)
        try:
            yield server
        finally:
            server.terminate()
            server.wait(30)

    def _command(self, arguments) -> list[str]:
        return [str(self.folder / ".venv-engine" / "bin" / "python"), "-m", "guichet", *arguments]

    def _how(self) -> dict:
        return {"cwd": self.folder, "env": self.environment}
