"""What is said to a message that can't be taken: too long, too fast; seldom, so that it is no flood itself."""

from __future__ import annotations

from guichet.gateway.channels.telegram.wording import RefusalWording
from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.clock import Clock
from guichet.gateway.conversations import Conversation
from guichet.gateway.rates import Rate
from guichet.gateway.refusals import Refused


class Refusing:
    """Says each reason once a minute and conversation."""

    def __init__(self, visitors: Visitors, wording: RefusalWording, clock: Clock) -> None:
        self._visitors = visitors
        self._wording = wording
        self._rate = Rate(1, clock)

    async def tell(self, conversation: Conversation, refused: Refused) -> None:
        if self._rate.take(f"{conversation.id} {refused.code}") == 0:
            await self._visitors.tell(conversation, self.sentence(refused))

    def sentence(self, refused: Refused) -> str:
        """Why, in words for the citizen."""
        return getattr(self._wording, refused.code, self._wording.other)
