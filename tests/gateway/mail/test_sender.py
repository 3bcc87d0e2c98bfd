"""When a letter is tried again, when never, and what a crash in the middle may do."""

from __future__ import annotations

import asyncio
import logging

import pytest
import sqlalchemy as sa

from guichet.gateway.leases import OwnLeases
from guichet.gateway.mail.mail_tables import mails
from guichet.gateway.mail.outbox import Outbox
from guichet.gateway.mail.sender import Sender
from guichet.gateway.tables import notes
from tests.gateway.handoffs.house import Died, by, says
from tests.gateway.mail.test_letters import ADDRESS, stored, ticket


@pytest.fixture
async def answered(house):
    """A letter waits in the outbox."""
    _, agent, reference = await ticket(house)
    await house.known.agents.answer(by(agent), reference, "1", says("Voilà."))
    return reference


async def test_a_passing_refusal_is_tried_again_and_later_each_time(house, sender, office, answered):
    office.rcpt = "450 Greylisted"
    waits, start = [], house.now
    for _ in range(4):
        await sender.send_due()
        (mail,) = await stored(house)
        assert mail.status == "waiting"
        await sender.send_due()  # not yet: nothing is tried
        while not await Outbox(house.database, house.clock).due(1):
            await house.later(minutes=1)
        waits.append((house.now - start).total_seconds() / 60)
        start = house.now
    assert waits == [1, 5, 15, 60]
    office.rcpt = "250 OK"
    await sender.send_due()
    assert office.recipients == [ADDRESS]
    assert (await stored(house))[0].attempts == 5


async def test_a_lasting_refusal_is_final_and_agents_are_told(house, sender, office, answered):
    office.rcpt = "550 claire.dupont@exemple.fr is unknown"
    await sender.send_due()
    office.rcpt = "250 OK"
    await house.later(days=1)
    await sender.send_due()
    assert office.letters == []
    (mail,) = await stored(house)
    assert (mail.status, mail.recipient, mail.body) == ("failed", "", "")
    (note,) = await house.rows(sa.select(notes))
    assert note.agent_id == ""
    assert "c…@exemple.fr n'a pas pu être remis" in note.text
    assert 'guichet_mails_total{status="failed"} 1' in house.known.metrics.render({})


async def test_after_three_days_without_a_server_it_is_given_up(house, sender, office, answered):
    await office.close()
    for _ in range(20):
        await sender.send_due()
        await house.later(hours=6)
    (mail,) = await stored(house)
    assert (mail.status, mail.recipient) == ("failed", "")
    assert mail.attempts < 20
    assert len(await house.rows(sa.select(notes))) == 1


async def test_a_dead_server_is_asked_once_a_look_not_once_a_letter(house, sender, office, answered):
    for _ in range(5):
        await house.database.migrate()
    async with house.database.write() as connection:
        row = (await connection.execute(sa.select(mails))).one()._mapping
        for number in range(2, 6):
            await connection.execute(mails.insert(), dict(row) | {"id": number})
    await office.close()
    await sender.send_due()
    assert sorted(mail.attempts for mail in await stored(house)) == [0, 0, 0, 0, 1]


async def test_a_crash_after_sending_sends_it_once_more_under_the_same_name(house, sender, office, answered):
    sends = house.known.wording.mail
    office.delay = 0.05
    under_way = asyncio.create_task(sender.send_due())
    async with asyncio.timeout(5):
        while not (await stored(house))[0].attempts:
            await asyncio.sleep(0.001)
        house.database.statements_left = 0  # dead as soon as it would write that it left
        with pytest.raises(Died):
            await under_way
    await house.restart()
    again = Sender(Outbox(house.database, house.clock), sender._postman, sends, house.known.metrics, OwnLeases())
    await again.send_due()
    assert len(office.letters) == 1, "not at once"
    for _ in range(3):
        await house.later(minutes=2)
        await again.send_due()
    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"]


async def test_two_senders_send_it_once(house, sender, office, answered):
    other = Sender(
        Outbox(house.database, house.clock), sender._postman, house.known.wording.mail, house.known.metrics, OwnLeases()
    )
    await asyncio.gather(*(one.send_due() for one in (sender, other) * 3))
    assert len(office.letters) == 1


async def test_no_address_gets_into_the_log(house, sender, office, answered, caplog):
    caplog.set_level(logging.INFO)
    office.rcpt = "550 claire.dupont@exemple.fr is unknown"
    await sender.send_due()
    ours = [record for record in caplog.records if record.name.startswith(("guichet", "aiosmtplib"))]
    assert [(record.getMessage(), record.reason) for record in ours] == [("mail.failed", "550")]


async def test_the_task_sends_by_itself_and_ends(house, office, postman, answered):
    metrics, wording = house.known.metrics, house.known.wording.mail
    sender = Sender(Outbox(house.database, house.clock), postman, wording, metrics, OwnLeases(), tick=0.01)
    await sender.start()
    async with asyncio.timeout(5):
        while not office.letters:
            await asyncio.sleep(0.005)
    await sender.stop()
