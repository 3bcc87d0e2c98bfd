"""Telephone numbers as Telegram has them, written as people in France do."""

from __future__ import annotations

import re

_NATIONAL = re.compile(r"\+?33([1-9])(\d\d)(\d\d)(\d\d)(\d\d)")


def french_number(number: str) -> str:
    """« 06 12 34 56 78 » for +33612345678; numbers of other countries keep their prefix."""
    digits = re.sub(r"[^\d+]", "", number)
    if found := _NATIONAL.fullmatch(digits):
        return f"0{' '.join(found.groups())}"
    return digits if digits.startswith(("+", "0")) else f"+{digits}"
