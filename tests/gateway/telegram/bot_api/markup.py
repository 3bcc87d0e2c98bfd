"""Telegram's HTML, read as strictly as it is documented: what the real server would quietly repair is refused here.

Not here: Markdown, which nobody needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from tests.gateway.telegram.bot_api.refusals import bad

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
#: What may not be inside: « pre and code entities can't contain any other entities », « can't be nested ».
_BARRED = {
    "code": set(_KINDS.values()),
    "pre": set(_KINDS.values()) - {"code"},
    "blockquote": {"blockquote"},
    "text_link": {"text_link", "code", "pre", "custom_emoji"},
    "custom_emoji": set(_KINDS.values()),
} | {kind: {"code", "pre"} for kind in ("bold", "italic", "underline", "strikethrough", "spoiler")}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([a-z]+));")
_ATTRIBUTE = re.compile(r"""\s+([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?""")
_NAME = re.compile(r"[^\s>]*")
_END = re.compile(r"</([^\s>]*)\s*>")
_LINKED = re.compile(r"^(?:(?:https?|tg|ton)://[^\s/]+|[\w-]+(?:\.[\w-]+)+(?:[/?#]|$))", re.IGNORECASE)


@dataclass(frozen=True)
class Entity:
    """`offset` and `length` in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str = ""

    def shown(self) -> dict:
        shown = {"type": self.type, "offset": self.offset, "length": self.length}
        return shown | {"url": self.url} if self.url else shown


@dataclass(frozen=True)
class Open:
    """A tag that is not closed yet."""

    tag: str
    offset: int
    begin: int
    attributes: dict[str, str]


def units(text: str) -> int:
    """How long a text is for Telegram."""
    return len(text.encode("utf-16-le")) // 2


def parse(source: str) -> tuple[str, list[Entity]]:
    """The text and its entities, outermost first. Raises `Refusal`."""
    reader = _Reader(source)
    while reader.at < len(source):
        reader.step()
    if reader.opened:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.opened[-1].tag}\"")
    return "".join(reader.text), sorted(reader.entities, key=lambda entity: (entity.offset, -entity.length))


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.opened: list[Open] = []
        self.entities: list[Entity] = []

    def step(self) -> None:
        mark = self.source[self.at]
        if mark == "<":
            self._close() if self.source.startswith("</", self.at) else self._start()
        elif mark == "&":
            found = _CHARACTER.match(self.source, self.at)
            self._write(_character(found) or self._refuse('Unescaped character "&"'), found.end() if found else 0)
        elif mark == ">":
            self._refuse('Unescaped character ">"')
        else:
            self._write(mark, self.at + 1)

    def _write(self, piece: str, then: int) -> None:
        self.text.append(piece)
        self.length += units(piece)
        self.at = then

    def _refuse(self, what: str, rest: str = "") -> NoReturn:
        offset = len(self.source[: self.at].encode())
        raise bad(f"can't parse entities: {what} at byte offset {offset}{rest}")

    def _start(self) -> None:
        name = _NAME.match(self.source, self.at + 1)
        tag = name.group().lower()
        if name.end() == len(self.source):
            self._refuse("Unclosed start tag")
        if tag not in _KINDS:
            self._refuse(f'Unsupported start tag "{tag}"')
        attributes, end = self._attributes(tag, name.end())
        self._check(tag, attributes)
        self.opened.append(Open(tag, self.length, len(self.text), attributes))
        self.at = end

    def _attributes(self, tag: str, at: int) -> tuple[dict[str, str], int]:
        attributes = {}
        while found := _ATTRIBUTE.match(self.source, at):
            value = next((group for group in found.groups()[1:] if group is not None), None)
            if value is None and (tag, found[1]) != ("blockquote", "expandable"):
                self._refuse(f'Expected equal sign in declaration of an attribute of the tag "{tag}"')
            attributes[found[1]] = _CHARACTER.sub(lambda each: _character(each) or each[0], value or "")
            at = found.end()
        rest = self.source[at:].lstrip()
        if not rest.startswith(">"):
            self._refuse(f'Empty attribute name in the tag "{tag}"' if rest else f'Unclosed start tag "{tag}"')
        return attributes, len(self.source) - len(rest) + 1

    def _check(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse('Tag "span" must have class "tg-spoiler"')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            self._refuse("Invalid custom emoji identifier specified")
        around = next((each.tag for each in self.opened if _KINDS[tag] in _BARRED[_KINDS[each.tag]]), None)
        if around:
            self._refuse(f'Tag "{tag}" can\'t be inside the tag "{around}"')

    def _close(self) -> None:
        found = _END.match(self.source, self.at)
        if not found:
            self._refuse("Unclosed end tag")
        if not self.opened:
            self._refuse("Unexpected end tag")
        tag = self.opened[-1].tag
        if found[1].lower() != tag:
            self._refuse("Unmatched end tag", f', expected "</{tag}>", found "</{found[1]}>"')
        self._entity(self.opened.pop())
        self.at = found.end()

    def _entity(self, opened: Open) -> None:
        kind, length = _KINDS[opened.tag], self.length - opened.offset
        url = ""
        if kind == "text_link":
            url = opened.attributes.get("href") or "".join(self.text[opened.begin :])
        if kind == "blockquote" and "expandable" in opened.attributes:
            kind = "expandable_blockquote"
        # A link that Telegram doesn't follow is no link: its words stay.
        if length and (kind != "text_link" or _LINKED.match(url)):
            self.entities.append(Entity(kind, opened.offset, length, url))


def _character(found: re.Match | None) -> str | None:
    if not found:
        return None
    if found[3]:
        return _NAMED.get(found[3])
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else None
