"""The SQL table of what was not understood, as SQLAlchemy knows it; `migrations/` creates it."""

from __future__ import annotations

import sqlalchemy as sa

from guichet.gateway.tables import metadata

# It hangs on its conversation: what a citizen erases is gone from here too.
unanswered = sa.Table(
    "unanswered",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(32), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("why", sa.String(10), nullable=False),
    sa.Column("at", sa.String(24), nullable=False, index=True),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("proposed", sa.JSON, nullable=False),
    sa.Column("status", sa.String(10), nullable=False, index=True),
    sa.Column("settled_at", sa.String(24), nullable=False),
    sa.Column("settled_by", sa.String(60), nullable=False),
    sa.Column("target", sa.String(100), nullable=False),
    sa.UniqueConstraint("conversation_id", "seq", "why", name="unanswered_once"),
)
