"""What leaves for a chat: as it should be, more plainly where that is refused, found again after a lost answer."""

from __future__ import annotations

import asyncio

import pytest

from guichet.gateway.channels.channel import Gone, Later, Unfit, Unsure
from guichet.gateway.channels.telegram.calling.api import BotApi
from guichet.gateway.channels.telegram.calling.pacing import Pace
from guichet.gateway.channels.telegram.calling.sending import PROBES, Sending
from guichet.gateway.channels.telegram.rendering.messages import Button, Message, Venue
from guichet.gateway.metrics import Metrics

QUESTION = Message("Pour <b>vous</b> ?", ((Button("Oui", "c:1"), Button("Non", "c:2")),), asks=True)
ANSWER = Message('Voir <a href="https://exemple.fr/a?b&amp;c">la page</a> &lt;ici&gt;')
PLACE = Message(venue=Venue(48.85, 2.35, "Mairie", "Place de l'Hôtel-de-Ville"))


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
async def sending(bot_api, metrics):
    api = BotApi(bot_api.token, bot_api.url, timeout=2.0)
    yield Sending(api, Pace(per_chat=(100, 1.0), overall=(1_000, 1.0)), metrics)
    await api.close()


@pytest.fixture
def chat(ana):
    return str(ana.chat_id)


async def test_a_question_arrives_with_its_buttons(sending, bot_api, ana, chat, metrics):
    sent = await sending.send(chat, QUESTION)
    seen = ana.messages[-1]
    assert (str(seen.message_id), seen.text, seen.buttons) == (sent, "Pour vous ?", [["Oui", "Non"]])
    assert "guichet_telegram_sent_total 1" in metrics.render({})
    assert bot_api.complaints == []


async def test_a_link_shows_no_preview(sending, bot_api, ana, chat):
    await sending.send(chat, ANSWER)
    assert ana.messages[-1].text == "Voir la page <ici>"
    assert bot_api.calls[-1].params["link_preview_options"] == {"is_disabled": True}
    assert bot_api.complaints == []


async def test_a_place_is_shown_on_a_map(sending, ana, chat):
    await sending.send(chat, PLACE)
    assert ana.messages[-1].venue["title"] == "Mairie"


async def test_what_is_refused_leaves_without_formats(sending, bot_api, ana, chat, metrics):
    bot_api.fail("sendMessage", code=400, description="Bad Request: can't parse entities: Unsupported start tag")
    sent = await sending.send(chat, QUESTION)
    assert [seen.text for seen in ana.messages] == ["Pour vous ?"]
    assert ana.messages[-1].buttons == [["Oui", "Non"]]
    assert str(ana.messages[-1].message_id) == sent
    assert "parse_mode" not in bot_api.calls[-1].params
    assert 'guichet_telegram_unfit_total{reason="entities"} 1' in metrics.render({})


async def test_words_leave_without_a_keyboard_that_is_refused(sending, ana, chat, metrics):
    await sending.send(chat, Message("<b>Bonjour</b>", ((Button("Trop long", "c:" + "é" * 40),),)))
    assert [(seen.text, seen.buttons) for seen in ana.messages] == [("Bonjour", [])]
    assert 'guichet_telegram_unfit_total{reason="keyboard"} 2' in metrics.render({})


async def test_what_is_refused_in_every_form_is_unfit(sending, bot_api, ana, chat):
    with pytest.raises(Unfit):
        await sending.send(chat, Message("a" * 5_000))
    with pytest.raises(Unfit):
        await sending.send(chat, Message(venue=Venue(999.0, 2.35, "", "")))
    assert ana.messages == []
    assert len(bot_api.called("sendVenue")) == 1


async def test_who_blocked_us_is_gone(sending, ana, chat):
    await ana.blocks()
    with pytest.raises(Gone):
        await sending.send(chat, ANSWER)


async def test_a_wait_holds_that_chat_and_no_other(sending, bot_api, ana, chat):
    bob = bot_api.person("Bob")
    bot_api.fail("sendMessage", code=429, retry_after=1, chat=ana)
    with pytest.raises(Later) as asked:
        await sending.send(chat, ANSWER)
    assert asked.value.seconds == 1
    waiting = asyncio.create_task(sending.send(chat, ANSWER))
    await sending.show_typing(chat)
    await sending.send(str(bob.chat_id), ANSWER)
    assert (len(bob.messages), len(ana.messages), ana.actions) == (1, 0, [])
    await waiting
    assert len(ana.messages) == 1
    assert bot_api.complaints == []


@pytest.mark.parametrize(("code", "description"), [(401, "Unauthorized"), (404, "Not Found"), (409, "Conflict: x")])
async def test_what_an_operator_has_to_mend_loses_nothing(sending, bot_api, ana, chat, code, description):
    bot_api.fail("sendMessage", code=code, description=description)
    with pytest.raises(Later) as put_off:
        await sending.send(chat, ANSWER)
    assert put_off.value.seconds >= 30
    await sending.send(chat, ANSWER)
    assert len(ana.messages) == 1


async def test_failures_are_counted_by_their_reason_alone(sending, bot_api, chat, metrics):
    bot_api.fail("sendMessage", code=400, description='Bad Request: "Ana", 5000017', times=3)
    with pytest.raises(Unfit):
        await sending.send(chat, ANSWER)
    told = metrics.render({})
    assert 'guichet_telegram_failures_total{reason="other"}' in told
    assert "Ana" not in told


@pytest.mark.parametrize("message", [QUESTION, ANSWER, PLACE])
async def test_a_message_whose_answer_was_lost_is_found(sending, bot_api, ana, chat, message, metrics):
    before = await sending.send(chat, ANSWER)
    bot_api.cut("sendVenue" if message.venue else "sendMessage")
    with pytest.raises(Unsure):
        await sending.send(chat, message)
    found = await sending.find(chat, message, [before, before])
    assert found == str(ana.messages[-1].message_id) != before
    assert ana.messages[-1].edits == 0
    assert "not_modified" not in metrics.render({})


async def test_a_message_that_never_left_is_not_found(sending, bot_api, ana, chat):
    before = await sending.send(chat, ANSWER)
    bot_api.cut("sendMessage", applied=False)
    with pytest.raises(Unsure):
        await sending.send(chat, QUESTION)
    assert await sending.find(chat, QUESTION, [before]) == ""
    assert len(bot_api.called("editMessageReplyMarkup")) == PROBES


async def test_a_message_is_found_among_those_of_others(sending, bot_api, ana, chat):
    """Others write, and are written to, around the moment when the answer was lost."""
    before = await sending.send(chat, ANSWER)
    others = [bot_api.person(f"P{number}") for number in range(2 * PROBES)]
    with bot_api.hold("sendMessage"):
        beside = [asyncio.create_task(sending.send(str(other.chat_id), QUESTION)) for other in others]
        await bot_api.until(lambda: all(other.messages for other in others))
    await asyncio.gather(*beside)
    await others[0].says("bonjour")
    await ana.says("bonjour ?")
    bot_api.cut("sendMessage")
    with pytest.raises(Unsure):
        await sending.send(chat, QUESTION)
    assert await sending.find(chat, QUESTION, [before]) == str(ana.messages[-1].message_id)
    assert [other.messages[-1].edits for other in others] == [0] * len(others)


async def test_an_earlier_message_is_never_taken_for_a_later_one(sending, bot_api, ana, chat):
    """After a restart nothing is known but the newest ids, and an older one of this chat may be among them."""
    first, second = await sending.send(chat, QUESTION), await sending.send(chat, QUESTION)
    sending._known.clear()
    assert await sending.find(chat, QUESTION, [first, second]) == ""
    asked = len(bot_api.calls)
    assert await sending.find(chat, QUESTION, []) == ""
    assert len(bot_api.calls) == asked
    assert [seen.edits for seen in ana.messages] == [0, 0]


async def test_a_question_that_left_more_plainly_is_found_too(sending, bot_api, ana, chat):
    before = await sending.send(chat, ANSWER)
    bare = Message("Pour vous ?", formatted=False)
    bot_api.cut("sendMessage")
    with pytest.raises(Unsure):
        await sending.send(chat, bare)
    assert await sending.find(chat, QUESTION, [before]) == str(ana.messages[-1].message_id)


async def test_nothing_is_known_of_a_message_that_came_with_a_keyboard_under_the_field(sending, bot_api, chat):
    before = await sending.send(chat, ANSWER)
    message = Message("Votre numéro ?", under="contact")
    bot_api.cut("sendMessage")
    with pytest.raises(Unsure):
        await sending.send(chat, message)
    assert await sending.find(chat, message, [before]) == ""
    assert bot_api.called("editMessageReplyMarkup") == []


async def test_looking_for_a_message_ends_with_the_chat_or_with_a_wait(sending, bot_api, ana, chat):
    before = await sending.send(chat, ANSWER)
    bot_api.fail("editMessageReplyMarkup", code=429, retry_after=1)
    with pytest.raises(Later):
        await sending.find(chat, ANSWER, [before])
    bot_api.cut("editMessageReplyMarkup", applied=False)
    with pytest.raises(Later):
        await sending.find(chat, ANSWER, [before])
    await ana.blocks()
    with pytest.raises(Gone):
        await sending.find(chat, ANSWER, [before])


async def test_typing_never_raises(sending, bot_api, ana, chat):
    await sending.show_typing(chat)
    bot_api.cut("sendChatAction", applied=False)
    await sending.show_typing(chat)
    await ana.blocks()
    await sending.show_typing(chat)
    assert ana.actions == ["typing"]


async def test_flood_limits_are_never_reached_at_the_usual_pace(bot_api, metrics):
    """One chat with much to tell, among many with little."""
    api = BotApi(bot_api.token, bot_api.url)
    sending = Sending(api, Pace(per_chat=(5, 0.5)), metrics)
    bot_api.limits(per_chat=(10, 0.5), overall=(30, 1.0))
    people = [bot_api.person(f"P{number}") for number in range(25)]
    addresses = [str(person.chat_id) for person in people + [people[0]] * 8]
    await asyncio.gather(*(sending.send(address, ANSWER) for address in addresses))
    await api.close()
    assert [len(person.messages) for person in people] == [9] + [1] * 24
    assert not [call for call in bot_api.calls if call.error]
