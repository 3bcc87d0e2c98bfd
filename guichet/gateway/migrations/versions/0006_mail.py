"""Letters that leave by e-mail, and how far another tool for agents has been told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("request_id", sa.Integer, sa.ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.String(24), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
    )
    op.create_index("ix_mails_request_id", "mails", ["request_id"])
    op.create_index("mails_due", "mails", ["status", "next_at"])
    op.create_table(
        "tool_cursors",
        sa.Column("reference", sa.String(12), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("move", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("tool_cursors")
    op.drop_table("mails")
