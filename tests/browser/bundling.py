"""Copies of the widget with the tool that bundles it, so that no test touches the bundle of the checkout."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from guichet.settings import ROOT


def copy(folder: Path) -> Path:
    """The widget, the tool and what the tool needs, in a folder of their own; gives the widget's."""
    shutil.copytree(ROOT / "widget", folder / "widget", ignore=shutil.ignore_patterns("dist"))
    shutil.copytree(ROOT / "tools", folder / "tools")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder / "widget"


def bundle(widget: Path) -> subprocess.CompletedProcess[str]:
    """What `make widget` does, in the folder of a copy."""
    command = ["node", "tools/bundle.mjs"]
    return subprocess.run(command, cwd=widget.parent, capture_output=True, text=True, timeout=60, check=False)
