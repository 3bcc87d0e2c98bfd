"""The inbox of what was not understood."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("why", sa.String(10), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("proposed", sa.JSON, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("settled_at", sa.String(24), nullable=False),
        sa.Column("settled_by", sa.String(60), nullable=False),
        sa.Column("target", sa.String(100), nullable=False),
        sa.UniqueConstraint("conversation_id", "seq", "why", name="unanswered_once"),
    )
    op.create_index("ix_unanswered_at", "unanswered", ["at"])
    op.create_index("ix_unanswered_status", "unanswered", ["status"])


def downgrade() -> None:
    op.drop_table("unanswered")
