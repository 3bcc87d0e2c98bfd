"""The sentences of `data/responses`, read as a citizen reads them."""

from __future__ import annotations

from typing import Any

import yaml

from guichet.settings import ROOT


def said(variant: dict[str, Any]) -> list[str]:
    """What is read of one variant: its text, or that of its frames."""
    return [variant["text"]] if "text" in variant else [frame["text"] for frame in variant["custom"]["frames"]]


def responses() -> dict[str, list[str]]:
    """The sentences of each response, without the space around them."""
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "data/responses").glob("*.yml"))]
    return {
        name: [text.strip() for variant in variants for text in said(variant)]
        for file in files
        for name, variants in file["responses"].items()
    }
