"""The replies that agents have at hand, and whether the first ones were given."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.String(60), primary_key=True),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("shortcut", sa.String(20), nullable=False, unique=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
    )
    op.create_table(
        "canned_replies_given",
        sa.Column("once", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(24), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("canned_replies_given")
    op.drop_table("canned_replies")
