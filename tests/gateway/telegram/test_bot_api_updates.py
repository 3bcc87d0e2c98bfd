"""The fake Telegram: how a bot hears of people, by webhook or by getUpdates, and how it presents itself."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.gateway.telegram.bot_api.bell import Bell
from tests.gateway.telegram.bot_api.server import HttpServer

SECRET = "un-secret_2026"


class Listener:
    """A bot's server: keeps what comes, answers with `statuses` in turn, then 200; `None` hangs up."""

    def __init__(self) -> None:
        self.heard: list[dict] = []
        self.headers: list[dict] = []
        self.statuses: list[int | None] = []
        self.gate: asyncio.Event | None = None
        self.bell = Bell()
        self.most = self._busy = 0

    async def answer(self, request):
        self.heard.append(json.loads(request.body))
        self.headers.append(request.headers)
        self._busy += 1
        self.most = max(self.most, self._busy)
        self.bell.ring()
        if self.gate:
            await self.gate.wait()
        self._busy -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        return None if status is None else (status, {})

    @property
    def texts(self):
        return [update["message"]["text"] for update in self.heard]


@pytest.fixture
async def listener(bot_api):
    listener = Listener()
    server = HttpServer(listener.answer)
    await server.start()
    listener.url = f"http://127.0.0.1:{server.port}/channels/telegram"
    yield listener
    await server.stop()


async def test_a_webhook_gets_updates_with_the_secret(bot_api, ana, call, listener):
    assert (await call("setWebhook", url=listener.url, secret_token=SECRET))["ok"]
    await ana.says("/start carte_identite_perte")
    update = listener.heard[0]
    assert listener.headers[0]["x-telegram-bot-api-secret-token"] == SECRET
    assert update["message"]["from"]["first_name"] == "Ana"
    assert update["message"]["chat"] == {"id": ana.chat_id, "first_name": "Ana", "type": "private"}
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    await ana.says("encore")
    assert listener.heard[1]["update_id"] == update["update_id"] + 1
    assert bot_api.pending == []


async def test_an_update_comes_again_until_it_is_taken(bot_api, ana, listener):
    bot_api.webhook(listener.url, SECRET)
    listener.statuses = [500, None, 302, 200]
    await ana.says("un")
    await ana.says("deux")
    await bot_api.delivered()
    assert listener.texts == ["un", "un", "un", "un", "deux"]


async def test_one_chat_does_not_hold_back_another(bot_api, ana, listener):
    bob, eve = bot_api.person("Bob"), bot_api.person("Ève")
    bot_api.webhook(listener.url, SECRET, max_connections=2)
    listener.gate = asyncio.Event()
    said = ((ana, "1"), (ana, "2"), (bob, "3"), (eve, "4"))
    tasks = [asyncio.create_task(each.says(text)) for each, text in said]
    await listener.bell.until(lambda: listener.most == 2)
    assert listener.texts == ["1", "3"]
    listener.gate.set()
    await asyncio.gather(*tasks)
    assert listener.most == 2


async def test_what_a_webhook_must_be(bot_api, call):
    async def refused(**params):
        answer = await call("setWebhook", **({"url": "https://mairie.fr/telegram", "secret_token": SECRET} | params))
        return answer.get("description", "")

    assert "An HTTPS URL must be provided" in await refused(url="http://mairie.fr/telegram")
    assert "only on ports 80, 88, 443 or 8443" in await refused(url="https://mairie.fr:8000/telegram")
    assert "unallowed characters" in await refused(secret_token="un secret")
    assert "too long" in await refused(secret_token="s" * 257)
    assert await refused(secret_token="s" * 256) == ""
    assert (await call("getWebhookInfo"))["result"]["url"] == "https://mairie.fr/telegram"
    assert (await call("deleteWebhook"))["ok"]
    assert (await call("getWebhookInfo"))["result"]["url"] == ""


async def test_a_webhook_says_how_it_is(bot_api, ana, call, listener):
    bot_api.webhook(listener.url, SECRET, allowed_updates=["message"])
    listener.statuses = [503] * 50
    await ana.says("un")
    info = (await call("getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 1
    assert info["last_error_message"].startswith("Wrong response from the webhook: 503")
    assert info["allowed_updates"] == ["message"]
    await call("setWebhook", url=listener.url, drop_pending_updates=True)
    assert bot_api.pending == []


async def test_any_update_is_posted_once(bot_api, listener):
    bot_api.webhook(listener.url, SECRET)
    listener.statuses = [200, 500]
    assert await bot_api.post({"update_id": 5, "poll": {}}) == 200
    assert await bot_api.post(b'{"update_id": 5}') == 500
    assert await bot_api.post({}, secret="faux") == 200
    assert listener.heard[:2] == [{"update_id": 5, "poll": {}}, {"update_id": 5}]
    assert listener.headers[2]["x-telegram-bot-api-secret-token"] == "faux"


async def test_updates_are_kept_until_they_are_confirmed(bot_api, ana, call):
    await ana.says("un")
    await ana.says("deux")
    first = (await call("getUpdates", limit=1))["result"]
    assert [update["message"]["text"] for update in first] == ["un"]
    assert len((await call("getUpdates"))["result"]) == 2
    left = (await call("getUpdates", offset=first[0]["update_id"] + 1))["result"]
    assert [update["message"]["text"] for update in left] == ["deux"]
    assert (await call("getUpdates", offset=left[0]["update_id"] + 1))["result"] == []
    await ana.says("trois")
    await call("deleteWebhook", drop_pending_updates=True)
    assert (await call("getUpdates"))["result"] == []


async def test_a_poll_waits_for_the_first_update_and_ends_for_another(bot_api, ana, call):
    first = asyncio.create_task(call("getUpdates", timeout=30))
    await bot_api.until(lambda: len(bot_api.called("getUpdates")) == 1)
    second = asyncio.create_task(call("getUpdates", timeout=30))
    ended = await first
    assert (ended["error_code"], ended["description"][:39]) == (409, "Conflict: terminated by other getUpdate")
    await ana.says("enfin")
    assert (await second)["result"][0]["message"]["text"] == "enfin"


async def test_a_poll_ends_when_a_webhook_is_set(bot_api, call):
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await bot_api.until(lambda: bot_api.called("getUpdates"))
    await call("setWebhook", url="https://mairie.fr/telegram")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"


async def test_no_poll_beside_a_webhook(bot_api, call, listener):
    bot_api.webhook(listener.url, SECRET)
    answer = await call("getUpdates")
    assert answer["error_code"] == 409
    assert "can't use getUpdates method while webhook is active" in answer["description"]


async def test_only_the_kinds_that_were_asked_for(bot_api, ana, call):
    await call("getUpdates", allowed_updates=["message"])
    said = await ana.says("un")
    await ana.edits(said, "deux")
    await ana.blocks()
    assert [list(update)[1] for update in bot_api.pending] == ["message"]
    await call("getUpdates", allowed_updates=[])
    await ana.unblocks()
    assert bot_api.pending[-1]["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_a_button_tells_its_message_as_it_is(bot_api, ana, call):
    keyboard = {"inline_keyboard": [[{"text": "Oui", "callback_data": "c:1"}, {"text": "Site", "url": "https://x.fr"}]]}
    sent = await call("sendMessage", chat_id=ana.chat_id, text="Oui ?", reply_markup=keyboard)
    await ana.presses("Oui")
    await ana.presses("Oui", inaccessible=True)
    pressed, old = (update["callback_query"] for update in bot_api.pending)
    assert (pressed["data"], pressed["message"]["reply_markup"]) == ("c:1", keyboard)
    here = {"chat": pressed["message"]["chat"], "message_id": sent["result"]["message_id"]}
    assert old["message"] == here | {"date": 0}
    for label in ("Non", "Site"):
        with pytest.raises(AssertionError):
            await ana.presses(label)


async def test_what_people_share(bot_api, ana, call):
    keyboard = {"keyboard": [[{"text": "Mon numéro", "request_contact": True}]]}
    await call("sendMessage", chat_id=ana.chat_id, text="Numéro ?", reply_markup=keyboard)
    await ana.taps("Mon numéro")
    voice = await ana.sends(voice={"file_id": "x", "duration": 3})
    await ana.says("voilà", reply_to=voice)
    contact, spoken, reply = (update["message"] for update in bot_api.pending)
    assert contact["contact"]["user_id"] == contact["from"]["id"]
    assert spoken["voice"]["duration"] == 3
    assert reply["reply_to_message"]["message_id"] == voice


async def test_message_numbers_are_common_to_all_private_chats(bot_api, ana, call):
    bob = bot_api.person("Bob")
    first, second = await ana.says("un"), await bob.says("deux")
    third = (await call("sendMessage", chat_id=ana.chat_id, text="trois"))["result"]["message_id"]
    assert (second, third) == (first + 1, first + 2)


async def test_groups_and_newsletters(bot_api, ana, call):
    group, supergroup, letter = bot_api.group(), bot_api.group(supergroup=True), bot_api.newsletter()
    await group.adds(by=ana)
    await supergroup.says("bonjour", by=ana)
    await letter.posts("Avis de travaux")
    kinds = [list(update)[1] for update in bot_api.pending]
    assert kinds == ["my_chat_member", "message", "message", "channel_post"]
    assert bot_api.pending[2]["message"]["chat"]["type"] == "supergroup"
    assert (await call("sendMessage", chat_id=group.chat_id, text="Désolé"))["ok"]
    assert (await call("leaveChat", chat_id=group.chat_id))["ok"]
    assert (await call("sendMessage", chat_id=group.chat_id, text="?"))["error_code"] == 403
    await supergroup.removes(by=ana)
    kicked = await call("sendMessage", chat_id=supergroup.chat_id, text="?")
    assert kicked["description"] == "Forbidden: bot was kicked from the supergroup chat"
    assert not (await call("leaveChat", chat_id=ana.chat_id))["ok"]


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ({"command": "aide", "description": "Obtenir de l’aide"}, None),
        ({"command": "Aide", "description": "Obtenir de l’aide"}, "BOT_COMMAND_INVALID"),
        ({"command": "a" * 33, "description": "Obtenir de l’aide"}, "BOT_COMMAND_INVALID"),
        ({"command": "aide", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "aide", "description": "m" * 257}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_the_command_menu(bot_api, call, command, wrong):
    scope = {"type": "all_private_chats"}
    answer = await call("setMyCommands", commands=[command], scope=scope, language_code="fr")
    assert answer.get("description") == (f"Bad Request: {wrong}" if wrong else None)
    assert bot_api.profile.commands == ({} if wrong else {("all_private_chats", "fr"): [command]})
    assert not (await call("setMyCommands", commands=[command], scope={"type": "partout"}))["ok"]


@pytest.mark.parametrize(
    ("method", "name", "longest"),
    [
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
        ("setMyName", "name", 64),
    ],
)
async def test_how_the_bot_presents_itself(bot_api, call, method, name, longest):
    assert not (await call(method, **{name: "é" * (longest + 1)}))["ok"]
    assert (await call(method, **{name: "é" * longest}, language_code="fr"))["ok"]
    assert bot_api.profile.texts == {(name, "fr"): "é" * longest}
    assert not (await call(method, **{name: "é"}, language_code="french"))["ok"]


async def test_the_menu_button(bot_api, call):
    assert (await call("setChatMenuButton", menu_button={"type": "commands"}))["ok"]
    assert bot_api.profile.menu == {"type": "commands"}
    assert not (await call("setChatMenuButton", menu_button={"type": "rien"}))["ok"]


async def test_a_refused_connection_is_an_error_of_the_webhook(bot_api, ana, call):
    bot_api.webhook("http://127.0.0.1:1/", SECRET)
    await ana.says("un")
    assert (await call("getWebhookInfo"))["result"]["last_error_message"] == "Connection refused"
