"""The house of docs/architecture.md, checked in the code: who may know whom, who reads settings, what stays small."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from guichet.settings import ROOT

#: Files of `guichet/` that stand above the core: they may know Rasa, or bring the house together.
ABOVE = {
    "action_server",
    "agent_commands",
    "evaluation_command",
    "gateway_commands",
    "model_commands",
    "privacy_commands",
    "status_command",
    "telegram_commands",
    "unanswered_commands",
    "cli",
    "serve",
    "asking",
    "training",
    "__main__",
}
#: Rooms of the core.
CORE_ROOMS = ("catalogue", "search", "guide", "around", "offices", "matching", "dialogue", "freshness")

#: Who must not import what; a name also means all that is under it.
FORBIDDEN = {
    "core": (
        *("rasa", "rasa_sdk", "sanic", "sqlalchemy", "actions", "guichet.nlu", "guichet.engine", "guichet.gateway"),
        *("guichet.evaluation", "guichet.cli", "guichet.serve", "guichet.asking", "guichet.training"),
    ),
    "catalogue": ("guichet.search", "guichet.dialogue", "guichet.frames", "guichet.guide", "guichet.around"),
    "search": ("guichet.dialogue", "guichet.frames", "guichet.guide", "guichet.around"),
    "nlu": ("guichet.gateway", "actions", "rasa_sdk"),
    "engine": ("guichet.gateway", "actions", "rasa_sdk"),
    "actions": ("guichet.gateway", "guichet.nlu", "guichet.engine", "rasa", "sqlite3", "lxml"),
    "gateway": (
        *("guichet.nlu", "guichet.engine", "actions", "rasa", "rasa_sdk", "guichet.search", "guichet.catalogue"),
        *("guichet.dialogue", "guichet.guide", "guichet.around", "guichet.offices"),
    ),
}

#: The environment is read in one module; the others only hand it on to the processes they start, or quieten Rasa in it.
ENVIRONMENT = {"guichet/settings.py", "guichet/serve.py", "guichet/training.py", "guichet/evaluation/bench.py"}

LONGEST = 300
#: Known to be longer, each with its reason; a name that no longer needs to be here fails too.
LONGER = {"guichet/procedure.py": "the model is read as a whole: one type of block refers to all the others"}


def sources(*folders):
    return sorted(p for folder in folders for p in (ROOT / folder).rglob("*.py"))


def core():
    files = [p for p in sorted((ROOT / "guichet").glob("*.py")) if p.stem not in ABOVE]
    return files + sources(*(f"guichet/{room}" for room in CORE_ROOMS))


def room(name):
    if name == "core":
        return core()
    return sources(name if name == "actions" else f"guichet/{name}")


def name_of(path, root=ROOT):
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path, root=ROOT):
    """The full names of all that a file imports, at its top or inside a function."""
    found = set()
    package = name_of(path, root).split(".") if path.stem == "__init__" else name_of(path, root).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def crossings(files, forbidden, root=ROOT):
    return {
        f"{path.relative_to(root)} → {name}"
        for path in files
        for name in imported(path, root)
        if any(name == bad or name.startswith(f"{bad}.") for bad in forbidden)
    }


@pytest.mark.parametrize("name", FORBIDDEN)
def test_dependencies_go_one_way(name):
    assert room(name), f"nothing is checked: {name} is empty"
    assert crossings(room(name), FORBIDDEN[name]) == set()


@pytest.mark.parametrize(
    "line",
    [
        "import rasa",
        "import rasa.core.agent as agent",
        "from rasa import core",
        "from guichet import gateway",
        "from ..gateway import app",
        "def late():\n    from guichet.gateway.app import create",
    ],
)
def test_a_crossing_is_seen_however_it_is_written(tmp_path, line):
    path = tmp_path / "guichet" / "catalogue" / "bad.py"
    path.parent.mkdir(parents=True)
    path.write_text(line, "utf-8")
    assert len(crossings([path], ("rasa", "guichet.gateway"), tmp_path)) >= 1
    assert crossings([path], ("guichet.search", "ras"), tmp_path) == set()


def test_no_module_has_a_name_that_says_nothing():
    empty_names = {"utils", "util", "helpers", "helper", "common", "misc"}
    files = sources("guichet", "actions", "tests")
    assert [str(p) for p in files if empty_names & set(p.relative_to(ROOT).with_suffix("").parts)] == []


def test_modules_stay_under_three_hundred_lines():
    lengths = {p.relative_to(ROOT).as_posix(): len(p.read_text("utf-8").splitlines()) for p in sources("guichet")}
    assert {name: length for name, length in lengths.items() if length > LONGEST and name not in LONGER} == {}
    assert {name for name in LONGER if lengths.get(name, 0) <= LONGEST} == set()


def reads_environment(path):
    tree = ast.parse(path.read_text("utf-8"))
    names = {
        (n.value.id, n.attr) for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)
    }
    taken = {a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "os" for a in n.names}
    wanted = {"environ", "environb", "getenv", "putenv"}
    return any(module == "os" and name in wanted for module, name in names) or bool(taken & wanted)


def test_the_environment_is_read_in_one_place():
    files = sources("guichet", "actions")
    assert {p.relative_to(ROOT).as_posix() for p in files if reads_environment(p)} == ENVIRONMENT


#: Imports every module named on the command line, and says who opened a file, a database or a connection meanwhile.
#: What a library does while it is imported by one of ours is its own affair.
_WATCHED_IMPORT = """
import importlib, sys
ours, seen = tuple(sys.argv[1].split(":")), []
def watch(event, arguments):
    if event not in ("open", "sqlite3.connect", "socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir"):
        return
    frame = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return
        if file.startswith(ours):
            seen.append(f"{file}:{frame.f_lineno} {event} {arguments[0]}")
            return
        frame = frame.f_back
sys.addaudithook(watch)
for name in sys.argv[2:]:
    importlib.import_module(name)
print("\\n".join(seen))
"""


def happened_at_import(folders, modules, cwd):
    command = [sys.executable, "-c", _WATCHED_IMPORT, ":".join(f"{f}/" for f in folders), *modules]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_nothing_happens_at_import():
    pytest.importorskip("rasa_sdk", reason="the actions import only in the engine's environment (.venv-engine)")
    modules = [name_of(p) for p in (*core(), *sources("actions"))]
    modules += ["guichet.cli", "guichet.serve", "guichet.asking", "guichet.training"]
    assert happened_at_import([ROOT / "guichet", ROOT / "actions"], modules, ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "open(__file__)",
        "import sqlite3; sqlite3.connect(':memory:')",
        "import pathlib; pathlib.Path(__file__).read_text()",
    ],
)
def test_what_happens_at_import_is_seen(tmp_path, line):
    Path(tmp_path, "hasty.py").write_text(line, "utf-8")
    assert happened_at_import([tmp_path], ["hasty"], tmp_path) != []
