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
