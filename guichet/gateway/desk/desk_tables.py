"""The SQL tables behind the desk's door, as SQLAlchemy knows them; `migrations/` creates them.

What agents do with requests is in `guichet/gateway/tables.py`.
"""

from __future__ import annotations

import sqlalchemy as sa

from guichet.gateway.tables import metadata


def _agent_key() -> sa.ForeignKey:
    return sa.ForeignKey("agents.id", ondelete="CASCADE")


agents = sa.Table(
    "agents",
    metadata,
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

agent_sessions = sa.Table(
    "agent_sessions",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("agent_id", sa.String(32), _agent_key(), nullable=False, index=True),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Column("stage", sa.String(10), nullable=False),
    sa.Column("created_at", sa.String(24), nullable=False),
    sa.Column("seen_at", sa.String(24), nullable=False),
    sa.Column("address", sa.String(60), nullable=False),
    sa.Column("browser", sa.String(200), nullable=False),
)

second_factors = sa.Table(
    "agent_second_factors",
    metadata,
    sa.Column("agent_id", sa.String(32), _agent_key(), primary_key=True),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("confirmed", sa.Boolean, nullable=False),
    sa.Column("last_step", sa.Integer, nullable=False),
)

recovery_codes = sa.Table(
    "agent_recovery_codes",
    metadata,
    sa.Column("agent_id", sa.String(32), _agent_key(), primary_key=True),
    sa.Column("digest", sa.String(64), primary_key=True),
)

known_browsers = sa.Table(
    "agent_browsers",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("agent_id", sa.String(32), _agent_key(), nullable=False, index=True),
    sa.Column("at", sa.String(24), nullable=False),
)

sign_in_failures = sa.Table(
    "sign_in_failures",
    metadata,
    # A digest: what is typed as a login may be a password.
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("at", sa.String(24), nullable=False),
)

# No foreign key: the journal outlives the requests it names.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String(24), nullable=False, index=True),
    sa.Column("agent_id", sa.String(32), nullable=False, index=True),
    sa.Column("login", sa.String(60), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(60), nullable=False, index=True),
    sa.Column("detail", sa.String(200), nullable=False),
)
