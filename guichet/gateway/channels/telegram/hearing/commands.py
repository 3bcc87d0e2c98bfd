"""The commands that a citizen may type: what each does. Their menu is set by `console/commands.py`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guichet.gateway.channels.telegram.hearing.deep_links import procedure_of, words_of
from guichet.gateway.channels.telegram.wording import HearingWording
from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.conversations import Conversation
from guichet.gateway.offers import Offers

#: « /Aide », « /humain@GuichetBot, merci »; a date or a path is no command.
_COMMAND = re.compile(r"/([^\W\d_]\w{0,31})(?:@\w*)?(?:[\s,.:;!?]+(.*))?", re.DOTALL)

GREET, HELP, HUMAN = "/greet", "/help", '/human_handoff{"reason": "asked"}'


@dataclass(frozen=True)
class Command:
    """`name`: start, aide, humain, effacer, or empty for one that we don't have; `words`: what follows it."""

    name: str
    words: str = ""


def parse_command(text: str, aliases: Mapping[str, Sequence[str]]) -> Command | None:
    """The command that a text is, in capitals and with accents too."""
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return None
    typed = _folded(found[1])
    name = next((name for name, others in aliases.items() if typed == name or typed in others), "")
    return Command(name, (found[2] or "").strip())


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


class HeardCommands:
    """Does them. `update`: what makes the ids of what is said."""

    def __init__(self, visitors: Visitors, offers: Offers, wording: HearingWording) -> None:
        self._visitors = visitors
        self._offers = offers
        self._wording = wording

    def parse(self, text: str) -> Command | None:
        return parse_command(text, self._wording.commands)

    async def run(self, conversation: Conversation, new: bool, command: Command, update: str) -> None:
        """Any of them but erasing. `new`: the conversation began with it. Raises `Refused`."""
        if command.name == "start":
            await self._start(conversation, new, command.words, update)
        elif command.name == "aide" and command.words:
            await self._visitors.say(conversation, update, command.words)
        elif command.name == "aide":
            await self._visitors.command(conversation, update, "/aide", HELP)
        elif command.name == "humain":
            await self._visitors.command(conversation, update, "/humain", HUMAN)
            if command.words:
                await self._visitors.say(conversation, f"{update}:words", command.words)
        else:
            await self._visitors.tell(conversation, self._wording.unknown_command)

    async def _start(self, conversation: Conversation, new: bool, parameter: str, update: str) -> None:
        if procedure := await procedure_of(parameter, self._offers):
            await self._visitors.open(conversation, update, procedure)
        elif parameter:
            await self._visitors.say(conversation, update, words_of(parameter))
        elif not new:  # a new one begins with the welcome
            await self._visitors.command(conversation, update, "/start", GREET)
