"""Contact details, addresses of letters and second factors are sealed; what the engine has still to forget."""

import sqlalchemy as sa
from alembic import context, op

revision = "0009"
down_revision = "0008"

#: Table, what a row is known by, what its seals are bound to, and the columns that are sealed.
SEALED = (
    ("contacts", "request_id", "request_id", ("email", "phone")),
    ("mails", "id", "request_id", ("recipient",)),
    ("agent_second_factors", "agent_id", "agent_id", ("secret",)),
)


def upgrade() -> None:
    op.create_table(
        "forgetting",
        sa.Column("conversation_id", sa.String(32), primary_key=True),
        sa.Column("at", sa.String(24), nullable=False),
    )
    # SQLite knows no length of a text, and a table made anew there would take what hangs on it away.
    if op.get_bind().dialect.name != "sqlite":
        for table, _, _, columns in SEALED:
            for column in columns:
                op.alter_column(table, column, type_=sa.Text)
    _each(lambda vault, text, about: vault.seal(text, about))


def downgrade() -> None:
    _each(lambda vault, text, about: vault.open(text, about))
    op.drop_table("forgetting")


def _each(changed) -> None:
    """Every text that is there, changed; without any, no key is needed."""
    connection = op.get_bind()
    for name, key, owner, columns in SEALED:
        table = sa.table(name, *(sa.column(column) for column in {key, owner, *columns}))
        for row in connection.execute(sa.select(table)).mappings().all():
            found = {column: row[column] for column in columns if row[column]}
            values = {c: changed(_vault(), text, f"{name}.{c}:{row[owner]}") for c, text in found.items()}
            if values:
                connection.execute(table.update().where(table.c[key] == row[key]).values(values))


def _vault():
    return context.config.attributes["vault"]()
