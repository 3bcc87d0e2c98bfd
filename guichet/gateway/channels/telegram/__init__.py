"""Telegram, by the Bot API over HTTP: a channel like any other, see `guichet/gateway/channels/channel.py`."""

#: Where the gateway waits for Telegram, under its public address, and the header in which Telegram proves itself.
PATH, SECRET_HEADER = "/channels/telegram", "X-Telegram-Bot-Api-Secret-Token"
