"""Satisfaction with a whole conversation; only the last opinion on an event counts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        "DELETE FROM feedback WHERE id NOT IN "
        "(SELECT last FROM (SELECT max(id) AS last FROM feedback GROUP BY conversation_id, seq) AS kept)"
    )
    with op.batch_alter_table("feedback") as feedback:
        feedback.add_column(sa.Column("satisfaction", sa.Integer))
        feedback.alter_column("rating", existing_type=sa.String(4), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM feedback WHERE rating IS NULL")
    with op.batch_alter_table("feedback") as feedback:
        feedback.alter_column("rating", existing_type=sa.String(4), nullable=False)
        feedback.drop_column("satisfaction")
