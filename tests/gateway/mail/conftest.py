"""A house as for hand-off, a mail server, and who sends the letters of the one to the other."""

from __future__ import annotations

import shutil

import pytest

from guichet.gateway.leases import OwnLeases
from guichet.gateway.mail.outbox import Outbox
from guichet.gateway.mail.sender import Sender
from guichet.gateway.mail.smtp import Postman
from tests.gateway.handoffs.conftest import empty_database, house
from tests.gateway.mail.post_office import PostOffice, make_certificate

__all__ = ["empty_database", "house"]


@pytest.fixture
async def office():
    """A mail server without encryption, as on the same machine."""
    opened = PostOffice()
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A server's side of TLS, and the certificate to trust."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def postman(office):
    return Postman(office.settings(), step=2.0, whole=3.0)


@pytest.fixture
def sender(house, office, postman):
    """Sends when told."""
    return Sender(
        Outbox(house.database, house.clock), postman, house.known.wording.mail, house.known.metrics, OwnLeases()
    )
