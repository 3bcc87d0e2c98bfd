"""The SQL tables of the gateway, as SQLAlchemy knows them; `migrations/` creates them."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()


def _conversation_key() -> sa.ForeignKey:
    return sa.ForeignKey("conversations.id", ondelete="CASCADE")


conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("token_digest", sa.String(64), nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("owner", sa.String(10), nullable=False),
    sa.Column("created_at", sa.String(24), nullable=False),
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
