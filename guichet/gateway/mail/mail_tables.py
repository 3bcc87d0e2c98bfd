"""The SQL table of letters, as SQLAlchemy knows it; `migrations/` creates it."""

from __future__ import annotations

import sqlalchemy as sa

from guichet.gateway.tables import metadata

# It hangs on its request: what was erased is not sent any more.
mails = sa.Table(
    "mails",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("request_id", sa.Integer, sa.ForeignKey("requests.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("created_at", sa.String(24), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", sa.String(24), nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Index("mails_due", "status", "next_at"),
)
