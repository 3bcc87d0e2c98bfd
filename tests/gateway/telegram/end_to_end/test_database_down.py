"""A database that fails for a while: Telegram sends again what could not be stored, and nothing is said twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from tests.gateway.running import sqlite_alone
from tests.gateway.telegram.end_to_end.counter import PATIENCE, plain, reads, saying, written

pytestmark = sqlite_alone


@contextmanager
def without(settings, table: str) -> Iterator[None]:
    """A table is not there: whatever needs it fails at once."""
    _rename(settings, table, "away")
    try:
        yield
    finally:
        _rename(settings, "away", table)


def _rename(settings, table: str, name: str) -> None:
    database = sqlite3.connect(settings.var / "guichet.db", timeout=5)
    database.execute(f"ALTER TABLE {table} RENAME TO {name}")
    database.close()


async def test_what_cannot_be_stored_is_left_to_telegram_and_answered_later(counter, bot_api, ana, engine):
    await ana.says("un")
    await reads(ana, "Vous avez dit : un")
    with without(counter.settings, "messages"):
        assert await bot_api.post(written(ana, "directement")) == 503
        await ana.says("deux")
        await ana.says("trois")
        assert len(bot_api.pending) == 2
    await bot_api.delivered(PATIENCE)
    await reads(ana, *(f"Vous avez dit : {word}" for word in ("un", "deux", "trois")))
    assert [said for _, said in engine.heard] == ["un", "deux", "trois"]


async def test_a_button_pressed_meanwhile_is_answered_and_counts_later(counter, bot_api, ana, engine):
    async def ask(_sender, text):
        buttons = [{"title": "Oui", "payload": "/affirm"}, {"title": "Non", "payload": "/deny"}]
        return [{"text": "Noté."}] if text == "/affirm" else [{"text": "Vraiment ?", "buttons": buttons}]

    engine.behaviour = ask
    await ana.says("un")
    await ana.sees(lambda seen: seen.buttons, PATIENCE)
    with without(counter.settings, "messages"):
        await ana.presses("Oui")
        await bot_api.until(lambda: ana.toasts, PATIENCE)
        assert "panne de notre côté" in plain(ana.toasts[0])
    await ana.sees(saying("Noté."), PATIENCE)
    await bot_api.delivered(PATIENCE)
    assert [said for _, said in engine.heard] == ["un", "/affirm"]


async def test_an_answer_that_arrived_while_that_could_not_be_noted_is_not_said_again(counter, bot_api, ana):
    await ana.says("un")
    await reads(ana, "Vous avez dit : un")
    with bot_api.hold("sendMessage") as held:
        await ana.says("deux")
        await held.until(1, PATIENCE)
        with without(counter.settings, "chats"):
            held.release()
            assert await bot_api.post(written(ana, "perdu ?")) == 503
    await bot_api.delivered(PATIENCE)
    await ana.says("trois")
    await reads(ana, *(f"Vous avez dit : {word}" for word in ("un", "deux", "trois")))
