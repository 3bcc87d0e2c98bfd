"""What an operator sets for mail and for agents' tools, and what is refused with the cure."""

from __future__ import annotations

import pytest

from guichet.settings import MailSettings, SettingsError, load

SMTP = {"GUICHET_SMTP_HOST": "mail.mairie.example", "GUICHET_MAIL_FROM": "Guichet <guichet@mairie.example>"}


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    """Settings of a `.env` with these values, whatever the environment of the test."""
    for name in ("HOST", "PORT", "USER", "PASSWORD", "SECURITY"):
        monkeypatch.delenv(f"GUICHET_SMTP_{name}", raising=False)

    def load_these(**values):
        (tmp_path / ".env").write_text("".join(f'{name}="{value}"\n' for name, value in values.items()), "utf-8")
        return load(tmp_path)

    return load_these


def test_without_a_host_there_is_no_mail(loaded):
    assert loaded(GUICHET_SMTP_USER="a").mail == MailSettings()
    assert not MailSettings().works


@pytest.mark.parametrize(("security", "port"), [("", 587), ("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_way_has_its_usual_port(loaded, security, port):
    mail = loaded(**SMTP, GUICHET_SMTP_SECURITY=security).mail
    assert (mail.works, mail.port, mail.security) == (True, port, security or "starttls")


def test_the_password_is_not_shown(loaded):
    settings = loaded(**SMTP, GUICHET_SMTP_USER="guichet", GUICHET_SMTP_PASSWORD="secret de polichinelle")
    assert settings.mail.password == "secret de polichinelle"
    assert "polichinelle" not in repr(settings)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"GUICHET_SMTP_SECURITY": "ssl"}, "GUICHET_SMTP_SECURITY"),
        ({"GUICHET_SMTP_SECURITY": "none", "GUICHET_SMTP_USER": "a"}, "en clair"),
        ({"GUICHET_SMTP_PORT": "0"}, "GUICHET_SMTP_PORT"),
        ({"GUICHET_MAIL_FROM": ""}, "GUICHET_MAIL_FROM"),
        ({"GUICHET_MAIL_FROM": "la mairie"}, "GUICHET_MAIL_FROM"),
        ({"GUICHET_MAIL_FROM": "a@b.fr\\nBcc: c@d.fr"}, "GUICHET_MAIL_FROM"),
        ({"GUICHET_PUBLIC_URL": "guichet.mairie.example"}, "GUICHET_PUBLIC_URL"),
    ],
)
def test_what_cannot_work_is_refused_with_the_cure(loaded, wrong, named):
    with pytest.raises(SettingsError, match=named) as refusal:
        loaded(**SMTP | wrong)
    assert " — " in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_public_address_has_no_final_slash(loaded):
    assert loaded(GUICHET_PUBLIC_URL="https://guichet.mairie.example/").public_url == "https://guichet.mairie.example"
