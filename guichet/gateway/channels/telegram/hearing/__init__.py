"""Updates of Telegram: what citizens say, press and send."""
