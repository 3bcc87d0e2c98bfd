"""`guichet agents`: the first accounts, from a terminal in either environment."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess

import pytest
from click.testing import CliRunner

from guichet.agent_commands import ROLES, agents
from guichet.errors import GuichetError
from guichet.gateway.desk.door.accounts import Role
from guichet.gateway.desk.door.audit import Filter
from guichet.settings import ROOT, load
from tests.gateway.desk.signing import PASSWORD, behind

ENGINE = ROOT / ".venv-engine" / "bin" / "python"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command on a database of its own."""
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path))
    monkeypatch.delenv("GUICHET_DATABASE_URL", raising=False)

    def run(*arguments: str, typed: str = "") -> str:
        result = CliRunner().invoke(agents, arguments, input=typed)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return run


def known(login: str):
    """The account, whether a password is its own, and the actions of the journal."""

    async def look():
        async with behind(load()) as desk:
            agent = await desk.accounts.by_login(login)
            stored = await desk.accounts.password_hash(agent.id)
            right = (await desk.accounts.passwords.check(PASSWORD, stored)).right
            return agent, right, [(e.login, e.action) for e in await desk.audit.entries(Filter())]

    return asyncio.run(look())


def test_roles_are_those_of_accounts():
    assert tuple(role.value for role in Role) == ROLES


def test_the_first_account(run, tmp_path):
    assert "Aucun compte" in run("list")
    told = run("add", "Camille", "--name", "Camille", "--role", "supervisor", "--team", "accueil")
    assert "Compte créé : camille (Camille, superviseur)." in told
    assert re.search(r"montré cette seule fois : [a-z2-9]{4}(-[a-z2-9]{4}){3}\n", told)
    assert "http://localhost:8000/desk/" in told
    assert run("list") == "camille  Camille · superviseur · accueil\n"
    agent, _, journal = known("camille")
    assert agent.must_choose
    assert journal == [("", "account.added")]


def test_a_password_from_standard_input_is_ones_own(run):
    told = run("add", "camille", "--name", "Camille", "--password-stdin", typed=f"{PASSWORD}\n")
    assert "montré" not in told
    agent, right, _ = known("camille")
    assert right
    assert not agent.must_choose


def test_a_new_password_and_the_end(run):
    run("add", "camille", "--name", "Camille")
    run("password", "camille", "--password-stdin", typed=f"{PASSWORD}\n")
    assert known("camille")[1]
    assert "désactivé" in run("remove", "camille", "--yes")
    assert run("list").endswith("désactivé\n")
    agent, right, journal = known("camille")
    assert (agent.active, right) == (False, False)
    assert [action for _, action in journal] == ["account.disabled", "password.reset", "account.added"]
    run("add", "camille", "--name", "Camille", "--role", "administrator")
    assert run("list") == "camille  Camille · administrateur · toutes les équipes\n"


def test_removing_asks_first(run):
    run("add", "camille", "--name", "Camille")
    with pytest.raises(AssertionError, match="Désactiver le compte camille"):
        run("remove", "camille", typed="n\n")
    assert known("camille")[0].active


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("add", "camille", "--name", "Camille"), "", "Cet identifiant est déjà pris — choisissez-en un autre"),
        (("add", "été", "--name", "x"), "", "L’identifiant compte de 1 à 60 lettres"),
        (("add", "noor", "--name", " "), "", "Indiquez un prénom"),
        (("add", "noor", "--name", "x", "--team", "lune"), "", "--team : « lune » n'est pas une équipe — choisissez"),
        (("add", "noor", "--name", "x", "--password-stdin"), "court\n", "trop court : 12 caractères au moins"),
        (("add", "noor", "--name", "x", "--password-stdin"), "", "--password-stdin : rien sur l'entrée standard"),
        (("remove", "noor", "--yes"), "", "« noor » n'est pas un compte en service — voyez"),
        (("password", "noor"), "", "« noor » n'est pas un compte en service"),
    ],
)
def test_what_is_wrong_is_one_line_with_the_cure(run, arguments, typed, said):
    run("add", "camille", "--name", "Camille")
    with pytest.raises(GuichetError) as caught:
        run(*arguments, typed=typed)
    assert said in str(caught.value)
    assert " — " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_it_works_from_the_environment_of_the_engine(tmp_path):
    if not ENGINE.is_file():
        pytest.skip("the engine's environment is not set up (`make setup`)")
    environment = os.environ | {"GUICHET_VAR": str(tmp_path), "GUICHET_DATABASE_URL": ""}

    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess:
        command = [str(ENGINE), "-m", "guichet", "agents", *arguments]
        return subprocess.run(
            command, env=environment, cwd=ROOT, input=typed, capture_output=True, text=True, timeout=60
        )

    added = run("add", "camille", "--name", "Camille Ô", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (added.returncode, added.stderr) == (0, "")
    again = run("add", "camille", "--name", "Camille")
    assert again.returncode == 1
    assert again.stderr == "Error: guichet agents : Cet identifiant est déjà pris — choisissez-en un autre\n"
    assert "Camille Ô" in run("list").stdout
