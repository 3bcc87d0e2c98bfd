"""The gateway's own French sentences, read from `locale/fr.yml` into typed values.

What the bot says comes from the engine and is not here.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from guichet.errors import GuichetError
from guichet.privacy import Kind

LOCALE = Path(__file__).parent / "locale" / "fr.yml"


class HelpLink(msgspec.Struct, frozen=True):
    """A way out shown under a notice."""

    label: str
    url: str


class NoticeWording(msgspec.Struct, frozen=True):
    text: str
    links: tuple[HelpLink, ...]


class Notices(msgspec.Struct, frozen=True):
    unavailable: NoticeWording
    empty: NoticeWording


class ChecklistWording(msgspec.Struct, frozen=True):
    """The titles of a printed checklist; each part is named as in its frame."""

    title: str
    documents: str
    notes: str
    cost: str
    delay: str
    where: str
    online: str
    appointment: str
    validity: str
    deadline: str
    next: str


class OfficesWording(msgspec.Struct, frozen=True):
    """What comes before each detail of a printed office."""

    phone: str
    email: str
    url: str
    contact_url: str
    appointment_url: str
    accessibility: str
    directory_url: str


class TranscriptWording(msgspec.Struct, frozen=True):
    title: str
    introduction: str
    caution: str
    authors: dict[str, str]
    source: str
    source_without_producer: str
    feed: str
    case: str
    checklist: ChecklistWording
    offices: OfficesWording
    months: tuple[str, ...]

    def day(self, date: str) -> str:
        """A date AAAA-MM-JJ in words ("30 mai 2023"); anything else comes back as it is."""
        parts = date[:10].split("-")
        if len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
            return date
        year, month, day = parts
        return f"{'1er' if int(day) == 1 else int(day)} {self.months[int(month) - 1]} {year}"


class PersonWording(msgspec.Struct, frozen=True):
    """Who is at the other end of the page without JavaScript, when it is not the assistant."""

    waiting: str
    place: str
    agent: str
    unnamed: str
    reloads: str
    write: str


class AskedWording(msgspec.Struct, frozen=True):
    """A detail that is asked for: what stands over its field, and under it."""

    question: str
    hint: str


class PlainWording(msgspec.Struct, frozen=True):
    """The page without JavaScript. `errors` is keyed as those of the API, of which they say what to do here."""

    title: str
    skip: str
    heading: str
    introduction: str
    conversation: str
    problem: str
    waiting: str
    reloads: str
    refresh: str
    choose: str
    starters: str
    question: str
    hint: str
    send: str
    person: PersonWording
    asks: dict[str, AskedWording]
    retry: str
    keep: str
    erase: str
    erase_ask: str
    erase_yes: str
    erase_no: str
    erased: str
    people: str
    calls: tuple[HelpLink, ...]
    back: str
    errors: dict[str, str]


class HandoffWording(msgspec.Struct, frozen=True):
    """What a citizen reads about a person who takes over. `asking`, `noted`, `unreadable` are keyed by the detail."""

    waiting: str
    position: str
    wait: str
    reference: str
    moved_up: str
    taken: str
    passed: str
    agent_gone: str
    given_back: str
    closed: str
    answered: str
    reopened: str
    given_up: str
    nobody_came: str
    postponed: str
    out_of_hours: str
    opening: str
    hours: str
    already: str
    nobody: str
    instead: str
    while_waiting: str
    reach_you: str
    options: dict[str, str]
    asking: dict[str, str]
    noted: dict[str, str]
    unreadable: dict[str, str]
    too_late: str
    already_taken: str
    status: dict[str, str]
    bot_off: str
    handoff_off: str


class MailWording(msgspec.Struct, frozen=True):
    """Letters: `answer` and its `ending` to a citizen, `late` to a team's address; `undelivered`: a note for agents."""

    subject: str
    answer: str
    ending: str
    undelivered: str
    late_subject: str
    late: str
    late_link: str
    minutes: str
    hours: str


class Wording(msgspec.Struct, frozen=True):
    """Every sentence of the gateway. `errors` is keyed by the error's code."""

    welcome: str
    notices: Notices
    handoff: HandoffWording
    mail: MailWording
    masks: dict[Kind, str]
    transcript: TranscriptWording
    plain: PlainWording
    errors: dict[str, str]


def load(path: Path = LOCALE) -> Wording:
    """The sentences of a locale file. Raises `GuichetError` when one is missing or of the wrong type."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Wording)
    except (OSError, msgspec.MsgspecError) as error:
        raise GuichetError(f"{path.name} : textes illisibles ({error}) — corrigez ce fichier") from error
