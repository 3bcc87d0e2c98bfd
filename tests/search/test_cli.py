"""The `guichet` command, as it is typed: French help, one line for an error, JSON lines as the design says."""

import json
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from guichet.cli import main
from guichet.settings import ROOT

COMMANDS = {
    "import": "Charger les fiches officielles et celles des éditeurs dans le catalogue.",
    "check": "Vérifier toutes les données : fiches des éditeurs, exemples, réponses, questions de mesure.",
    "search": "Chercher les démarches auxquelles TEXT fait penser.",
    "ask": "Comme `search`, à travers le modèle entraîné : ajoute l'intention comprise.",
    "train": "Entraîner le modèle sur data/ ; rien à faire quand rien n'a changé.",
    "serve": "Servir : moteur, serveur d'actions et passerelle ; Ctrl-C arrête tout.",
    "evaluate": "Mesurer ce que Guichet comprend, sur des phrases que rien n'a apprises, et en faire un rapport.",
    "calibrate": "Régler la recherche sur data/questions : poids, seuils, "
    "et avec --words le sens des mots (trois minutes).",
}


def guichet(*arguments, var, given=b"", **environment):
    """One run of the command with its databases in `var`: exit code, output, errors."""
    settings = {"GUICHET_VAR": str(var), "GUICHET_FEED": ""} | environment
    done = CliRunner().invoke(main, arguments, input=given, env=settings)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def in_a_process(*arguments, var, given=b""):
    """The same, as an operator runs it."""
    command = [sys.executable, "-m", "guichet", *arguments]
    settings = os.environ | {"GUICHET_VAR": str(var), "GUICHET_FEED": ""}
    done = subprocess.run(command, cwd=ROOT, env=settings, input=given, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def failed(result):
    """The one line of an error meant for people."""
    code, _, errors = result
    assert code == 1, result
    (line,) = errors.strip().splitlines()
    return line


def test_every_command_is_listed(tmp_path):
    code, shown, _ = guichet("--help", var=tmp_path)
    listed = {line.split()[0] for line in shown.split("Commands:")[1].splitlines() if line.strip()}
    assert code == 0
    assert set(COMMANDS) <= listed


def test_every_command_says_in_french_what_it_does():
    told = {name: command.help.split("\n")[0] for name, command in main.commands.items() if name in COMMANDS}
    assert told == COMMANDS
    for name, command in main.commands.items():
        assert command.help, name
        for option in command.params:
            assert isinstance(option, click.Argument) or option.help, f"{name} {option.name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    with click.Context(main.commands[name], info_name=name) as context:
        assert COMMANDS[name] in " ".join(main.commands[name].get_help(context).split())


def lines(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


@pytest.mark.parametrize("run", [guichet, in_a_process])
def test_search_jsonl_keeps_its_contract(small, run):
    rows = ({"text": "je veux voter par procuration"}, "", {"text": "raconte moi une blague", "id": 7}, {"text": ""})
    code, shown, errors = run("search", "--jsonl", var=small.parent, given=lines(*rows))
    assert (code, errors) == (0, "")
    vote, joke, nothing = map(json.loads, shown.splitlines())
    assert list(vote) == ["text", "decision", "procedures"]
    assert (vote["text"], vote["decision"]) == ("je veux voter par procuration", "answer")
    assert 1 <= len(vote["procedures"]) <= 10
    best = vote["procedures"][0]
    assert best == {
        "id": "vote_procuration",
        "sheets": ["F1604"],
        "title": "Voter par procuration",
        "score": best["score"],
    }
    assert [p["score"] for p in vote["procedures"]] == sorted((p["score"] for p in vote["procedures"]), reverse=True)
    assert joke["decision"] == "none"
    assert nothing == {"text": "", "decision": "none", "procedures": []}


def test_search_jsonl_writes_french_as_it_is(small):
    _, shown, _ = guichet("search", "--jsonl", var=small.parent, given=lines({"text": "carte d'identité"}))
    assert "carte d'identité" in shown


@pytest.mark.parametrize(
    "bad",
    [
        "pas du json",
        "[]",
        "{}",
        "3",
        '"texte"',
        '{"text": null}',
        '{"text": 5}',
        '{"text": ["a"]}',
        b'{"text": "\xe9"}',
    ],
)
def test_a_bad_line_is_named_by_its_number(small, bad):
    good = b'{"text": "passeport"}\n'
    bad = bad if isinstance(bad, bytes) else bad.encode()
    result = guichet("search", "--jsonl", var=small.parent, given=good + b"\n" + bad + b"\n" + good)
    assert failed(result) == 'Error: entrée, ligne 3 : pas un objet JSON {"text": …} — corrigez-la'
    assert len(result[1].splitlines()) == 1


def test_a_text_that_is_not_quite_unicode_is_answered(small):
    code, shown, _ = guichet("search", "--jsonl", var=small.parent, given=b'{"text": "\\ud800 passeport \\u0000"}')
    assert code == 0
    assert json.loads(shown)["procedures"]


def test_no_line_no_result(small):
    assert guichet("search", "--jsonl", var=small.parent) == (0, "", "")


def test_search_for_people(small):
    code, shown, _ = guichet("search", "je veux voter par procuration", var=small.parent)
    first, second = shown.splitlines()[:2]
    assert (code, first) == (0, "Sûr (answer)")
    assert second.split()[1:] == ["vote_procuration", "Voter", "par", "procuration", "[F1604]"]


@pytest.mark.parametrize("arguments", [("search",), ("search", "  "), ("search", "--inconnu"), ("inconnue",)])
def test_a_wrong_use_is_said_and_exits_2(small, arguments):
    code, _, errors = guichet(*arguments, var=small.parent)
    assert (code, "Traceback" in errors) == (2, False)


@pytest.mark.parametrize("arguments", [("search", "passeport"), ("search", "--jsonl"), ("evaluate",)])
def test_without_a_catalogue_one_line_says_what_to_do(tmp_path, arguments):
    line = failed(guichet(*arguments, var=tmp_path, given=b'{"text": "passeport"}'))
    assert line.endswith("catalogue.db : pas encore de catalogue — lancez `guichet import`")


def test_a_wrong_setting_is_said_in_one_line(tmp_path):
    line = failed(guichet("search", "x", var=tmp_path, GUICHET_PORT="huit mille"))
    assert line == "Error: GUICHET_PORT : « huit mille » n'est pas un nombre entier — corrigez .env ou l'environnement"


@pytest.fixture(scope="module")
def imported(tmp_path_factory, lexicon):
    """A folder whose catalogue comes from `guichet import` itself, of the editors' sheets alone."""
    folder = tmp_path_factory.mktemp("var")
    (folder / "cache").symlink_to(lexicon)
    code, shown, errors = guichet("import", var=folder)
    assert (code, errors) == (0, "")
    assert "Pas de flux officiel (GUICHET_FEED est vide) : les fiches des éditeurs seules répondent." in shown
    return folder


def test_importing_again_changes_nothing(imported):
    before = (imported / "catalogue.db").stat()
    code, shown, _ = guichet("import", var=imported)
    assert (code, "inchangées" in shown) == (0, True)
    assert (imported / "catalogue.db").stat().st_mtime_ns == before.st_mtime_ns


GARBAGE = {"garbage": b"pas un zip", "empty": b"", "truncated": b"PK\x03\x04" + b"\0" * 100}


@pytest.mark.parametrize("kind", [*GARBAGE, "absent", "folder"])
def test_importing_garbage_is_said_in_one_line_and_nothing_is_lost(imported, tmp_path, kind):
    source = tmp_path / "feed.zip"
    if kind in GARBAGE:
        source.write_bytes(GARBAGE[kind])
    elif kind == "folder":
        source.mkdir()
    before = (imported / "catalogue.db").read_bytes()
    line = failed(in_a_process("import", "--from", str(source), var=imported))
    assert line.startswith(f"Error: {source} : ")
    assert " — " in line
    assert (imported / "catalogue.db").read_bytes() == before


def test_offline_the_import_goes_on_with_what_is_in_place(imported):
    code, shown, _ = guichet("import", "--offline-ok", "--from", "http://127.0.0.1:9/feed.zip", var=imported)
    assert code == 0
    assert "http://127.0.0.1:9/feed.zip : téléchargement impossible" in shown
    assert "fiches embarquées." in shown
