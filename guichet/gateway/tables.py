"""The SQL tables of the gateway, as SQLAlchemy knows them; `migrations/` creates them."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()


def _conversation_key() -> sa.ForeignKey:
    return sa.ForeignKey("conversations.id", ondelete="CASCADE")


_STILL_OPEN = sa.text("status <> 'closed'")


def _request_key() -> sa.ForeignKey:
    return sa.ForeignKey("requests.id", ondelete="CASCADE")


conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("token_digest", sa.String(64), nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("owner", sa.String(10), nullable=False),
    sa.Column("language", sa.String(20), nullable=False, server_default=""),
    sa.Column("created_at", sa.String(24), nullable=False, index=True),
    sa.Column("last_seq", sa.Integer, nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("conversation_id", sa.String(32), _conversation_key(), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(24), nullable=False),
    sa.Column("author", sa.String(10), nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("conversation_id", sa.String(32), _conversation_key(), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("client_id", sa.String(100), nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.UniqueConstraint("conversation_id", "client_id", name="messages_client_id"),
    sa.Index("messages_status", "status"),
)

choices = sa.Table(
    "choices",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.String(32), _conversation_key(), nullable=False, index=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(32), _conversation_key(), nullable=False, index=True),
    sa.Column("seq", sa.Integer),
    sa.Column("at", sa.String(24), nullable=False),
    sa.Column("rating", sa.String(4)),
    sa.Column("satisfaction", sa.Integer),
    sa.Column("comment", sa.Text, nullable=False),
)

requests = sa.Table(
    "requests",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("reference", sa.String(12), nullable=False, unique=True),
    sa.Column("conversation_id", sa.String(32), _conversation_key(), nullable=False, index=True),
    sa.Column("status", sa.String(10), nullable=False, index=True),
    sa.Column("team", sa.String(50), nullable=False),
    sa.Column("agent_id", sa.String(32), nullable=False),
    sa.Column("wanted_id", sa.String(32), nullable=False),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("reason", sa.String(20), nullable=False),
    sa.Column("procedure_id", sa.String(100), nullable=False),
    sa.Column("procedure_title", sa.Text, nullable=False),
    sa.Column("file", sa.JSON, nullable=False),
    sa.Column("opened_at", sa.String(24), nullable=False),
    sa.Column("queued_at", sa.String(24), nullable=False),
    sa.Column("since", sa.String(24), nullable=False),
    sa.Column("taken_at", sa.String(24), nullable=False),
    sa.Column("closed_at", sa.String(24), nullable=False),
    sa.Column("unanswered_since", sa.String(24), nullable=False),
    sa.Column("escalated_at", sa.String(24), nullable=False),
    sa.Column("expecting", sa.String(10), nullable=False),
    sa.Column("told_position", sa.Integer, nullable=False),
    sa.Index(
        "requests_one_open", "conversation_id", unique=True, sqlite_where=_STILL_OPEN, postgresql_where=_STILL_OPEN
    ),
)

transitions = sa.Table(
    "transitions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("request_id", sa.Integer, _request_key(), nullable=False, index=True),
    sa.Column("at", sa.String(24), nullable=False),
    sa.Column("actor", sa.String(10), nullable=False),
    sa.Column("agent_id", sa.String(32), nullable=False),
    sa.Column("command", sa.String(20), nullable=False),
    sa.Column("owner", sa.String(10), nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("team", sa.String(50), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("request_id", sa.Integer, _request_key(), primary_key=True, autoincrement=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("consented_at", sa.String(24), nullable=False),
)

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("request_id", sa.Integer, _request_key(), nullable=False, index=True),
    sa.Column("at", sa.String(24), nullable=False),
    sa.Column("agent_id", sa.String(32), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

switches = sa.Table(
    "switches",
    metadata,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("notice", sa.Text, nullable=False),
    sa.Column("since", sa.String(24), nullable=False),
    sa.Column("agent_id", sa.String(32), nullable=False),
)

chats = sa.Table(
    "chats",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("address", sa.String(100), nullable=False),
    sa.Column("conversation_id", sa.String(32), _conversation_key(), nullable=False, unique=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("begun", sa.String(250), nullable=False),
    sa.Column("newest", sa.String(100), nullable=False),
    sa.Column("not_before", sa.String(24), nullable=False),
    sa.Column("stopped_at", sa.String(24), nullable=False),
    sa.UniqueConstraint("channel", "address", name="chats_address"),
)

chat_questions = sa.Table(
    "chat_questions",
    metadata,
    sa.Column("chat_id", sa.Integer, sa.ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("message", sa.String(100), nullable=False),
    sa.Column("author", sa.String(10), nullable=False),
)

# Erased here, and not yet known to be forgotten by the engine.
forgetting = sa.Table(
    "forgetting",
    metadata,
    sa.Column("conversation_id", sa.String(32), primary_key=True),
    sa.Column("at", sa.String(24), nullable=False),
)

channel_updates = sa.Table(
    "channel_updates",
    metadata,
    sa.Column("channel", sa.String(20), primary_key=True),
    sa.Column("id", sa.String(100), primary_key=True),
    sa.Column("at", sa.String(24), nullable=False, index=True),
)
