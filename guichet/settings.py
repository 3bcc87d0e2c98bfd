"""Settings, read from the environment and `.env` in one place and only when called."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from guichet.errors import GuichetError

#: The project's folder: where `data/`, `config.yml` and `.env` are.
ROOT = Path(__file__).resolve().parent.parent

#: The official feed, refreshed every day by its producer.
FEED_URL = "https://lecomarquage.service-public.gouv.fr/vdd/3.5/part/zip/vosdroits-latest.zip"


#: The official directory of public offices, by the same producer.
DIRECTORY_URL = "https://lecomarquage.service-public.gouv.fr/donnees_locales_v4/all_latest.tar.bz2"


class SettingsError(GuichetError):
    """A setting that can't be used; the message names it and says the cure."""


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
class Settings:
    """What an operator may choose. Paths are absolute. `public_url`: where people reach us, without a final slash.

    `agent_tool`: who else tells agents; `channels`: other messaging services; both as `package.module:factory`.
    `examples`: serve the example sheets too, those of a made-up commune; for a demonstration only.
    """

    var: Path
    host: str
    port: int
    engine_port: int
    actions_port: int
    feed: str
    database_url: str
    rate_per_minute: int
    allowed_origins: tuple[str, ...] = ()
    proxies: int = 0
    directory_source: str = ""
    directory_api: str = ""
    public_url: str = ""
    agent_tool: str = ""
    mail: MailSettings = MailSettings()
    telegram: TelegramSettings = TelegramSettings()
    channels: tuple[str, ...] = ()
    examples: bool = False

    @property
    def directory_path(self) -> Path:
        """The SQLite file of the directory of offices."""
        return self.var / "directory.db"

    @property
    def catalogue_path(self) -> Path:
        """The catalogue's SQLite file."""
        return self.var / "catalogue.db"

    @property
    def engine_url(self) -> str:
        """The engine's address, on loopback."""
        return f"http://127.0.0.1:{self.engine_port}"


def load(root: Path = ROOT) -> Settings:
    """The settings of now: defaults, then `.env`, then the environment. Raises `SettingsError`."""
    values = {k: v for k, v in dotenv_values(root / ".env").items() if v is not None}
    values.update(os.environ)
    var = (root / (values.get("GUICHET_VAR") or "var")).resolve()
    return Settings(
        var=var,
        host=values.get("GUICHET_HOST") or "127.0.0.1",
        port=_port(values, "GUICHET_PORT", 8000),
        engine_port=_port(values, "GUICHET_ENGINE_PORT", 5005),
        actions_port=_port(values, "GUICHET_ACTIONS_PORT", 5055),
        feed=values.get("GUICHET_FEED", FEED_URL).strip(),
        database_url=values.get("GUICHET_DATABASE_URL", "") or f"sqlite+aiosqlite:///{var / 'guichet.db'}",
        rate_per_minute=_integer(values, "GUICHET_RATE_PER_MINUTE", 30),
        allowed_origins=tuple((values.get("GUICHET_ALLOWED_ORIGINS") or "").replace(",", " ").split()),
        proxies=_integer(values, "GUICHET_PROXIES", 0),
        directory_source=values.get("GUICHET_DIRECTORY", DIRECTORY_URL).strip(),
        directory_api=values.get("GUICHET_DIRECTORY_API", "").strip(),
        public_url=_public_url(values),
        agent_tool=values.get("GUICHET_AGENT_TOOL", "").strip(),
        mail=_mail(values),
        telegram=_telegram(values),
        channels=tuple((values.get("GUICHET_CHANNELS") or "").replace(",", " ").split()),
        examples=_switch(values, "GUICHET_EXAMPLES"),
    )


def _mail(values: dict[str, str]) -> MailSettings:
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
    port = _port(values, "GUICHET_SMTP_PORT", MAIL_PORTS[security])
    return MailSettings(host, port, user, password, security, _sender(values))


def _sender(values: dict[str, str]) -> str:
    sender = values.get("GUICHET_MAIL_FROM", "").strip()
    name, _, host = parseaddr(sender)[1].partition("@")
    if not (name and host and sender.isprintable()):
        cure = "indiquez l'adresse d'où partent les courriels, par exemple Guichet <guichet@mairie.example>"
        raise SettingsError(f"GUICHET_MAIL_FROM : « {' '.join(sender.split())} » n'est pas une adresse — {cure}")
    return sender


def _telegram(values: dict[str, str]) -> TelegramSettings:
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
    if not _is_address(base):
        raise SettingsError(f"TELEGRAM_API_BASE : « {base} » n'est pas une adresse — videz-la pour {TELEGRAM_API}")
    return TelegramSettings(token, secret, base)


def _public_url(values: dict[str, str]) -> str:
    url = values.get("GUICHET_PUBLIC_URL", "").strip().rstrip("/")
    if url and not _is_address(url):
        cure = "indiquez-la en entier, par exemple https://guichet.mairie.example"
        raise SettingsError(f"GUICHET_PUBLIC_URL : « {url} » n'est pas une adresse de page — {cure}")
    return url


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # of a port that is no number
        return False


def _port(values: dict[str, str], name: str, default: int) -> int:
    number = _integer(values, name, default)
    if not 1 <= number <= 65535:
        raise SettingsError(f"{name} : {number} n'est pas un port — choisissez entre 1 et 65535")
    return number


def _switch(values: dict[str, str], name: str) -> bool:
    text = (values.get(name) or "non").strip().lower()
    if text not in ("oui", "non"):
        raise SettingsError(f"{name} : « {text} » n'est ni oui ni non — corrigez .env ou l'environnement")
    return text == "oui"


def _integer(values: dict[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdecimal():
        raise SettingsError(f"{name} : « {text} » n'est pas un nombre entier — corrigez .env ou l'environnement")
    return int(text)
