"""Telegram, by the Bot API over HTTP: a channel like any other, see `guichet/gateway/channels/channel.py`."""
