"""What somebody has before their eyes: the messages of a chat as they are now, and its buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.gateway.telegram.bot_api.chats import Chat, Stored
from tests.gateway.telegram.bot_api.telegram import Telegram


@dataclass(frozen=True)
class Seen:
    """A message of the bot. `buttons`: labels, row by row; `html`: what it wrote; `edits`: how often it changed."""

    message_id: int
    text: str
    html: str = ""
    buttons: list[list[str]] = field(default_factory=list)
    keys: list[list[dict]] = field(default_factory=list, repr=False)
    links: list[str] = field(default_factory=list)
    venue: dict | None = None
    edits: int = 0

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label in row]


#: Words of a message, or what it must be like.
Wanted = str | Callable[[Seen], object]


class Screen:
    """One chat, as those who are in it see it."""

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        self._telegram = telegram
        self.chat = chat

    @property
    def chat_id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Seen]:
        """Those of the bot, oldest first."""
        return [_seen(stored) for stored in self.chat.messages.values() if stored.by_bot]

    @property
    def texts(self) -> list[str]:
        return [seen.text for seen in self.messages]

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels under the field where they type."""
        return [[key["text"] for key in row] for row in self.chat.keyboard]

    @property
    def actions(self) -> list[str]:
        """« typing » and its like, as often as they were shown."""
        return self.chat.actions

    @property
    def toasts(self) -> list[str]:
        """The short notes that answered buttons."""
        return self.chat.toasts

    def screen(self) -> str:
        """The chat, to be read aloud."""
        return "\n".join(_aloud(stored) for stored in self.chat.messages.values())

    async def sees(self, wanted: Wanted, timeout: float = 10, after: int = 0) -> Seen:
        """The newest message that is so, now or later; `after`: the id of an earlier one. Raises `AssertionError`."""
        try:
            return await self._telegram.bell.until(lambda: self._find(wanted, after), timeout)
        except TimeoutError:
            raise AssertionError(f"never seen: {wanted!r}; on the screen:\n{self.screen()}") from None

    def _find(self, wanted: Wanted, after: int) -> Seen | None:
        for seen in reversed(self.messages):
            if seen.message_id > after and (wanted in seen.text if isinstance(wanted, str) else wanted(seen)):
                return seen
        return None


def _seen(stored: Stored) -> Seen:
    fields = stored.fields
    keys = fields.get("reply_markup", {}).get("inline_keyboard", [])
    return Seen(
        message_id=stored.id,
        text=fields.get("text", ""),
        html=stored.html,
        buttons=[[key["text"] for key in row] for row in keys],
        keys=keys,
        links=[entity["url"] for entity in fields.get("entities", []) if "url" in entity],
        venue=fields.get("venue"),
        edits=stored.edits,
    )


def _aloud(stored: Stored) -> str:
    seen = _seen(stored)
    who = "Bot" if stored.by_bot else stored.fields.get("from", {}).get("first_name", "?")
    words = seen.text or (f"({seen.venue['title']}, {seen.venue['address']})" if seen.venue else "(…)")
    rows = "".join("\n  " + " ".join(f"[{label}]" for label in row) for row in seen.buttons)
    return f"{who} : {words}{rows}"
