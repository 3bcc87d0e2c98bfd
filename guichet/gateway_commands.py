"""Groups of commands that run in the gateway's environment, from either one; what they do is in the gateway.

The engine's environment has other libraries: there, the same command line is handed to the gateway's Python.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from importlib.util import find_spec

import click


class InGateway(click.Group):
    """A group whose commands run in the gateway's environment, wherever they are called."""

    def invoke(self, ctx: click.Context):
        """The command, here or in the gateway's Python with the same terminal and exit code."""
        if find_spec("argon2") is not None:
            return super().invoke(ctx)
        from guichet.serve import gateway_python

        asked = [*ctx.protected_args, *ctx.args]
        ctx.exit(_run([gateway_python(), "-m", "guichet", str(self.name), *asked]))


class CommandInGateway(click.Command):
    """One command that runs in the gateway's environment, wherever it is called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Kept as they were given, for the other Python."""
        ctx.meta["guichet.asked"] = list(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context):
        """The command, here or in the gateway's Python with the same terminal and exit code."""
        if find_spec("argon2") is not None:
            return super().invoke(ctx)
        from guichet.serve import gateway_python

        ctx.exit(_run([gateway_python(), "-m", "guichet", str(self.name), *ctx.meta["guichet.asked"]]))


def _run(command: Sequence[str]) -> int:
    """The exit code. Ctrl-C reaches both processes: the other one says how it ends, and this one waits for it."""
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
