"""Messaging channels: which chat is which conversation, what was delivered, which updates were heard."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address", sa.String(100), nullable=False),
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("begun", sa.String(250), nullable=False),
        sa.Column("newest", sa.String(100), nullable=False),
        sa.Column("not_before", sa.String(24), nullable=False),
        sa.Column("stopped_at", sa.String(24), nullable=False),
        sa.UniqueConstraint("channel", "address", name="chats_address"),
    )
    op.create_table(
        "chat_questions",
        sa.Column("chat_id", sa.Integer, sa.ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("message", sa.String(100), nullable=False),
        sa.Column("author", sa.String(10), nullable=False),
    )
    op.create_table(
        "channel_updates",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("at", sa.String(24), nullable=False),
    )
    op.create_index("ix_channel_updates_at", "channel_updates", ["at"])


def downgrade() -> None:
    for table in ("channel_updates", "chat_questions", "chats"):
        op.drop_table(table)
