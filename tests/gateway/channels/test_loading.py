"""Which channels there are: Telegram by its token, others by a setting; what can't be found is said in one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guichet.errors import GuichetError
from guichet.gateway.app import create_app
from guichet.settings import TelegramSettings
from tests.gateway.channels.postcards import Post, Postcards

HERE = "tests.gateway.channels.test_loading"


def make(known, _settings):
    return Postcards(known, Post())


def paths(app):
    return {f"/{route.path}" for route in app.router.routes}


def test_each_channel_has_its_own_address(settings):
    token = TelegramSettings("1:a", "secret", "http://127.0.0.1:1")
    app = create_app(replace(settings, channels=(f"{HERE}:make",), telegram=token))
    assert {"/channels/postcards", "/channels/telegram"} <= paths(app)


def test_without_a_setting_there_is_none(settings):
    assert not [path for path in paths(create_app(settings)) if path.startswith("/channels/")]


@pytest.mark.parametrize("setting", ["nowhere:make", f"{HERE}:nothing", HERE, ":make", "..:x"])
def test_a_channel_that_is_not_there(settings, setting):
    with pytest.raises(GuichetError, match=r"^GUICHET_CHANNELS : « .* » introuvable") as caught:
        create_app(replace(settings, channels=(setting,)))
    assert "\n" not in str(caught.value)


def test_two_of_the_same_name(settings):
    with pytest.raises(GuichetError, match="deux canaux du même nom"):
        create_app(replace(settings, channels=(f"{HERE}:make", f"{HERE}:make")))
