"""Contact details, addresses of letters and second factors are sealed in SQL, whatever becomes of keys and versions."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from guichet.errors import GuichetError
from guichet.gateway import __main__ as gateway
from guichet.gateway import database as databases
from guichet.gateway.database import Database
from guichet.gateway.desk.desk_tables import second_factors
from guichet.gateway.handoffs.contacts import Contact
from guichet.gateway.mail.mail_tables import mails
from guichet.gateway.retention import commands
from guichet.gateway.tables import contacts
from guichet.gateway.vault.keys import lazily
from guichet.gateway.vault.places import PLACES
from tests.gateway.handoffs.house import by, says
from tests.gateway.sealed import kept_contacts, recipients

ADDRESS, PHONE = "claire.dupont@exemple.fr", "0639981234"
NEW = base64.b64encode(bytes(range(32))).decode()


async def filled(house):
    """Somebody who left both ways to be reached, a letter for them, an agent with a second factor; and its secret."""
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await visitor.press("Être rappelé par téléphone")
    await visitor.say(PHONE)
    await visitor.press("Recevoir la réponse par courriel")
    await visitor.say(ADDRESS)
    await house.known.agents.answer(by(agent), reference, "1", says("Voilà."))
    return agent, await house.known.desk.second_factors.start(agent.id)


async def in_clear(house, secret: str) -> list[str]:
    """Which of the details can be read in the tables."""
    stored = str([await house.rows(sa.select(table)) for table in (contacts, mails, second_factors)])
    return [detail for detail in (ADDRESS, PHONE, secret) if detail in stored]


def with_key(house, keys: str) -> Database:
    settings = replace(house.settings, secret_key=keys)
    return Database(settings.database_url, lazily(settings))


async def test_nothing_of_them_can_be_read_in_the_tables(house):
    agent, secret = await filled(house)
    assert await in_clear(house, secret) == []
    (contact,) = await kept_contacts(house.database)
    assert (contact.email, contact.phone) == (ADDRESS, PHONE)
    assert await recipients(house.database, "answer") == [ADDRESS]
    assert await house.known.desk.second_factors.pending(agent.id) == secret


async def test_a_change_of_key_loses_nothing(house):
    await filled(house)
    old = (house.folder / "secret.key").read_text().strip()
    (told,) = await commands.rotate(replace(house.settings, secret_key=f"{NEW} {old}"))
    assert told.startswith("4 donnée(s)")
    database = with_key(house, NEW)
    (contact,) = await kept_contacts(database)
    assert (contact.email, contact.phone) == (ADDRESS, PHONE)
    await database.close()
    (again,) = await commands.rotate(replace(house.settings, secret_key=NEW))
    assert again.startswith("0 donnée(s)")


async def test_a_gateway_whose_key_is_lost_says_so_and_does_not_start(house):
    await filled(house)
    with pytest.raises(GuichetError, match=r"GUICHET_SECRET_KEY : la clé \w{8} manque .*cles\.md"):
        await gateway.prepare(replace(house.settings, secret_key=NEW))
    await gateway.prepare(house.settings)


async def test_what_no_key_opens_can_be_given_up(house):
    await filled(house)
    lost = replace(house.settings, secret_key=NEW)
    assert await commands.forget_unreadable(lost) == ["3 donnée(s) illisible(s) effacée(s)."]
    await gateway.prepare(lost)


async def test_an_older_database_is_sealed_when_it_is_upgraded_and_opened_when_it_goes_back(house):
    _, secret = await filled(house)

    def to(version: str):
        def move(connection):
            config = Config()
            config.set_main_option("script_location", str(databases.Path(databases.__file__).parent / "migrations"))
            config.attributes.update(connection=connection, vault=lazily(house.settings))
            (command.downgrade if version == "0008" else command.upgrade)(config, version)

        return move

    async with house.database.write() as connection:
        await connection.run_sync(to("0008"))
    assert await house.rows(sa.select(contacts.c.email, contacts.c.phone)) == [(ADDRESS, PHONE)]
    assert await house.rows(sa.select(mails.c.recipient)) == [(ADDRESS,)]
    assert await house.rows(sa.select(second_factors.c.secret)) == [(secret,)]
    async with house.database.write() as connection:
        await connection.run_sync(to("head"))
    assert await in_clear(house, secret) == []
    (contact,) = await kept_contacts(house.database)
    assert contact == Contact(ADDRESS, PHONE, contact.consented_at)


def test_what_is_sealed_has_room():
    assert [column.name for column, _ in PLACES if not isinstance(column.type, sa.Text)] == []
