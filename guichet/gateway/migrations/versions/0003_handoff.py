"""Requests for a person: who has them, what became of them, how to reach the citizen; and what is switched off."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Not by a batch: a table that is made anew on SQLite takes everything that hangs on it away.
    op.add_column("conversations", sa.Column("language", sa.String(20), nullable=False, server_default=""))
    op.create_index("ix_conversations_created_at", "conversations", ["created_at"])
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("reference", sa.String(12), nullable=False, unique=True),
        sa.Column("conversation_id", sa.String(32), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
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
    )
    op.create_index("ix_requests_conversation_id", "requests", ["conversation_id"])
    op.create_index("ix_requests_status", "requests", ["status"])
    still_open = sa.text("status <> 'closed'")
    op.create_index(
        "requests_one_open",
        "requests",
        ["conversation_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "transitions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("request_id", sa.Integer, sa.ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("actor", sa.String(10), nullable=False),
        sa.Column("agent_id", sa.String(32), nullable=False),
        sa.Column("command", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(10), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("team", sa.String(50), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("ix_transitions_request_id", "transitions", ["request_id"])
    op.create_table(
        "contacts",
        sa.Column("request_id", sa.Integer, sa.ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(30), nullable=False),
        sa.Column("consented_at", sa.String(24), nullable=False),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("request_id", sa.Integer, sa.ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("agent_id", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_notes_request_id", "notes", ["request_id"])
    op.create_table(
        "switches",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("notice", sa.Text, nullable=False),
        sa.Column("since", sa.String(24), nullable=False),
        sa.Column("agent_id", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    for table in ("switches", "notes", "contacts", "transitions", "requests"):
        op.drop_table(table)
    op.drop_index("ix_conversations_created_at", "conversations")
    op.drop_column("conversations", "language")
