"""The templates of the desk with their filters and sentences; French words are in `templates/`. Knows no request."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import jinja2

from guichet.gateway.clock import PARIS, Clock
from guichet.gateway.desk.door.accounts import Role

TEMPLATES = Path(__file__).parent / "templates"
SENTENCES = "sentences.html"


def environment(clock: Clock) -> jinja2.Environment:
    """The templates with their filters; a name that is missing is an error."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["local"] = lambda moment: local(moment, words(found, "moments"))
    found.filters["since"] = lambda moment: since(moment, clock(), words(found, "moments"))
    found.filters["channel"] = lambda name: channel_name(found, name)
    found.globals["roles"] = tuple(role.value for role in Role)
    return found


def words(templates: jinja2.Environment, name: str) -> dict[str, str]:
    """A table of sentences of `sentences.html`: `problems`, `done`, `actions`, `columns`, `channels`, `moments`."""
    return getattr(templates.get_template(SENTENCES).module, name)


def channel_name(templates: jinja2.Environment, name: str) -> str:
    """A channel as agents call it; one without a name here is called as it is stored."""
    return words(templates, "channels").get(name) or name[:1].upper() + name[1:]


def local(moment: str, patterns: dict[str, str]) -> str:
    """A stamp as date and hour in Paris; nothing for no stamp."""
    return patterns["date"].format(at=datetime.fromisoformat(moment).astimezone(PARIS)) if moment else ""


def since(moment: str, now: datetime, patterns: dict[str, str]) -> str:
    """How long ago a stamp is, in its largest units; nothing for no stamp."""
    if not moment:
        return ""
    minutes = max(0, int((now - datetime.fromisoformat(moment)).total_seconds() // 60))
    hours, days = minutes // 60, minutes // 1440
    unit = "days" if days else "hours" if hours else "minutes" if minutes else "now"
    return patterns[unit].format(days=days, hours=hours, minutes=minutes % 60)
