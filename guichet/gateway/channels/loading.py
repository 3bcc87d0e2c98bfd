"""The messaging channels that the settings ask for."""

from __future__ import annotations

from importlib import import_module

from guichet.errors import GuichetError
from guichet.gateway.channels.channel import Channel
from guichet.gateway.services import Services
from guichet.settings import Settings


def load_channels(settings: Settings, known: Services) -> dict[str, Channel]:
    """Telegram where it has a token, and those of `GUICHET_CHANNELS`; by name. Raises `GuichetError`."""
    channels = [_made(setting, settings, known) for setting in settings.channels]
    if settings.telegram.works:
        from guichet.gateway.channels.telegram.channel import TelegramChannel

        channels.append(TelegramChannel(settings.telegram, known))
    named = {channel.name: channel for channel in channels}
    if len(named) < len(channels):
        raise GuichetError("GUICHET_CHANNELS : deux canaux du même nom — n'en gardez qu'un")
    return named


def _made(setting: str, settings: Settings, known: Services) -> Channel:
    """The channel that `package.module:factory` makes."""
    module, _, factory = setting.partition(":")
    try:
        make = getattr(import_module(module), factory)
    except (ImportError, AttributeError, ValueError) as error:
        cure = "écrivez paquet.module:fonction, et installez ce paquet près de la passerelle"
        raise GuichetError(f"GUICHET_CHANNELS : « {setting} » introuvable ({error}) — {cure}") from error
    return make(known, settings)
