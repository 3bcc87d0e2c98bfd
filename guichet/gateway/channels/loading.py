"""The messaging channels that the settings ask for."""

from __future__ import annotations

from guichet.errors import GuichetError
from guichet.gateway.channels.channel import Channel
from guichet.gateway.extensions import factory
from guichet.gateway.services import Services
from guichet.settings import Settings


def load_channels(settings: Settings, known: Services) -> dict[str, Channel]:
    """Telegram where it has a token, and those of `GUICHET_CHANNELS`; by name. Raises `GuichetError`."""
    channels = [factory("GUICHET_CHANNELS", setting)(known, settings) for setting in settings.channels]
    if settings.telegram.works:
        from guichet.gateway.channels.telegram.channel import TelegramChannel

        channels.append(TelegramChannel(settings.telegram, known))
    named = {channel.name: channel for channel in channels}
    if len(named) < len(channels):
        raise GuichetError("GUICHET_CHANNELS : deux canaux du même nom — n'en gardez qu'un")
    return named
