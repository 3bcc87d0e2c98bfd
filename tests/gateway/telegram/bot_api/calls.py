"""What the bot asked for: a call with its parameters, read as the Bot API reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.gateway.telegram.bot_api.refusals import bad


@dataclass
class Call:
    """A call as it arrived, `at` seconds of the monotonic clock; `error` is what it was answered, if it was refused."""

    method: str
    params: dict[str, Any]
    at: float
    error: str = ""

    @property
    def chat_id(self) -> int | None:
        chat = self.params.get("chat_id")
        return int(chat) if str(chat).lstrip("-").isdigit() else None


class Params:
    """The parameters of a call; `read` collects the names that the method knows, for the others are typing mistakes."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.read: set[str] = set()

    def get(self, name: str) -> Any:
        self.read.add(name)
        return self.raw.get(name)

    def text(self, name: str) -> str:
        value = self.get(name)
        return "" if value is None else value if isinstance(value, str) else json.dumps(value)

    def whole(self, name: str, default: int | None = None) -> int | None:
        value = self.get(name)
        if isinstance(value, bool) or (value is not None and not str(value).strip().lstrip("-").isdigit()):
            raise bad(f"can't parse {name}: an integer is expected")
        return default if value is None else int(value)

    def number(self, name: str) -> float:
        try:
            return float(self.get(name))
        except (TypeError, ValueError):
            raise bad(f"can't parse {name}: a number is expected") from None

    def flag(self, name: str) -> bool:
        value = self.get(name)
        return value is True or str(value).lower() in ("true", "yes", "1")

    def thing(self, name: str) -> Any:
        """An object or a list; in a form it is written as JSON."""
        value = self.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def ignore(self, *names: str) -> None:
        """Parameters that exist, and that change nothing here."""
        self.read.update(names)

    def unknown(self) -> list[str]:
        return sorted(set(self.raw) - self.read)


def read_params(query: str, kind: str, body: bytes) -> dict[str, Any]:
    """The parameters of a request, from its address and its body. Raises `Refusal`."""
    params: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    try:
        if body and "json" in kind:
            params |= json.loads(body)
        elif body:
            params |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        "".join(_strings(params)).encode()
    except UnicodeError:
        raise bad("strings must be encoded in UTF-8") from None
    except (ValueError, TypeError):
        raise bad("can't parse JSON object") from None
    return params


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from _strings(below)
    elif isinstance(value, list):
        for below in value:
            yield from _strings(below)
