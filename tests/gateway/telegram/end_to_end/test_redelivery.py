"""Updates that come several times, or in another order: one answer to each."""

from __future__ import annotations

import asyncio
import random

from tests.gateway.telegram.end_to_end.counter import PATIENCE, read, reads, saying, written


async def test_each_update_three_times_at_once_and_in_any_order_is_answered_once(counter, bot_api, ana, engine):
    words = ["un", "deux", "trois", "quatre", "cinq"]
    updates = [{"update_id": 500 + n} | written(ana, word) for n, word in enumerate(words)] * 3
    random.Random(6).shuffle(updates)
    assert await asyncio.gather(*(bot_api.post(update) for update in updates)) == [200] * 15
    await ana.sees(lambda _: len(read(ana)) == 5, PATIENCE)
    assert sorted(said for _, said in engine.heard) == sorted(words)
    assert [f"Vous avez dit : {said}" for _, said in engine.heard] == read(ana)
    await ana.says("fin")
    await ana.sees(saying("fin"), PATIENCE)
    assert len(read(ana)) == 6


async def test_a_button_whose_update_comes_three_times_counts_once(counter, bot_api, ana, engine):
    async def ask(_sender, text):
        options = [{"label": label, "payload": f"/{label}"} for label in ("oui", "non")]
        question = {"kind": "choices", "text": "Vraiment ?", "reason": "menu", "options": options}
        return [{"text": "Noté."}] if text == "/oui" else [{"custom": {"frames": [question]}}]

    engine.behaviour = ask
    await ana.says("bonjour")
    asked = await ana.sees(lambda seen: seen.buttons, PATIENCE)
    message = dict(ana.chat.messages[asked.message_id].fields)
    pressed = {"id": "1", "from": ana.account, "message": message, "data": asked.keys[0][0]["callback_data"]}
    update = {"update_id": 900, "callback_query": pressed | {"chat_instance": "1"}}
    await asyncio.gather(*(bot_api.post(update) for _ in range(3)))
    await bot_api.post(update | {"update_id": 901})
    await ana.sees(saying("Noté."), PATIENCE)
    assert [said for _, said in engine.heard] == ["bonjour", "/oui"]


async def test_a_correction_that_overtakes_its_message_and_the_message_are_answered_once_each(counter, bot_api, ana):
    first = {"update_id": 601} | written(ana, "ma carte")
    corrected = first["message"] | {"text": "ma carte grise", "edit_date": 1}
    edited = {"update_id": 602, "edited_message": corrected}
    for update in (edited, first, edited, first):
        assert await bot_api.post(update) == 200
    await reads(ana, "Vous avez dit : ma carte grise", "Vous avez dit : ma carte")


async def test_a_corrected_message_is_said_anew_and_what_telegram_edits_by_itself_is_not(counter, ana):
    message = await ana.says("ma cate d'identité")
    await reads(ana, "Vous avez dit : ma cate d'identité")
    await ana.edits(message, "ma carte d'identité")
    await ana.edits(message, "ma carte d'identité")
    await ana.says("fin")
    await reads(ana, *(f"Vous avez dit : {said}" for said in ("ma cate d'identité", "ma carte d'identité", "fin")))
