"""A server of ours as a process that can be stopped, killed, frozen and started again on the same port."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

#: Seconds a server may take to answer, and to end.
LONGEST = 30.0


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Service:
    """A server on `port` of loopback, with what it keeps in `folder`."""

    #: How it is asked to end soon, without waiting for its clients.
    ending = signal.SIGTERM

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """What starts it, in the foreground."""
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether it serves."""
        raise NotImplementedError

    def start(self) -> None:
        """Until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.folder)
        deadline = time.monotonic() + LONGEST
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.02)

    def stop(self) -> None:
        """An orderly end."""
        self._end(self.ending)

    def kill(self) -> None:
        """As a power cut would."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """It stays there and answers nothing more, until `thaw`."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(LONGEST)
        self._process = None


def binary(name: str, *places: str) -> str:
    """The path of a program; the newest of those in `places` when it isn't on the path."""
    found = shutil.which(name) or next(
        (str(path) for place in places for path in sorted(Path("/").glob(f"{place}/{name}"), reverse=True)), None
    )
    if found is None:
        raise RuntimeError(f"{name} : absent — lancez tests/ensure-services")
    return found


def as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root: what makes it run as Debian's own user there."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
