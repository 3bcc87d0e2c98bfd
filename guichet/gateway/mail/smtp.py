"""How a letter travels: the message of RFC 5322, and the mail server that takes it. When to try again is elsewhere."""

from __future__ import annotations

import asyncio
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

import aiosmtplib

from guichet.gateway.handoffs.records import moment
from guichet.gateway.mail.outbox import Mail
from guichet.settings import MailSettings

#: Seconds for each step with the mail server, and for all of them.
STEP, WHOLE = 15.0, 45.0

#: From here on an SMTP code means « never »; these few are about our own account and not about the letter.
NEVER, OUR_ACCOUNT = 500, frozenset({530, 534, 535, 538})


class Refused(Exception):
    """The server will never take this letter; `reason` is its code, without its words, which may name people."""


class Unavailable(Exception):
    """It could not be sent now; `reason` is a code, or what went wrong."""


class Postman:
    """The mail server of the settings. `tls`: whom to trust, as a rule the system's authorities."""

    def __init__(
        self, mail: MailSettings, tls: ssl.SSLContext | None = None, step: float = STEP, whole: float = WHOLE
    ) -> None:
        self.works = mail.works
        self._mail = mail
        self._tls = tls
        self._step = step
        self._whole = whole

    async def send(self, letter: Mail) -> None:
        """Hand a letter over. Raises `Refused` or `Unavailable`."""
        try:
            async with asyncio.timeout(self._whole):
                await self._hand_over(letter)
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPDataError) as error:
            raise _about_the_letter(_code(error)) from error
        except aiosmtplib.SMTPResponseException as error:
            raise Unavailable(str(error.code)) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            # Of the connection and not of the letter: it may be said in full.
            raise Unavailable(f"{type(error).__name__}: {error}") from error
        except ValueError as error:
            # An address that no header may hold: nothing will make it one.
            raise Refused("address") from error

    async def _hand_over(self, letter: Mail) -> None:
        mail = self._mail
        await aiosmtplib.send(
            message(letter, mail.sender),
            hostname=mail.host,
            port=mail.port,
            username=mail.user or None,
            password=mail.password or None,
            use_tls=mail.security == "tls",
            start_tls=mail.security == "starttls",
            tls_context=self._tls,
            timeout=self._step,
        )


def message(letter: Mail, sender: str) -> EmailMessage:
    """The letter as a message. Raises `ValueError` for an address or a subject that would break its header."""
    written = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    written["From"] = Address(name, addr_spec=address)
    written["To"] = _address(letter.recipient)
    written["Subject"] = letter.subject
    written["Date"] = format_datetime(moment(letter.created_at))
    # The same at each try: a mail reader that gets a letter twice, after a crash of ours, can tell.
    digits = "".join(character for character in letter.created_at if character.isdigit())
    written["Message-ID"] = f"<{digits}.{letter.id}.guichet@{address.rpartition('@')[2]}>"
    # RFC 3834: no machine is to answer; the second one says so to Outlook.
    written["Auto-Submitted"] = "auto-generated"
    written["X-Auto-Response-Suppress"] = "All"
    written["Content-Language"] = "fr"
    written.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    return written


def _address(written: str) -> Address:
    """The address, its domain as the mail knows it; accents before the at sign are for servers that nobody here has."""
    name, _, domain = written.rpartition("@")
    try:
        return Address(addr_spec=f"{name}@{domain.encode('idna').decode()}")
    except (MessageError, IndexError) as error:
        raise ValueError("not an address") from error


def _about_the_letter(code: int) -> Refused | Unavailable:
    return (Refused if code >= NEVER and code not in OUR_ACCOUNT else Unavailable)(str(code))


def _code(error: aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPDataError) -> int:
    return error.recipients[0].code if isinstance(error, aiosmtplib.SMTPRecipientsRefused) else error.code
