"""What citizens do in Telegram: each update once, those of a chat one after the other, chats beside each other.

What is stored is stored before an update counts as heard; what Telegram is asked to show follows by itself.
"""

from __future__ import annotations

import logging
import traceback

from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from guichet.gateway.channels.telegram.hearing.commands import HeardCommands
from guichet.gateway.channels.telegram.hearing.erasing import Erasing
from guichet.gateway.channels.telegram.hearing.errands import Errands, Outward
from guichet.gateway.channels.telegram.hearing.groups import Groups
from guichet.gateway.channels.telegram.hearing.presses import Presses
from guichet.gateway.channels.telegram.hearing.spoken import Spoken
from guichet.gateway.channels.telegram.hearing.updates import CallbackQuery, Membership, Update
from guichet.gateway.channels.telegram.wording import TelegramWording
from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.clock import Clock, utc_now
from guichet.gateway.services import Services
from guichet.gateway.turns import Turns

logger = logging.getLogger(__name__)

#: What the database refuses for what it says, and would refuse again.
_POISON = (DataError, IntegrityError)


class Hearing:
    """Takes updates in. `misheard` and `stop` are for whoever receives them and whoever runs the channel."""

    def __init__(
        self, channel: Outward, visitors: Visitors, known: Services, wording: TelegramWording, clock: Clock = utc_now
    ) -> None:
        self._visitors = visitors
        self._metrics = known.metrics
        self._turns = Turns()
        self._errands = Errands(known.metrics)
        words = wording.hearing
        commands = HeardCommands(visitors, known.offers, words)
        erasing = Erasing(channel, visitors, self._errands, words.erasing)
        self._groups = Groups(channel, self._errands, words.group, clock)
        self._spoken = Spoken(visitors, commands, erasing, words, clock)
        self._presses = Presses(channel, visitors, known.inbox, erasing, self._errands, words)

    async def hear(self, update: Update) -> None:
        """Do what an update asks for. Raises `SQLAlchemyError` or `OSError` while that can't be stored."""
        self._metrics.count("telegram_updates_total", kind=update.kind)
        if update.content is None:
            return
        async with self._turns.of(_address(update)):
            if not await self._visitors.once(str(update.id), lambda: self._work(update)):
                self._metrics.count("telegram_duplicates_total")

    def misheard(self) -> None:
        """Something came that is no update."""
        self._metrics.count("telegram_updates_total", kind="invalid")

    async def stop(self) -> None:
        """Finish what Telegram is still to be asked."""
        await self._errands.stop()

    async def _work(self, update: Update) -> None:
        """An update that we fail at is over all the same: Telegram would send it for ever, and others wait behind."""
        try:
            await self._dispatch(update)
        except _POISON as error:
            self._failed(error)
        except (SQLAlchemyError, OSError):
            raise
        except Exception as error:
            self._failed(error)

    async def _dispatch(self, update: Update) -> None:
        content = update.content
        if isinstance(content, CallbackQuery):
            await self._presses.hear(content)
        elif not content.chat.private:
            self._groups.decline(content)
        elif isinstance(content, Membership):
            await self._met(str(content.chat.id), content.new_chat_member.status)
        else:
            await self._spoken.hear(update.id, content, edited=update.kind == "edited_message")

    async def _met(self, address: str, status: str) -> None:
        """They blocked us, or they are back."""
        if status == "kicked":
            await self._visitors.leave(address)
        elif status == "member" and await self._visitors.find(address):
            await self._visitors.enter(address)

    def _failed(self, error: Exception) -> None:
        # Where, and not what: the words of an exception may be those of a citizen.
        place = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}, {place.name}:{place.lineno}"
        logger.error("telegram.update.failed", extra={"reason": reason})
        self._metrics.count("telegram_update_failures_total")


def _address(update: Update) -> str:
    content = update.content
    if isinstance(content, CallbackQuery):
        return str(content.message.chat.id if content.message else content.sender.id)
    return str(content.chat.id)
