"""The database of conversations: SQLite in a file, or PostgreSQL; its one table, and how it is reached."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from guichet.errors import GuichetError

_TABLES = sa.MetaData()

#: One row a turn; `data` is a `Turn` in JSON. The numbers of a conversation have no gaps.
TURNS = sa.Table(
    "turns",
    _TABLES,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("data", sa.Text, nullable=False),
)

#: Seconds until PostgreSQL counts as not there, and milliseconds that one statement may take.
_CONNECT, _STATEMENT = 3, 5000

#: SQLite writes one transaction after another; PostgreSQL as many as it has connections.
_LANES = {"sqlite": 1, "postgresql": 8}


def connect(url: str) -> sa.engine.Engine:
    """The database, with its table. Raises `GuichetError` when it can't be had."""
    try:
        database = sa.create_engine(url, future=True, **_options(url))
        if database.dialect.name == "sqlite":
            sa.event.listen(database, "connect", _set_up_sqlite)
        _create(database)
    except (SQLAlchemyError, ImportError) as error:
        # The address holds a password, and so may the driver's own words.
        cure = "vérifiez l'adresse, et que la base répond"
        raise GuichetError(f"GUICHET_TRACKER_URL : base inutilisable ({type(error).__name__}) — {cure}") from None
    return database


def lanes(database: sa.engine.Engine) -> int:
    """How many transactions make sense at once."""
    return _LANES.get(database.dialect.name, 1)


def _options(url: str) -> dict[str, Any]:
    if sa.engine.make_url(url).get_backend_name() != "postgresql":
        return {"connect_args": {"check_same_thread": False}}
    patience = {"connect_timeout": _CONNECT, "options": f"-c statement_timeout={_STATEMENT}"}
    return {"connect_args": patience, "pool_size": _LANES["postgresql"], "pool_timeout": _CONNECT}


def _create(database: sa.engine.Engine) -> None:
    """The table, and no more of Rasa's own, where an engine of before left what citizens said."""
    try:
        _TABLES.create_all(database)
    except DBAPIError:
        # Several engines may create it at once: the second to come finds it there.
        _TABLES.create_all(database)
    with database.begin() as connection:
        connection.execute(sa.text("DROP TABLE IF EXISTS events"))


def _set_up_sqlite(connection: Any, record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
