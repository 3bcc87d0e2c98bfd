"""Agents, their sessions and second factors, failed sign-ins, and the journal of what agents do."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def agent_id(**options) -> sa.Column:
    key = sa.ForeignKey("agents.id", ondelete="CASCADE")
    return sa.Column("agent_id", sa.String(32), key, nullable=False, **options)


def upgrade() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("login", sa.String(60), nullable=False, unique=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("teams", sa.JSON, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("must_choose", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("seen_at", sa.String(24), nullable=False),
        sa.Column("available", sa.Boolean, nullable=False),
    )
    op.create_table(
        "agent_sessions",
        sa.Column("id", sa.String(32), primary_key=True),
        agent_id(index=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.Column("seen_at", sa.String(24), nullable=False),
        sa.Column("address", sa.String(60), nullable=False),
        sa.Column("browser", sa.String(200), nullable=False),
    )
    op.create_table(
        "agent_second_factors",
        agent_id(primary_key=True),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        sa.Column("last_step", sa.Integer, nullable=False),
    )
    op.create_table(
        "agent_recovery_codes",
        agent_id(primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
    )
    op.create_table(
        "agent_browsers",
        sa.Column("digest", sa.String(64), primary_key=True),
        agent_id(index=True),
        sa.Column("at", sa.String(24), nullable=False),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(24), nullable=False, index=True),
        sa.Column("agent_id", sa.String(32), nullable=False, index=True),
        sa.Column("login", sa.String(60), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False, index=True),
        sa.Column("detail", sa.String(200), nullable=False),
    )


def downgrade() -> None:
    for table in ("audit", "sign_in_failures", "agent_browsers", "agent_recovery_codes", "agent_second_factors"):
        op.drop_table(table)
    for table in ("agent_sessions", "agents"):
        op.drop_table(table)
