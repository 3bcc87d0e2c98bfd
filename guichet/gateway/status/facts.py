"""What `guichet status` knows, as values; `null` where it can't be known from here. How each is read is elsewhere."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True):
    """A process or what it needs. `up`: None when it can't be told; `since`: ISO 8601, UTC."""

    up: bool | None
    where: str = ""
    since: str | None = None


class InService(msgspec.Struct, frozen=True):
    """What answers. `model`: a name without its ending; `since`: when it was put in service."""

    version: str
    model: str | None = None
    since: str | None = None


class Sheets(msgspec.Struct, frozen=True):
    """The official sheets: how many, the feed's own day, when it was read; ages in days."""

    count: int
    published: str
    imported: str
    published_days: int
    imported_days: int


class Activity(msgspec.Struct, frozen=True):
    """Messages of citizens, and of the last day: questions that were not understood, and those that got no answer."""

    last_hour: int
    last_day: int
    not_understood: int
    failed: int

    @property
    def share(self) -> float | None:
        """The share of the day's messages that were answered."""
        return max(0.0, 1 - (self.not_understood + self.failed) / self.last_day) if self.last_day else None


class Waiting(msgspec.Struct, frozen=True):
    """What waits: messages for the bot, people for an agent (now, or later), letters; seconds of the oldest.

    `agents`: at the desk now; `off`: what a supervisor switched off; `questions`: in the inbox.
    """

    messages: int
    oldest_message: float
    people: int
    oldest_person: float
    tickets: int
    agents: int
    mails: int
    oldest_mail: float
    chats: int
    questions: int
    off: tuple[str, ...] = ()


class Errors(msgspec.Struct, frozen=True):
    """Errors of the last hour in the log files, by event, the most frequent first; `files`: those that were read."""

    count: int
    events: dict[str, int]
    files: tuple[str, ...]


class Disk(msgspec.Struct, frozen=True):
    """Room where the databases are, in bytes."""

    free: int
    size: int


class Facts(msgspec.Struct, frozen=True):
    """All of it, at `at` (ISO 8601, UTC). `overdue`: rows that a purge would delete; `saved`: the last backup here."""

    at: str
    gateway: Part
    database: Part
    engine: Part
    actions: Part
    service: InService
    sheets: Sheets | None
    activity: Activity | None
    waiting: Waiting | None
    errors: Errors | None
    disk: Disk | None
    overdue: int | None = None
    saved: str | None = None
