"""How a letter travels, to a server that really speaks SMTP: what it looks like there, and what every refusal means."""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import replace

import pytest

from guichet.gateway.mail.outbox import ANSWER, Mail
from guichet.gateway.mail.smtp import Postman, Refused, Unavailable, message
from guichet.settings import MailSettings
from tests.gateway.mail.post_office import PASSWORD, USER, PostOffice

BODY = "Bonjour,\n\nVoilà : ça coûte 25 €, « à régler » d'avance.\n.\nUne ligne : " + "très " * 60 + "longue\n"
LETTER = Mail(
    7, 1, ANSWER, "claire@exemple.fr", "Réponse à votre demande DEM-7F3K-Q2", BODY, "2026-03-02T09:30:00.000Z", 0
)


@pytest.fixture
async def secure(certificate, request):
    """A server with STARTTLS, or all in TLS, that wants a name and a password; and who is trusted to reach it."""
    context, trusted = certificate
    opened = PostOffice(context, implicit=request.param == "tls", login=True)
    await opened.open()
    mail = opened.settings(request.param, USER, PASSWORD)
    yield opened, mail, ssl.create_default_context(cafile=trusted)
    await opened.close()


async def test_a_letter_arrives_as_it_was_written(office, postman):
    await postman.send(LETTER)
    assert office.recipients == ["claire@exemple.fr"]
    (letter,) = office.letters
    assert letter.get_content().replace("\r\n", "\n") == BODY
    assert (letter["Subject"], letter["To"]) == (LETTER.subject, "claire@exemple.fr")
    assert letter["From"].addresses[0].display_name == "Guichet de Trifouilly"
    assert letter.get_content_type() == "text/plain"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime.isoformat() == "2026-03-02T09:30:00+00:00"


async def test_a_letter_is_known_by_the_same_name_at_each_try(office, postman):
    await postman.send(LETTER)
    await postman.send(replace(LETTER, attempts=3))
    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"] == "<20260302093000000.7.guichet@mairie.example>"


@pytest.mark.parametrize("secure", ["starttls", "tls"], indirect=True)
async def test_encrypted_with_a_name_and_a_password(secure):
    opened, mail, trusted = secure
    await Postman(mail, trusted).send(LETTER)
    assert opened.recipients == ["claire@exemple.fr"]


@pytest.mark.parametrize("secure", ["starttls"], indirect=True)
async def test_a_wrong_password_is_not_the_letter_s_fault(secure):
    opened, mail, trusted = secure
    with pytest.raises(Unavailable, match="535"):
        await Postman(replace(mail, password="faux"), trusted).send(LETTER)
    assert opened.letters == []


@pytest.mark.parametrize("secure", ["starttls", "tls"], indirect=True)
async def test_a_server_nobody_vouches_for_gets_neither_letter_nor_password(secure):
    opened, mail, _ = secure
    with pytest.raises(Unavailable):
        await Postman(mail, ssl.create_default_context()).send(LETTER)
    assert opened.letters == []


async def test_a_server_without_encryption_gets_nothing_when_it_was_asked_for(office):
    with pytest.raises(Unavailable, match="STARTTLS"):
        await Postman(office.settings("starttls")).send(LETTER)
    assert office.letters == []


@pytest.mark.parametrize(
    ("at", "answer"), [("rcpt", "550 No such user claire"), ("data", "554 Spam"), ("rcpt", "553 No")]
)
async def test_a_lasting_refusal_of_the_letter_is_one(office, postman, at, answer):
    setattr(office, at, answer)
    with pytest.raises(Refused) as refusal:
        await postman.send(LETTER)
    assert str(refusal.value) == answer[:3]


@pytest.mark.parametrize(("at", "answer"), [("rcpt", "450 Greylisted"), ("data", "451 Later"), ("rcpt", "530 Log in")])
async def test_a_passing_one_is_not(office, postman, at, answer):
    setattr(office, at, answer)
    with pytest.raises(Unavailable, match=answer[:3]):
        await postman.send(LETTER)


async def test_a_slow_server_is_given_up_in_time(office):
    office.delay = 30.0
    began = time.monotonic()
    with pytest.raises(Unavailable):
        await Postman(office.settings(), step=0.2, whole=5.0).send(LETTER)
    assert time.monotonic() - began < 2


async def test_a_server_that_is_not_there(office):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Unavailable):
        await Postman(MailSettings("127.0.0.1", port, security="none", sender="guichet@mairie.example")).send(LETTER)


@pytest.mark.parametrize(
    "address", ["a@b.fr\r\nBcc: tous@exemple.fr", "a@b.fr, c@d.fr", "a@b.fr\nX: y", "pas une adresse", ""]
)
async def test_nothing_gets_into_a_header_that_is_no_address(office, postman, address):
    with pytest.raises(Refused):
        await postman.send(replace(LETTER, recipient=address))
    assert office.letters == []


def test_a_subject_stays_on_its_line():
    with pytest.raises(ValueError, match="linefeed"):
        message(replace(LETTER, subject="Bonjour\nBcc: tous@exemple.fr"), "guichet@mairie.example")


async def test_accents_in_a_domain_are_written_as_the_mail_knows_them(office, postman):
    await postman.send(replace(LETTER, recipient="claire@école.fr"))
    assert office.recipients == ["claire@xn--cole-9oa.fr"]


async def test_accents_before_the_at_sign_are_no_address_here(office, postman):
    with pytest.raises(Refused, match="address"):
        await postman.send(replace(LETTER, recipient="rené@exemple.fr"))
