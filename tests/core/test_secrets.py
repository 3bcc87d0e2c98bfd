"""Secrets that come from files, as containers and systemd give them; nothing of a secret is ever shown."""

from __future__ import annotations

import pytest

from guichet.setting_readers import SECRETS
from guichet.settings import ROOT, SettingsError, load

SECRET = "un-secret-que-personne-ne-lit"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project without `.env`, and an environment without secrets."""
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    return tmp_path


def test_a_secret_is_read_from_the_file_that_is_named(root, monkeypatch):
    (root / "jeton").write_text(f"{SECRET}\n", "utf-8")
    monkeypatch.setenv("GUICHET_INTERNAL_TOKEN_FILE", str(root / "jeton"))
    assert load(root).internal_token == SECRET


def test_a_path_counts_from_the_project_and_may_be_in_the_env_file(root):
    (root / ".env").write_text("GUICHET_METRICS_TOKEN_FILE=jeton\n", "utf-8")
    (root / "jeton").write_bytes(b"\xef\xbb\xbf" + SECRET.encode() + b"\r\n")
    assert load(root).metrics_token == SECRET


def test_the_database_and_telegram_may_hide_theirs_too(root, monkeypatch):
    for name, text in (
        ("GUICHET_DATABASE_URL", "postgresql+asyncpg://guichet:mot@db/guichet"),
        ("TELEGRAM_BOT_TOKEN", "123:abc"),
        ("TELEGRAM_SECRET", "secret"),
    ):
        (root / name).write_text(text, "utf-8")
        monkeypatch.setenv(f"{name}_FILE", name)
    found = load(root)
    assert found.database_url.endswith("@db/guichet")
    assert (found.telegram.token, found.telegram.secret) == ("123:abc", "secret")


@pytest.mark.parametrize("content", [b"", b"\n", b"deux\nlignes", b"\xff\xfe", b"x" * 20_000, b"a\x00b"])
def test_a_file_that_holds_no_secret_is_said_without_repeating_it(root, monkeypatch, content):
    (root / "jeton").write_bytes(content)
    monkeypatch.setenv("GUICHET_INTERNAL_TOKEN_FILE", "jeton")
    with pytest.raises(SettingsError, match=r"^GUICHET_INTERNAL_TOKEN_FILE : .*jeton ") as caught:
        load(root)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("path", ["absent", ".", "/proc/self/mem"])
def test_a_file_that_cannot_be_read_is_said(root, monkeypatch, path):
    monkeypatch.setenv("GUICHET_INTERNAL_TOKEN_FILE", path)
    with pytest.raises(SettingsError, match=r"^GUICHET_INTERNAL_TOKEN_FILE : .* illisible \(.*\) — vérifiez le chemin"):
        load(root)


def test_a_secret_given_twice_is_a_mistake(root, monkeypatch):
    monkeypatch.setenv("GUICHET_INTERNAL_TOKEN", SECRET)
    monkeypatch.setenv("GUICHET_INTERNAL_TOKEN_FILE", "jeton")
    with pytest.raises(SettingsError, match=r"^GUICHET_INTERNAL_TOKEN : donné deux fois"):
        load(root)


def test_an_empty_file_setting_is_none_at_all(root, monkeypatch):
    monkeypatch.setenv("GUICHET_INTERNAL_TOKEN", SECRET)
    monkeypatch.setenv("GUICHET_INTERNAL_TOKEN_FILE", "")
    assert load(root).internal_token == SECRET


@pytest.mark.parametrize("token", ["court", "avec des espaces dedans", "é" * 20, "x" * 300, "retour\nà la ligne 12345"])
def test_a_token_that_could_be_guessed_or_not_be_sent_is_refused_unseen(root, monkeypatch, token):
    monkeypatch.setenv("GUICHET_INTERNAL_TOKEN", token)
    with pytest.raises(SettingsError, match=r"^GUICHET_INTERNAL_TOKEN : jeton inutilisable") as caught:
        load(root)
    assert token not in str(caught.value)


def test_no_secret_is_in_what_is_shown_of_the_settings(root, monkeypatch):
    values = dict.fromkeys(SECRETS, SECRET) | {
        "GUICHET_DATABASE_URL": f"postgresql+asyncpg://guichet:{SECRET}@db/guichet",
        "GUICHET_REDIS_URL": f"redis://:{SECRET}@redis/0",
        "TELEGRAM_BOT_TOKEN": f"123:{SECRET}",
        "GUICHET_SMTP_HOST": "smtp.example",
        "GUICHET_MAIL_FROM": "a@b.example",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    assert SECRET not in repr(load(root))


def test_every_secret_is_in_the_example_file():
    shown = (ROOT / ".env.example").read_text("utf-8")
    assert [name for name in SECRETS if f"\n{name}=" not in shown] == []
