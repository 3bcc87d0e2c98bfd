"""Settings, read from the environment and `.env` in one place and only when called."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from guichet import setting_parts
from guichet.setting_parts import KeepSettings, MailSettings, TelegramSettings
from guichet.setting_readers import SettingsError, integer, is_address, port_number, switch, with_secrets, words

#: The project's folder: where `data/`, `config.yml` and `.env` are.
ROOT = Path(__file__).resolve().parent.parent

#: The official feed, refreshed every day by its producer.
FEED_URL = "https://lecomarquage.service-public.gouv.fr/vdd/3.5/part/zip/vosdroits-latest.zip"

#: The official directory of public offices, by the same producer.
DIRECTORY_URL = "https://lecomarquage.service-public.gouv.fr/donnees_locales_v4/all_latest.tar.bz2"

#: What may stand in a header, and is long enough not to be guessed.
_TOKEN = re.compile(r"[\w.~-]{16,256}", re.ASCII)

#: What a log may hold at least, from all to errors alone.
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True)
class Settings:
    """What an operator may choose. Paths are absolute. `public_url`: where people reach us, without a final slash.

    `agent_tool`: who else tells agents; `channels`: other messaging services; both as `package.module:factory`.
    `examples`: serve the example sheets too, those of a made-up commune; for a demonstration only.
    `internal_token`: what our processes know each other by; `metrics_token`: for who reads our figures from afar;
    `engine_at`: the engine's address when it is on another machine; those of several, separated by spaces.
    `rate_for_all`: messages a minute; `most_waiting`: for an engine; `most_streams`: answers that stay open, a gateway.
    `redis_url`: what several gateways signal to each other through; without it, their database.
    `tracker_url`: where several engines keep their conversations (SQLAlchemy); without it, a file of `var`.
    """

    var: Path
    host: str
    port: int
    engine_port: int
    actions_port: int
    feed: str
    database_url: str = field(repr=False)
    rate_per_minute: int
    allowed_origins: tuple[str, ...] = ()
    proxies: int = 0
    directory_source: str = ""
    directory_api: str = ""
    public_url: str = ""
    agent_tool: str = ""
    mail: MailSettings = field(default_factory=MailSettings)
    telegram: TelegramSettings = field(default_factory=TelegramSettings)
    channels: tuple[str, ...] = ()
    examples: bool = False
    log_level: str = "INFO"
    secret_key: str = field(default="", repr=False)
    internal_token: str = field(default="", repr=False)
    rate_for_all: int = 6_000
    most_waiting: int = 60
    most_streams: int = 2_000
    metrics_token: str = field(default="", repr=False)
    engine_at: str = ""
    redis_url: str = field(default="", repr=False)
    tracker_url: str = field(default="", repr=False)
    keep: KeepSettings = field(default_factory=KeepSettings)
    engine_host: str = "127.0.0.1"

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
        """The engine's address: on loopback unless it runs on another machine."""
        return self.engine_at or f"http://127.0.0.1:{self.engine_port}"


def load(root: Path = ROOT) -> Settings:
    """The settings of now: defaults, then `.env`, then the environment. Raises `SettingsError`."""
    values = {k: v for k, v in dotenv_values(root / ".env").items() if v is not None}
    values.update(os.environ)
    values = with_secrets(values, root)
    var = (root / (values.get("GUICHET_VAR") or "var")).resolve()
    return Settings(
        var=var,
        host=values.get("GUICHET_HOST") or "127.0.0.1",
        port=port_number(values, "GUICHET_PORT", 8000),
        engine_port=port_number(values, "GUICHET_ENGINE_PORT", 5005),
        actions_port=port_number(values, "GUICHET_ACTIONS_PORT", 5055),
        feed=values.get("GUICHET_FEED", FEED_URL).strip(),
        database_url=values.get("GUICHET_DATABASE_URL", "") or f"sqlite+aiosqlite:///{var / 'guichet.db'}",
        rate_per_minute=integer(values, "GUICHET_RATE_PER_MINUTE", 30),
        allowed_origins=words(values, "GUICHET_ALLOWED_ORIGINS"),
        proxies=integer(values, "GUICHET_PROXIES", 0),
        directory_source=values.get("GUICHET_DIRECTORY", DIRECTORY_URL).strip(),
        directory_api=values.get("GUICHET_DIRECTORY_API", "").strip(),
        public_url=_url(values, "GUICHET_PUBLIC_URL", "https://guichet.mairie.example"),
        agent_tool=values.get("GUICHET_AGENT_TOOL", "").strip(),
        mail=setting_parts.mail(values),
        telegram=setting_parts.telegram(values),
        channels=words(values, "GUICHET_CHANNELS"),
        examples=switch(values, "GUICHET_EXAMPLES"),
        log_level=_log_level(values),
        secret_key=values.get("GUICHET_SECRET_KEY", "").strip(),
        internal_token=_token(values, "GUICHET_INTERNAL_TOKEN"),
        rate_for_all=integer(values, "GUICHET_RATE_FOR_ALL", 6_000),
        most_waiting=integer(values, "GUICHET_MOST_WAITING", 60),
        most_streams=integer(values, "GUICHET_MOST_STREAMS", 2_000),
        metrics_token=_token(values, "GUICHET_METRICS_TOKEN"),
        engine_at=_engines(values),
        redis_url=values.get("GUICHET_REDIS_URL", "").strip(),
        tracker_url=values.get("GUICHET_TRACKER_URL", "").strip(),
        keep=setting_parts.keep(values),
        engine_host=_engine_host(values),
    )


def _url(values: dict[str, str], name: str, example: str) -> str:
    url = values.get(name, "").strip().rstrip("/")
    if url and not is_address(url):
        cure = f"indiquez-la en entier, par exemple {example}"
        raise SettingsError(f"{name} : « {' '.join(url.split())} » n'est pas une adresse de page — {cure}")
    return url


def _engines(values: dict[str, str]) -> str:
    name = "GUICHET_ENGINE_URL"
    return " ".join(_url({name: url}, name, "http://engine:5005") for url in words(values, name))


def _engine_host(values: dict[str, str]) -> str:
    """Where the engine listens; anywhere but on this machine, it has to know who calls."""
    host = values.get("GUICHET_ENGINE_HOST", "").strip() or "127.0.0.1"
    if host not in ("127.0.0.1", "::1", "localhost") and not values.get("GUICHET_INTERNAL_TOKEN", "").strip():
        cure = "donnez GUICHET_INTERNAL_TOKEN, ou videz GUICHET_ENGINE_HOST"
        raise SettingsError(f"GUICHET_ENGINE_HOST : le moteur répondrait à n'importe qui sur {host} — {cure}")
    return host


def _log_level(values: dict[str, str]) -> str:
    level = (values.get("GUICHET_LOG_LEVEL") or "INFO").strip().upper()
    if level not in LOG_LEVELS:
        raise SettingsError(f"GUICHET_LOG_LEVEL : « {level} » inconnu — choisissez {', '.join(LOG_LEVELS)}")
    return level


def _token(values: dict[str, str], name: str) -> str:
    """What is sent in a header as it is; never repeated in an error."""
    token = values.get(name, "").strip()
    if token and not _TOKEN.fullmatch(token):
        cure = "au moins 16 lettres sans accent, chiffres, « _ », « - », « . » ou « ~ », par exemple 32 au hasard"
        raise SettingsError(f"{name} : jeton inutilisable — choisissez {cure}")
    return token
