"""`docs/runbook.md` keeps its word: every command in it exists with its options, every alert has its section."""

from __future__ import annotations

import re
import shlex
import unicodedata

import click
import pytest
import yaml

from guichet.cli import main
from guichet.setting_readers import SECRETS
from guichet.settings import ROOT

RUNBOOK = (ROOT / "docs" / "runbook.md").read_text("utf-8")
CAPACITY = (ROOT / "docs" / "capacity.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", RUNBOOK, re.M | re.S)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]
INLINE = re.findall(r"`(guichet [a-z][^`]*)`", RUNBOOK + CAPACITY)

#: Programs of the system, with what is said to them here; they are not ours to try.
SYSTEM = re.compile(
    r"useradd |chown |git (clone|pull --ff-only)|systemctl (restart|stop|start|reload|enable --now) |nginx -t$"
)


def resolve(words: list[str], group: click.Group = main) -> None:
    """Raises `click.UsageError` for a command or an option that isn't there."""
    command = group.get_command(click.Context(group), words[0])
    if command is None:
        raise click.UsageError(words[0])
    if isinstance(command, click.Group):
        return resolve(words[1:], command)
    # Options only: a file that an argument names need not be there.
    command.make_parser(click.Context(command)).parse_args(list(words[1:]))
    return None


@pytest.mark.parametrize("line", [c for c in COMMANDS if c.startswith("guichet ")] + INLINE)
def test_our_commands_exist_with_their_options(line):
    resolve(shlex.split(line)[1:])


@pytest.mark.parametrize("line", ["guichet sauver", "guichet backup --garder 3", "guichet agents invent x"])
def test_a_command_that_does_not_exist_is_seen(line):
    with pytest.raises(click.UsageError):
        resolve(shlex.split(line)[1:])


def compose_words(line):
    return shlex.split(line.removeprefix("docker compose -f deploy/compose.yml "))


@pytest.mark.parametrize("line", [c for c in COMMANDS if c.startswith("docker compose")])
def test_compose_is_asked_for_services_that_exist(line):
    services = yaml.safe_load((ROOT / "deploy/compose.yml").read_text("utf-8"))["services"]
    assert line.startswith("docker compose -f deploy/compose.yml ")
    action, *words = [word for word in compose_words(line) if not word.startswith("--")]
    assert action in ("build", "exec", "run", "stop", "up")
    if action in ("exec", "run"):
        assert words[0] in services
        if words[1:]:
            assert words[1] == "guichet"
            resolve(shlex.split(line[line.index(" guichet ") :])[1:])
    else:
        assert set(words) <= set(services)


@pytest.mark.parametrize("line", [c for c in COMMANDS if c.startswith("kubectl")])
def test_kubernetes_is_asked_for_what_is_in_the_manifests(line):
    things = [
        thing
        for path in (ROOT / "deploy/kubernetes").glob("*.yaml")
        for thing in yaml.safe_load_all(path.read_text("utf-8"))
    ]
    known = {f"{thing['kind'].lower()}/{thing['metadata']['name']}" for thing in things}
    for word in re.findall(r"(?:deployment|cronjob)/\w+", line):
        assert word in known
    for path in re.findall(r"deploy/[\w/.-]+", line):
        assert (ROOT / path).exists() or path == "deploy/secrets"
    if " -- guichet " in line:
        resolve(shlex.split(line.partition(" -- guichet ")[2]))


@pytest.mark.parametrize("line", [c for c in COMMANDS if c.startswith(("make ", "install ", "deploy/"))])
def test_targets_and_files_are_there(line):
    if line.startswith("make "):
        assert re.search(rf"^{line.split()[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.M)
    elif line.startswith("deploy/"):
        assert (ROOT / line.split()[0]).stat().st_mode & 0o100
    else:
        for path in re.findall(r"deploy/[\w/.-]+\.\w+", line):
            assert (ROOT / path).is_file()


def test_no_command_escapes_these_checks():
    ours = ("guichet ", "docker compose ", "kubectl ", "make ", "install ", "deploy/")
    assert [line for line in COMMANDS if not line.startswith(ours) and not SYSTEM.match(line)] == []


def anchor(title):
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def test_each_alert_has_its_section_and_each_section_its_alert():
    rules = yaml.safe_load((ROOT / "deploy/observability/alerts.yml").read_text("utf-8"))
    pages = [rule["annotations"]["runbook"] for group in rules["groups"] for rule in group["rules"]]
    part = RUNBOOK.partition("## Ce que veut dire chaque alerte")[2].partition("\n## ")[0]
    sections = [anchor(title) for title in re.findall(r"^### (.+)$", part, re.M)]
    assert {page.partition("#")[2] for page in pages} == set(sections)
    assert len(sections) == len(set(sections))


def test_each_secret_can_be_changed():
    part = RUNBOOK.partition("## Changer les secrets")[2].partition("\n## ")[0]
    assert [name for name in SECRETS if name not in part] == []


def test_settings_that_are_named_exist():
    known = (ROOT / ".env.example").read_text("utf-8")
    named = set(re.findall(r"\b(?:GUICHET|TELEGRAM)_[A-Z_]+[A-Z]\b", RUNBOOK + CAPACITY)) - {
        "GUICHET_X",
        "GUICHET_X_FILE",
    }
    assert [
        name for name in sorted(named) if name not in known and name not in SECRETS and name != "GUICHET_SMTP"
    ] == []


@pytest.mark.parametrize("name", ["runbook.md", "capacity.md"])
def test_links_lead_somewhere(name):
    text = (ROOT / "docs" / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        if not target.startswith("https:"):
            assert (ROOT / "docs" / target).exists(), target
    for path in re.findall(r"`((?:deploy|docs|data)/[\w/.-]+)`", text):
        assert (ROOT / path).exists() or path in ("deploy/tls/", "deploy/secrets/"), path
