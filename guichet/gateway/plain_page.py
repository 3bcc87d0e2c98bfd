"""The page without JavaScript as HTML: a form to write, one for each question with buttons. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from guichet.gateway.frames import Event
from guichet.gateway.markup import element, link, marked, words
from guichet.gateway.plain_person import Person, asked, person, pressable
from guichet.gateway.transcript import item
from guichet.gateway.wording import PlainWording, Wording

PATH = "/demo/sans-js/"
STYLE, ERASE, KEEP = f"{PATH}style.css", f"{PATH}effacer", f"{PATH}conversation"
NEWEST = "dernier"

#: What the address says when somebody writes to a person: a page that reloads would lose their words.
WRITE = "ecrire"

#: Seconds before the page of somebody who waits for the bot, or for a person, asks again.
RELOAD, RELOAD_PERSON = 5, 15
#: How a browser helps with what is asked for: the field's type, and what it may fill in.
_FIELDS = {"email": "email", "phone": "tel"}
#: Characters the field takes: more than may be sent, so that what is too long is told and not cut, and fits the body.
FIELD = 2_400


@dataclass(frozen=True)
class View:
    """What the page shows. `once` tells this page from others; `text` stays in the field; `themes` as in the API."""

    once: str
    events: Sequence[Event] = ()
    themes: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    text: str = ""
    problem: str = ""
    news: str = ""
    writes: bool = False

    @property
    def person(self) -> Person | None:
        """Who answers, if not the bot."""
        return person(self.events)

    @property
    def asks(self) -> str:
        """The detail that is asked for, if any."""
        return asked(self.events)

    @property
    def waiting(self) -> bool:
        """Whether the citizen's last message has no answer yet from the bot."""
        return bool(self.events) and self.events[-1].author == "citizen" and not self.person

    @property
    def listens(self) -> bool:
        """Whether the citizen reads what a person says, and writes nothing."""
        return bool(self.person) and not (self.writes or self.asks or self.problem)

    @property
    def reload(self) -> int:
        """Seconds until the page asks again; 0 for a page that stays."""
        return RELOAD_PERSON if self.listens else RELOAD if self.waiting and not self.problem else 0


def render(view: View, wording: Wording) -> str:
    """The whole page."""
    said = wording.plain
    problem = marked("div", element("h2", words(said.problem)), element("p", words(view.problem)), **_ALERT)
    parts = [
        element("h1", words(said.heading)),
        element("p", words(said.introduction)),
        problem if view.problem else "",
        marked("p", words(view.news), role="status", class_="news") if view.news else "",
        _conversation(view, wording),
        _foot(view, said),
        "" if view.events else _starters(view, said),
        _tools(said) if view.events else "",
        _people(said),
    ]
    title = f"{said.problem} — {said.title}" if view.problem else said.title
    return _page(title, parts, said, view.reload)


def confirm(wording: Wording) -> str:
    """The question before everything is erased."""
    said = wording.plain
    yes = marked("form", marked("button", words(said.erase_yes), class_="strong"), method="post", action=ERASE)
    return _page(
        said.erase, [element("h1", words(said.erase_ask)), yes, element("p", _inner(PATH, said.erase_no))], said
    )


def error_page(message: str, said: PlainWording) -> str:
    """An error of the site, for a browser that asked for a page."""
    return _page(
        said.title, [element("h1", words(message)), element("p", _inner(PATH, said.back)), _people(said)], said
    )


_ALERT = {"class_": "problem", "role": "alert", "id": "problem"}


def _page(title: str, parts: Iterable[str], said: PlainWording, reload: int = 0) -> str:
    content = "".join(parts)
    # Only where there is a field to go to.
    skip = marked("a", words(said.skip), class_="skip", href="#message") if 'id="message"' in content else ""
    refresh = f'<meta http-equiv="refresh" content="{reload}">\n' if reload else ""
    return (
        f'<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n{refresh}'
        f'<link rel="icon" href="/demo/logo.svg" type="image/svg+xml">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{STYLE}">\n</head>\n<body>\n'
        f"{skip}<main>\n{content}</main>\n</body>\n</html>\n"
    )


def _conversation(view: View, wording: Wording) -> str:
    if not view.events:
        return element("p", words(wording.welcome), style="welcome")
    newest = _newest(view.events)
    kept = pressable(view.events, view.person)
    items = (
        _item(event, event.seq == newest, event.seq >= newest or event.seq == kept, view, wording)
        for event in view.events
    )
    title = marked("h2", words(wording.plain.conversation), id="conversation")
    return title + marked("ol", *items, class_="log", aria_labelledby="conversation")


def _newest(events: Sequence[Event]) -> int:
    """The number of the first answer to the last message; of that message itself while it has none."""
    last = max((event.seq for event in events if event.author == "citizen"), default=0)
    return next((event.seq for event in events if event.seq > last), last)


def _item(event: Event, is_newest: bool, is_fresh: bool, view: View, wording: Wording) -> str:
    """An event; only fresh ones have buttons, so that they are met once."""
    said = wording.plain
    shown, after = "", ""
    if is_fresh and event.kind == "choices" and event.author != "citizen":
        shown = element("p", words(event.body.get("prompt") or event.body["text"]), style="text")
        buttons = [("choice", option["choice"], option["label"]) for option in event.body["options"]]
        after = element("p", words(said.choose), style="hint") + _buttons(view.once, buttons)
    if event.kind == "notice" and "retry" in event.body:
        links = (element("li", link(way["url"], way["label"])) for way in event.body.get("links", ()))
        again = _buttons(view.once, [("retry", str(event.body["retry"]), said.retry)]) if is_fresh else ""
        after = element("ul", *links) + again
    return item(event, wording.transcript, shown, after, NEWEST if is_newest else "")


def _buttons(once: str, buttons: Iterable[tuple[str, str, str]]) -> str:
    """A form of buttons, each (name, value, label)."""
    listed = (
        element("li", marked("button", words(label), name=name, value=value, type="submit"))
        for name, value, label in buttons
    )
    return marked("form", _once(once), element("ul", *listed, style="buttons"), method="post", action=PATH)


def _once(once: str) -> str:
    return f'<input type="hidden" name="once" value="{escape(once)}">'


def _foot(view: View, said: PlainWording) -> str:
    """What stands under the conversation: where to write, or that something is awaited."""
    if view.waiting:
        return _wait(said)
    there = view.person
    line = marked("p", marked("strong", words(there.line(said.person))), class_="person") if there else ""
    return _listening(line, said) if view.listens else line + _composer(view, said)


def _listening(line: str, said: PlainWording) -> str:
    """A page that reloads: no field, as its words would be lost."""
    write = marked("a", words(said.person.write), href=f"{PATH}?{WRITE}=1#message", class_="button")
    again = marked("a", words(said.refresh), href=f"{PATH}#{NEWEST}")
    hint = element("p", words(said.person.reloads), style="hint")
    return marked("div", line, hint, element("p", write, " ", again), class_="waiting", id="message")


def _composer(view: View, said: PlainWording) -> str:
    wanted = said.asks.get(view.asks)
    label = marked("label", words(wanted.question if wanted else said.question), for_="message")
    hint = marked("p", words(wanted.hint if wanted else said.hint), id="hint", class_="hint")
    send = marked("button", words(said.send), type="submit", class_="strong")
    inside = (_once(view.once), label, _field(view), hint, send)
    return marked("form", *inside, method="post", action=PATH, class_="composer")


def _field(view: View) -> str:
    """Lines to write in, or the one line of a detail that is asked for."""
    common = {
        "id": "message",
        "name": "text",
        "maxlength": str(FIELD),
        "required": True,
        "aria_describedby": "hint problem" if view.problem else "hint",
        "aria_invalid": "true" if view.problem else "",
        "autofocus": bool(view.problem or view.writes),
    }
    kind = _FIELDS.get(view.asks)
    if kind:
        # An element without content has no end.
        return marked("input", type=kind, autocomplete=kind, value=view.text, **common).removesuffix("</input>")
    # The parser drops one line break after the tag: a text that begins with one keeps its own.
    return marked("textarea", "\n" + escape(view.text), rows="3", autocomplete="off", **common)


def _wait(said: PlainWording) -> str:
    again = marked("button", words(said.refresh), type="submit", class_="strong")
    return marked(
        "div",
        element("p", marked("strong", words(said.waiting))),
        element("p", words(said.reloads), style="hint"),
        marked("form", again, method="get", action=f"{PATH}#{NEWEST}"),
        class_="waiting",
        role="status",
        id="message",
    )


def _starters(view: View, said: PlainWording) -> str:
    themes = (
        element("h3", words(theme["title"])) + _buttons(view.once, map(_starter, theme["starters"]))
        for theme in view.themes
    )
    listed = "".join(themes)
    return element("h2", words(said.starters)) + listed if listed else ""


def _starter(starter: Mapping[str, str]) -> tuple[str, str, str]:
    name = "procedure" if "procedure" in starter else "text"
    return name, starter[name], starter["label"]


def _tools(said: PlainWording) -> str:
    tools = (element("li", _inner(KEEP, said.keep)), element("li", _inner(ERASE, said.erase)))
    return marked("ul", *tools, class_="tools")


def _people(said: PlainWording) -> str:
    calls = (element("li", link(call.url, call.label)) for call in said.calls)
    title = marked("h2", words(said.people), id="people")
    return marked("aside", title, marked("ul", *calls), aria_labelledby="people")


def _inner(path: str, label: str) -> str:
    """A link inside the page's own folder."""
    return marked("a", words(label), href=path)
