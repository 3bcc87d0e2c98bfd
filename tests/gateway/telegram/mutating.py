"""Updates as nobody should send them: real ones with parts dropped, of another type, nested, huge, or torn to bytes."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from tests.gateway.telegram.hearing.room import GROUP, membership, message, person

#: The numbers of the updates that are sent here: far from those of whoever else speaks meanwhile.
FIRST_NUMBER = 5_000_000_000

_WRONG: list[Any] = [
    None, True, 0, -1, 1.5, 2**31, 2**53 + 1, -(2**63), 10**30, 1e308, "", "0", "\x00", "é" * 5_000, "👩‍👩‍👧" * 500,
    "/" * 300, "\u202e\u200b", [], {}, [[]], [None], {"": None}, {"id": {}}, "a" * 70_000, "/start " + "x" * 64, "<b>&",
]  # fmt: skip

_KEYS = {"inline_keyboard": [[{"text": "☐ Photo", "callback_data": "t:1"}], [{"text": "Site", "url": "https://a.fr"}]]}
_FILE = {"file_id": "x", "file_unique_id": "y", "file_size": 12}


def samples(chat: int) -> list[dict[str, Any]]:
    """One update of every shape, for a chat."""
    said = [
        {"text": "bonjour"}, {"text": "/start carte_identite_perte"}, {"text": "/aide"}, {"text": "/effacer"},
        {"text": "/humain"}, {"text": "/inconnue"}, {"voice": _FILE}, {"photo": [_FILE], "caption": "mon papier"},
        {"document": _FILE, "media_group_id": "1"}, {"sticker": _FILE | {"emoji": "👍"}}, {"poll": {"id": "1"}},
        {"location": {"latitude": 48.85, "longitude": 2.35}}, {"pinned_message": message(chat, text="x")},
        {"contact": {"phone_number": "+33612345678", "first_name": "Ana", "user_id": chat}},
        {"text": "voici", "forward_origin": {"type": "user"}, "reply_to_message": message(chat, text="x")},
    ]  # fmt: skip
    pressed = ["c:1", "t:1", "s:3", "f:1:up", "e:no", "e:yes"]
    query = {"id": "7", "from": person(chat), "message": message(chat, text="?", reply_markup=_KEYS)}
    group = message(GROUP, text="salut") | {"chat": {"id": GROUP, "type": "supergroup"}}
    return [
        *({"message": message(chat, **fields)} for fields in said),
        *({"callback_query": query | {"data": data}} for data in pressed),
        {"edited_message": message(chat, text="bonsoir", edit_date=1)}, {"message": group}, {"channel_post": group},
        {"my_chat_member": membership("kicked", chat)}, {"my_chat_member": membership("member", chat)},
        {"my_chat_member": membership("member", GROUP, "group")}, {"poll": {"id": "1"}}, {"inline_query": {"id": "1"}},
    ]  # fmt: skip


def mutated(chats: list[int], count: int, seed: int) -> Iterator[bytes]:
    """So many bodies, the same ones for the same seed: some whole, most not; some numbers twice, some out of order."""
    chance = random.Random(seed)
    shapes = [sample for chat in chats for sample in samples(chat)]
    for _ in range(count):
        number = FIRST_NUMBER + chance.randrange(2 * count)
        update = {"update_id": number} | copy.deepcopy(chance.choice(shapes))
        for _ in range(chance.choice((0, 1, 1, 2, 3, 5, 8))):
            _mutate(update, chance)
        body = json.dumps(update).encode()
        yield _torn(body, chance) if chance.random() < 0.1 else body


def _mutate(update: dict[str, Any], chance: random.Random) -> None:
    """Change one place of the tree."""
    places = list(_places(update))
    if not places:
        return
    holder, key = chance.choice(places)
    action = chance.randrange(5)
    if action == 0:
        del holder[key]
    elif action == 1:
        holder[key] = copy.deepcopy(chance.choice(_WRONG))
    elif action == 2:
        holder[key] = [holder[key]]
    elif action == 3:
        holder[key] = {"message": copy.deepcopy(holder[key]), "chat": holder[key]}
    else:
        holder[key] = str(holder[key])


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything in a tree that can be changed, by what holds it and under which key."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _torn(body: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(body))
    return chance.choice(
        (body[:at], body[:at] + b"\xff\x00" + body[at:], chance.randbytes(200), b"[" * 9_000, body * 2)
    )
