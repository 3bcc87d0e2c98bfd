"""The settings: defaults, then `.env`, then the environment; what can't be used is said in one line."""

import pytest

from guichet.settings import FEED_URL, SettingsError, load

NAMES = ("VAR", "HOST", "PORT", "ENGINE_PORT", "ACTIONS_PORT", "FEED", "DATABASE_URL", "RATE_PER_MINUTE")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project without `.env`, in an environment that says nothing of Guichet."""
    for name in NAMES:
        monkeypatch.delenv(f"GUICHET_{name}", raising=False)
    return tmp_path


def test_the_defaults(root):
    found = load(root)
    assert (found.host, found.port, found.engine_port, found.actions_port) == ("127.0.0.1", 8000, 5005, 5055)
    assert (found.feed, found.rate_per_minute) == (FEED_URL, 30)
    assert found.catalogue_path == root / "var" / "catalogue.db"
    assert found.database_url == f"sqlite+aiosqlite:///{root / 'var' / 'guichet.db'}"
    assert found.engine_url == "http://127.0.0.1:5005"


def test_the_environment_wins_over_the_file(root, monkeypatch):
    (root / ".env").write_text("GUICHET_PORT=9000\nGUICHET_HOST=0.0.0.0\nGUICHET_VAR=ailleurs\n", "utf-8")
    monkeypatch.setenv("GUICHET_PORT", "9001")
    found = load(root)
    assert (found.host, found.port, found.var) == ("0.0.0.0", 9001, root / "ailleurs")


def test_an_empty_feed_means_none_and_other_empty_values_mean_the_default(root, monkeypatch):
    for name in NAMES:
        monkeypatch.setenv(f"GUICHET_{name}", "")
    found = load(root)
    assert (found.feed, found.port, found.host, found.var) == ("", 8000, "127.0.0.1", root / "var")


def test_a_folder_may_be_anywhere(root, monkeypatch, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    monkeypatch.setenv("GUICHET_VAR", str(other))
    assert load(root).catalogue_path == other / "catalogue.db"


@pytest.mark.parametrize("text", ["huit mille", "-1", "80.5", "8 000", "²", "1e3"])
def test_a_port_is_a_whole_number(root, monkeypatch, text):
    monkeypatch.setenv("GUICHET_PORT", text)
    with pytest.raises(SettingsError, match=r"^GUICHET_PORT : « .* » n'est pas un nombre entier — corrigez .env"):
        load(root)


@pytest.mark.parametrize("name", ["GUICHET_PORT", "GUICHET_ENGINE_PORT", "GUICHET_ACTIONS_PORT"])
@pytest.mark.parametrize("text", ["0", "65536", "999999"])
def test_a_port_is_between_1_and_65535(root, monkeypatch, name, text):
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError, match=rf"^{name} : {text} n'est pas un port — choisissez entre 1 et 65535$"):
        load(root)


@pytest.fixture
def telegram(root, monkeypatch):
    """A bot with its token and secret."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:AAF-abc_d")
    monkeypatch.setenv("TELEGRAM_SECRET", "s3cr-et_")
    monkeypatch.delenv("TELEGRAM_API_BASE", raising=False)
    return root


def test_telegram_needs_a_token_and_a_secret_which_are_shown_nowhere(telegram):
    found = load(telegram).telegram
    assert (found.token, found.secret, found.works) == ("123456:AAF-abc_d", "s3cr-et_", True)
    assert found.api_base == "https://api.telegram.org"
    assert "AAF" not in repr(found)
    assert "s3cr" not in repr(found)


def test_without_a_token_there_is_no_telegram(telegram, monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    assert not load(telegram).telegram.works


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_SECRET"])
@pytest.mark.parametrize("text", ["deux mots", "a/b", "é", "a" * 10 + "?"])
def test_what_telegram_would_not_take_is_said_without_repeating_it(telegram, monkeypatch, name, text):
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError, match=f"^{name} : ") as caught:
        load(telegram)
    assert text not in str(caught.value)


@pytest.mark.parametrize("base", ["api.telegram.org", "ftp://a", "http://", "http://a:b", "https://a:99999"])
def test_the_api_of_telegram_is_an_address(telegram, monkeypatch, base):
    monkeypatch.setenv("TELEGRAM_API_BASE", base)
    with pytest.raises(SettingsError, match=r"^TELEGRAM_API_BASE : « .* » n'est pas une adresse"):
        load(telegram)


def test_a_secret_is_not_optional(telegram, monkeypatch):
    monkeypatch.delenv("TELEGRAM_SECRET")
    with pytest.raises(SettingsError, match=r"^TELEGRAM_SECRET : absent"):
        load(telegram)
