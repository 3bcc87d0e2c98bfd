"""Alembic's migrations of the gateway's tables; run at start by `guichet.gateway.database`."""
