"""Thumbs down, put into the inbox on the question that led to what was rated; the opinion itself is kept elsewhere."""

from __future__ import annotations

from guichet.gateway.conversations import Conversation, Feedback
from guichet.gateway.database import Database
from guichet.gateway.unanswered import entries, question
from guichet.gateway.unanswered.entries import THUMB
from guichet.gateway.unanswered.listening import Listening


class Opinions:
    """What citizens think of the bot's answers."""

    def __init__(self, database: Database, listening: Listening) -> None:
        self._database = database
        self._listening = listening

    async def rated(self, conversation: Conversation, given: Feedback) -> None:
        """Keep, or take back, what a thumb says of an event of the bot's; of the last one where none is named."""
        if given.rating is None:
            return
        rated = given.seq or conversation.last_seq
        async with self._database.write() as connection:
            author, proposed = await question.shown(connection, conversation.id, rated)
            asked = await question.behind(connection, conversation.id, rated) if author == "bot" else None
            if asked is None:
                return
            if given.rating == "down":
                await self._listening.keep(connection, conversation.id, THUMB, asked, proposed, given.comment)
            else:
                await entries.withdraw(connection, conversation.id, asked.seq)
