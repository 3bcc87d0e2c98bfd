"""Events as Telegram messages: pure, the same event always makes the same ones."""
