"""Errors meant for people: one line that says where, what, and the cure."""

from __future__ import annotations


class GuichetError(Exception):
    """Something the user can mend; a command prints it on one line, without a traceback, and exits 1."""
