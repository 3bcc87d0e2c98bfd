"""Conversations, their events, the inbox, the choices offered and the feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def conversation_id(**options) -> sa.Column:
    key = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(32), key, nullable=False, **options)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(10), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
    )
    op.create_table(
        "events",
        conversation_id(primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("author", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
    )
    op.create_table(
        "messages",
        conversation_id(primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("client_id", sa.String(100), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.UniqueConstraint("conversation_id", "client_id", name="messages_client_id"),
    )
    op.create_index("messages_status", "messages", ["status"])
    op.create_table(
        "choices",
        sa.Column("id", sa.String(32), primary_key=True),
        conversation_id(index=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        conversation_id(index=True),
        sa.Column("seq", sa.Integer),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("rating", sa.String(4), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("feedback", "choices", "messages", "events", "conversations"):
        op.drop_table(table)
