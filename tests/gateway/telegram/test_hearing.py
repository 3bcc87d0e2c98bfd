"""People in Telegram and the gateway as it runs: what they do there, and what they see then."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from guichet.gateway.channels.telegram.wording import load
from guichet.settings import TelegramSettings
from tests.core.catalogues import sheet, write_catalogue
from tests.gateway.running import serving
from tests.gateway.telegram.hearing.room import message

SECRET = "a-test-secret"
WORDS = load().hearing

CHECKLIST = {
    "kind": "checklist",
    "text": "Votre liste",
    "procedure": {"id": "F1", "title": "Carte", "sheet": "F1", "url": "https://www.service-public.gouv.fr/F1"},
    "case": [],
    "documents": [{"id": name, "text": name, "blocks": []} for name in ("Photo", "Timbre", "Justificatif")],
    "source": {
        "title": "Carte",
        "url": "https://www.service-public.gouv.fr/F1",
        "date": "2026-01-01",
        "producer": "DILA",
    },
}
QUESTION = {
    "kind": "choices", "text": "Perdue ou volée ?", "reason": "case",
    "options": [{"label": "Perdue", "payload": "/choose{}"}, {"label": "Volée", "payload": "/choose{}"}],
}  # fmt: skip


@pytest.fixture
async def url(settings, bot_api):
    write_catalogue(settings.catalogue_path, sheet("carte_identite_perte_vol", "Carte perdue", type="editor"))
    telegram = TelegramSettings(bot_api.token, SECRET, bot_api.url)
    async with serving(replace(settings, telegram=telegram)) as address:
        bot_api.webhook(f"{address}/channels/telegram", SECRET)
        yield address


@pytest.fixture
def shows(engine):
    """Have the bot answer with these frames."""

    def answer(*frames):
        async def behaviour(_sender, _message):
            return [{"custom": {"frames": list(frames)}}]

        engine.behaviour = behaviour

    return answer


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


async def sees(someone, words: str):
    return await someone.sees(lambda seen: words in plain(seen.text))


async def test_a_poster_leads_to_its_procedure(url, ana, engine):
    await ana.says("/start carte_identite")
    await sees(ana, "Vous avez dit : /choose")
    assert [text for _, text in engine.heard] == ['/choose{"procedure": "carte_identite_perte_vol"}']


async def test_a_voice_message_gets_a_sentence_and_its_file_is_left_where_it_is(url, bot_api, ana, engine):
    await ana.sends(voice={"file_id": "v", "duration": 3})
    await sees(ana, WORDS.media.voice)
    assert bot_api.called("getFile") == []
    assert engine.heard == []


async def test_who_erases_is_asked_then_told_and_may_begin_again(url, bot_api, ana, engine):
    await ana.says("bonjour")
    await sees(ana, "Vous avez dit : bonjour")
    await ana.says("/Effacer")
    await sees(ana, "Voulez-vous tout effacer")
    await ana.presses("Oui, tout effacer")
    await sees(ana, "C'est fait")
    assert len(engine.forgotten) == 1
    await bot_api.until(lambda: not any(seen.buttons for seen in ana.messages))
    await ana.says("autre chose")
    await sees(ana, "Vous avez dit : autre chose")
    assert bot_api.unanswered_callbacks() == []


async def test_two_fingers_on_one_question_are_one_answer(url, bot_api, ana, engine, shows):
    shows(QUESTION)
    await ana.says("ma carte")
    asked = await sees(ana, "Perdue ou volée ?")
    keys = [key["callback_data"] for row in asked.keys for key in row]
    for data in keys:
        await ana.clicks(asked.message_id, data)
    await bot_api.until(lambda: plain(WORDS.toasts.answered) in map(plain, ana.toasts))
    await bot_api.delivered()
    assert [text for _, text in engine.heard] == ["ma carte", "/choose{}"]


async def test_documents_are_ticked_in_place(url, bot_api, ana, shows):
    shows(CHECKLIST)
    await ana.says("ma liste")
    listed = await ana.sees(lambda seen: any("☐" in label for label in seen.labels))
    await ana.clicks(listed.message_id, "t:1")
    await ana.clicks(listed.message_id, "t:3")
    await ana.sees(lambda seen: [label[0] for label in seen.labels[:3]] == ["☑", "☐", "☑"])
    await bot_api.until(lambda: "2 documents sur 3" in ana.toasts)


async def test_a_group_is_declined_and_left(url, bot_api, ana):
    group = bot_api.group()
    await group.adds(ana)
    await bot_api.until(lambda: bot_api.called("leaveChat"))
    assert "https://t.me/GuichetTestBot" in group.texts[-1]
    assert len(group.texts) == 1


async def test_who_was_away_gets_what_was_said_meanwhile(url, bot_api, ana, engine):
    await ana.says("bonjour")
    await sees(ana, "Vous avez dit : bonjour")
    await ana.blocks()
    await bot_api.delivered()
    sent = len(bot_api.called("sendMessage", ana))
    await bot_api.post({"message": message(ana.chat_id, text="encore là", message_id=900)})
    await ana.unblocks()
    await sees(ana, "Vous avez dit : encore là")
    assert len(bot_api.called("sendMessage", ana)) > sent


async def test_nothing_of_a_chat_is_in_a_conversation(url, settings, ana):
    await ana.says("bonjour")
    await sees(ana, "Vous avez dit : bonjour")
    async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
        counted = (await http.get("/metrics")).text
    assert str(ana.chat_id) not in counted
