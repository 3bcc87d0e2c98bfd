"""A mail server that really speaks SMTP, in the test's own loop: it keeps letters, or refuses them as a test says."""

from __future__ import annotations

import asyncio
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

from aiosmtpd.smtp import SMTP, AuthResult

from guichet.settings import MailSettings

USER, PASSWORD = "guichet", "un mot de passe"


class PostOffice:
    """Handler and server. `rcpt` and `data` are what it answers; `delay` seconds pass before it answers a letter."""

    def __init__(self, tls: SSLContext | None = None, implicit: bool = False, login: bool = False) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.rcpt, self.data, self.delay = "250 OK", "250 OK", 0.0
        self._tls = tls
        self._implicit = implicit
        self._login = login
        self.port = 0

    async def open(self, port: int = 0) -> None:
        outer = self._tls if self._implicit else None
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, "127.0.0.1", port, ssl=outer)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    def settings(self, security: str = "none", user: str = "", password: str = "") -> MailSettings:
        return MailSettings(
            "localhost", self.port, user, password, security, "Guichet de Trifouilly <guichet@mairie.example>"
        )

    def _session(self) -> SMTP:
        inner = None if self._implicit else self._tls
        options = {"authenticator": _authenticate} if self._login else {}
        # aiosmtpd doesn't see that it is encrypted when all of it is.
        options |= {"auth_required": self._login and not self._implicit, "auth_require_tls": not self._implicit}
        return SMTP(self, hostname="localhost", tls_context=inner, require_starttls=inner is not None, **options)

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:
        if self.rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server, _session, envelope) -> str:
        await asyncio.sleep(self.delay)
        if self.data.startswith("2"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
            self.recipients += envelope.rcpt_tos
        return self.data


def _authenticate(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    right = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=right, handled=False)


def make_certificate(folder: Path) -> tuple[SSLContext, Path]:
    """A server's side of TLS as `localhost`, and the certificate to trust for it."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout {key} -out {certificate}"
    names = ("-addext", "subjectAltName=DNS:localhost")
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate
