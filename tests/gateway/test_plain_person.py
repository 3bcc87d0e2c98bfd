"""The page without JavaScript while a person answers, or will."""

from __future__ import annotations

import asyncio

import pytest

from tests.gateway.test_plain import PATH, Visitor

WAITING = {"kind": "handoff", "owner": "waiting", "position": 2, "text": "Une personne va vous répondre."}
TAKEN = {"kind": "handoff", "owner": "agent", "agent": "Camille", "text": "Camille vous répond."}
BACK = {"kind": "handoff", "owner": "bot", "text": "L'assistant reprend."}
LEAVE = {
    "kind": "choices",
    "reason": "menu",
    "text": "Vous pouvez ne plus attendre.",
    "options": [{"label": "Ne plus attendre", "payload": "/leave"}],
}
EMAIL = {"kind": "text", "text": "Quelle est votre adresse ?", "asks": "email"}

#: What the engine shows at each word.
SHOWN = {"attendre": [WAITING, LEAVE], "Camille": [TAKEN], "assistant": [BACK], "adresse": [EMAIL]}


@pytest.fixture
def visitor(http, engine):
    async def behaviour(_sender, text):
        return [{"custom": {"frames": SHOWN[text]}}] if text in SHOWN else []

    engine.behaviour = behaviour
    return Visitor(http)


def reloads(page) -> list[str]:
    return [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "refresh"]


async def test_who_is_awaited_is_said_and_the_page_reloads_without_a_field_to_lose(visitor):
    page = await visitor.write(await visitor.read(), "attendre")
    assert "Votre place dans la file : 2." in page.words
    assert reloads(page) == ["15"]
    assert page.all("textarea") == []
    assert "Ne plus attendre" in page.labels


async def test_to_write_one_asks_for_the_field_and_the_page_stays(visitor):
    page = await visitor.write(await visitor.read(), "Camille")
    assert "Vous parlez avec Camille." in page.words
    assert f"{PATH}?ecrire=1#message" in [link["href"] for link in page.all("a")]
    page = await visitor.read(f"{PATH}?ecrire=1")
    assert reloads(page) == []
    assert "autofocus" in page.all("textarea")[0]


async def test_with_the_bot_back_the_page_is_the_ordinary_one(visitor):
    await visitor.write(await visitor.read(), "Camille")
    page = await visitor.write(await visitor.read(f"{PATH}?ecrire=1"), "assistant")
    async with asyncio.timeout(5):
        while "Vous parlez avec" in page.words:
            page = await visitor.read()
    assert reloads(page) == []
    assert len(page.all("textarea")) == 1


async def test_what_ends_the_wait_keeps_its_button_whatever_is_said(visitor):
    await visitor.write(await visitor.read(), "attendre")
    page = await visitor.write(await visitor.read(f"{PATH}?ecrire=1"), "Camille")
    assert "Ne plus attendre" in page.labels


async def test_a_detail_that_is_asked_for_has_its_kind_of_field(visitor):
    page = await visitor.write(await visitor.read(), "adresse")
    (field,) = [field for field in page.all("input") if field["type"] != "hidden"]
    assert (field["type"], field["autocomplete"], field["name"]) == ("email", "email", "text")
    assert "Elle sert seulement à vous répondre." in page.words
    assert "Votre adresse e-mail" in page.words
