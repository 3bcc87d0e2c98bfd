"""How a bot presents itself: its names, descriptions, commands and menu button."""

from __future__ import annotations

import re
from typing import Any

from tests.gateway.telegram.bot_api.calls import Params
from tests.gateway.telegram.bot_api.markup import units
from tests.gateway.telegram.bot_api.refusals import bad
from tests.gateway.telegram.bot_api.telegram import Telegram

_COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
_LANGUAGE = re.compile(r"^([a-z]{2})?$")
_WIDE = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_NARROW = {"chat", "chat_administrators", "chat_member"}
#: What follows `setMy`, the name of the parameter, and the longest it may be.
_TEXTS = {
    "Name": ("name", 64),
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
}


class Profile:
    """`commands[scope, language]` and `texts[parameter, language]` are what was set."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self.commands: dict[tuple[str, str], list[dict]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu: dict[str, Any] = {"type": "default"}

    def methods(self) -> dict[str, Any]:
        methods = {
            "getMe": self.get_me,
            "setMyCommands": self.set_commands,
            "getMyCommands": self.get_commands,
            "deleteMyCommands": self.delete_commands,
            "setChatMenuButton": self.set_menu_button,
            "getChatMenuButton": self.get_menu_button,
        }
        for name, (parameter, longest) in _TEXTS.items():
            methods[f"setMy{name}"] = self._setter(parameter, longest)
            methods[f"getMy{name}"] = self._getter(parameter)
        return methods

    async def get_me(self, _params: Params) -> dict:
        powers = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return self._telegram.me | powers

    async def set_commands(self, params: Params) -> bool:
        commands = params.thing("commands")
        if not isinstance(commands, list):
            raise bad("can't parse commands JSON object")
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            _check_command(command)
        self.commands[self._key(params)] = commands
        return True

    async def get_commands(self, params: Params) -> list[dict]:
        return self.commands.get(self._key(params), [])

    async def delete_commands(self, params: Params) -> bool:
        self.commands.pop(self._key(params), None)
        return True

    async def set_menu_button(self, params: Params) -> bool:
        button = params.thing("menu_button") or {"type": "default"}
        if params.get("chat_id") is not None:
            self._telegram.chats.reachable(params.get("chat_id"))
        if not isinstance(button, dict) or button.get("type") not in ("commands", "default", "web_app"):
            raise bad("can't parse MenuButton: wrong type")
        self.menu = button
        return True

    async def get_menu_button(self, params: Params) -> dict:
        params.ignore("chat_id")
        return self.menu

    def _setter(self, parameter: str, longest: int) -> Any:
        async def set_text(params: Params) -> bool:
            text = params.text(parameter)
            if units(text) > longest:
                raise bad(f"bot {parameter.replace('_', ' ')} is too long")
            self.texts[parameter, _language(params)] = text
            return True

        return set_text

    def _getter(self, parameter: str) -> Any:
        async def get_text(params: Params) -> dict:
            return {parameter: self.texts.get((parameter, _language(params)), "")}

        return get_text

    def _key(self, params: Params) -> tuple[str, str]:
        scope = params.thing("scope") or {"type": "default"}
        kind = scope.get("type") if isinstance(scope, dict) else None
        if kind not in _WIDE | _NARROW:
            raise bad("can't parse BotCommandScope: unsupported type specified")
        if kind in _NARROW:
            kind = f"{kind} {self._telegram.chats.reachable(scope.get('chat_id')).id}"
        return kind, _language(params)


def _check_command(command: Any) -> None:
    if not isinstance(command, dict):
        raise bad("can't parse BotCommand: expected an Object")
    if not _COMMAND.match(str(command.get("command", ""))):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= units(str(command.get("description", "")).strip()) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not _LANGUAGE.match(code):
        raise bad("invalid language code specified")
    return code
