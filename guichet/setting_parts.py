"""Settings that go together: letters, Telegram, and how long data is kept; read from values of the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr

from guichet.setting_readers import SettingsError, integer, is_address, port_number

#: Telegram's own server of the Bot API; an operator may run one of their own.
TELEGRAM_API = "https://api.telegram.org"

#: What can stand in an address as it is, like the tokens that BotFather gives; and what Telegram takes as a secret.
_TELEGRAM_TOKEN = re.compile(r"[\w:-]+", re.ASCII)
_TELEGRAM_SECRET = re.compile(r"[\w-]{1,256}", re.ASCII)

#: How letters travel to the mail server, and the usual port of each way.
MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True)
class MailSettings:
    """The server that takes our letters, and who they are from; without a host there is no mail."""

    host: str = ""
    port: int = MAIL_PORTS["starttls"]
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "starttls"
    sender: str = ""

    @property
    def works(self) -> bool:
        return bool(self.host)


@dataclass(frozen=True)
class TelegramSettings:
    """The bot of Telegram; without its token there is no such channel. `secret`: what Telegram proves itself with."""

    token: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    api_base: str = TELEGRAM_API

    @property
    def works(self) -> bool:
        return bool(self.token)


@dataclass(frozen=True)
class KeepSettings:
    """Days that each kind of data is kept, 0 for ever; `docs/donnees-personnelles/registre.md` says why so many.

    `conversations`: without a request, since the last word. `requests`: with one, since it was closed; `contacts` alone
    go sooner. `chats`: of a person who has blocked the bot. `journal`: what agents did; `sign_ins`: from where.
    """

    conversations: int = 180
    requests: int = 365
    contacts: int = 30
    unanswered: int = 90
    feedback: int = 180
    chats: int = 30
    journal: int = 365
    sign_ins: int = 30


def keep(values: Mapping[str, str]) -> KeepSettings:
    kinds = KeepSettings.__dataclass_fields__.values()
    return KeepSettings(**{kind.name: integer(values, keep_variable(kind.name), kind.default) for kind in kinds})


def keep_variable(kind: str) -> str:
    """The variable that says how long a kind of data is kept."""
    return f"GUICHET_KEEP_{kind.upper()}_DAYS"


def mail(values: Mapping[str, str]) -> MailSettings:
    host = values.get("GUICHET_SMTP_HOST", "").strip()
    if not host:
        return MailSettings()
    security = values.get("GUICHET_SMTP_SECURITY", "").strip() or "starttls"
    if security not in MAIL_PORTS:
        raise SettingsError(f"GUICHET_SMTP_SECURITY : « {security} » inconnu — choisissez {', '.join(MAIL_PORTS)}")
    user, password = values.get("GUICHET_SMTP_USER", ""), values.get("GUICHET_SMTP_PASSWORD", "")
    if user and security == "none":
        cure = "choisissez starttls ou tls, ou videz GUICHET_SMTP_USER"
        raise SettingsError(f"GUICHET_SMTP_SECURITY : un mot de passe ne part pas en clair — {cure}")
    port = port_number(values, "GUICHET_SMTP_PORT", MAIL_PORTS[security])
    return MailSettings(host, port, user, password, security, _sender(values))


def _sender(values: Mapping[str, str]) -> str:
    sender = values.get("GUICHET_MAIL_FROM", "").strip()
    name, _, host = parseaddr(sender)[1].partition("@")
    if not (name and host and sender.isprintable()):
        cure = "indiquez l'adresse d'où partent les courriels, par exemple Guichet <guichet@mairie.example>"
        raise SettingsError(f"GUICHET_MAIL_FROM : « {' '.join(sender.split())} » n'est pas une adresse — {cure}")
    return sender


def telegram(values: Mapping[str, str]) -> TelegramSettings:
    token, secret = (values.get(name, "").strip() for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_SECRET"))
    if not token:
        return TelegramSettings()
    # Neither is repeated in an error: errors are copied into letters and tickets.
    if not _TELEGRAM_TOKEN.fullmatch(token):
        raise SettingsError("TELEGRAM_BOT_TOKEN : pas un jeton de robot — copiez celui que donne BotFather, en entier")
    if not _TELEGRAM_SECRET.fullmatch(secret):
        cure = "choisissez de 1 à 256 lettres sans accent, chiffres, « _ » ou « - », par exemple 32 au hasard"
        raise SettingsError(f"TELEGRAM_SECRET : absent ou inutilisable — {cure}")
    base = (values.get("TELEGRAM_API_BASE") or TELEGRAM_API).strip().rstrip("/")
    if not is_address(base):
        raise SettingsError(f"TELEGRAM_API_BASE : « {base} » n'est pas une adresse — videz-la pour {TELEGRAM_API}")
    return TelegramSettings(token, secret, base)
