"""What of each kind of data is too old at a given moment, as conditions for SQL. Nothing that is open ever is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from guichet.gateway.desk.desk_tables import agent_sessions, audit, sign_in_failures
from guichet.gateway.tables import chats, contacts, conversations, events, feedback, messages, requests
from guichet.gateway.unanswered.entries import SETTLED_KEPT
from guichet.gateway.unanswered.unanswered_tables import unanswered
from guichet.handoff import Status
from guichet.setting_parts import KeepSettings

#: Whether rows are older than a stamp.
Condition = Callable[[str], sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Rule:
    """Rows of a kind to delete; where `whole`, they are conversations, and all that hangs on them goes too.

    `most`: days after which they go, however long their kind is kept; 0 for as long as the kind.
    """

    kind: str
    table: sa.Table
    key: sa.Column
    is_old: Condition
    whole: bool = False
    most: int = 0

    def days(self, keep: KeepSettings) -> int:
        """How many days these rows are kept, 0 for ever."""
        kept = getattr(keep, self.kind)
        return min(kept, self.most) if kept and self.most else kept


def _of(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether the conversation has such a row in a table."""
    return sa.exists().where(table.c.conversation_id == conversations.c.id, *conditions)


def _quiet(before: str) -> sa.ColumnElement[bool]:
    """Nobody has said anything since, and nothing waits for an answer."""
    said, waits = _of(events, events.c.at >= before), _of(messages, messages.c.status != "done")
    return sa.and_(conversations.c.created_at < before, sa.not_(said), sa.not_(waits))


_OPEN = _of(requests, requests.c.status != Status.CLOSED.value)


def _without_request(before: str) -> sa.ColumnElement[bool]:
    return sa.and_(_quiet(before), sa.not_(_of(requests)))


def _after_request(before: str) -> sa.ColumnElement[bool]:
    recent = _of(requests, requests.c.closed_at >= before)
    return sa.and_(_quiet(before), _of(requests), sa.not_(_OPEN), sa.not_(recent))


def _left(before: str) -> sa.ColumnElement[bool]:
    gone = _of(chats, chats.c.stopped_at != "", chats.c.stopped_at < before)
    return sa.and_(gone, sa.not_(_OPEN), conversations.c.created_at < before)


def _contact(before: str) -> sa.ColumnElement[bool]:
    closed = sa.and_(requests.c.status == Status.CLOSED.value, requests.c.closed_at < before)
    return sa.exists().where(requests.c.id == contacts.c.request_id, closed)


def _settled(before: str) -> sa.ColumnElement[bool]:
    return sa.and_(unanswered.c.settled_at != "", unanswered.c.settled_at < before)


def _older(column: sa.Column) -> Condition:
    return lambda before: column < before


RULES = (
    Rule("conversations", conversations, conversations.c.id, _without_request, whole=True),
    Rule("requests", conversations, conversations.c.id, _after_request, whole=True),
    Rule("chats", conversations, conversations.c.id, _left, whole=True),
    Rule("contacts", contacts, contacts.c.request_id, _contact),
    Rule("unanswered", unanswered, unanswered.c.id, _older(unanswered.c.at)),
    Rule("unanswered", unanswered, unanswered.c.id, _settled, most=SETTLED_KEPT.days),
    Rule("feedback", feedback, feedback.c.id, _older(feedback.c.at)),
    Rule("journal", audit, audit.c.id, _older(audit.c.at)),
    Rule("sign_ins", agent_sessions, agent_sessions.c.id, _older(agent_sessions.c.seen_at)),
    Rule("sign_ins", sign_in_failures, sign_in_failures.c.key, _older(sign_in_failures.c.at)),
)

#: The kinds there are, as settings and the command name them.
KINDS = tuple(KeepSettings.__dataclass_fields__)
