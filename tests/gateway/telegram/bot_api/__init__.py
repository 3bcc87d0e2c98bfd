"""A stand-in for Telegram: a strict Bot API server on loopback, and the people who write to the bot."""

from tests.gateway.telegram.bot_api.calls import Call
from tests.gateway.telegram.bot_api.fake import FakeBotApi
from tests.gateway.telegram.bot_api.groups import Group, Newsletter
from tests.gateway.telegram.bot_api.people import Person
from tests.gateway.telegram.bot_api.screens import Seen

__all__ = ["Call", "FakeBotApi", "Group", "Newsletter", "Person", "Seen"]
