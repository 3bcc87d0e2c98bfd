"""What an operator adds to the gateway by a setting, as `package.module:factory`: found, not made."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from guichet.errors import GuichetError


def factory(name: str, setting: str) -> Callable[..., Any]:
    """The factory that the setting `name` points to. Raises `GuichetError`."""
    module, _, attribute = setting.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        cure = "écrivez paquet.module:fonction, et installez ce paquet près de la passerelle"
        raise GuichetError(f"{name} : « {setting} » introuvable ({error}) — {cure}") from error
