"""The images as they are described: what they copy exists, who they run as, nothing secret, no base without version."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

import pytest

from guichet.settings import ROOT
from tests.deploy.containerfile import CONTAINERFILE, read

STAGES = read()
SERVED = ("gateway", "engine")


@pytest.mark.parametrize("name", STAGES)
def test_what_is_copied_exists(name):
    for copy in STAGES[name].copies():
        if copy.origin:
            assert copy.origin in STAGES
        else:
            assert [source for source in copy.sources if not (ROOT / source).exists()] == []


def allowed(path: str) -> bool:
    """Whether the ignore file lets a path of the project into the build: the last rule that fits says."""
    verdict = True
    for rule in (CONTAINERFILE.parent / "Containerfile.dockerignore").read_text("utf-8").split("\n"):
        rule = rule.strip()
        if not rule or rule.startswith("#"):
            continue
        pattern = rule.removeprefix("!")
        if fnmatch.fnmatch(path, pattern) or path.startswith(f"{pattern}/"):
            verdict = rule.startswith("!")
    return verdict


def test_all_that_is_copied_reaches_the_build_and_no_secret_does():
    copied = {
        source for stage in STAGES.values() for copy in stage.copies() if not copy.origin for source in copy.sources
    }
    assert [source for source in sorted(copied) if not allowed(source)] == []
    for path in (
        ".env",
        "var/guichet.db",
        "var/secret.key",
        "models/a.tar.gz",
        ".git/config",
        "deploy/secrets/secret_key",
    ):
        assert not allowed(path), path


@pytest.mark.parametrize("name", SERVED)
def test_it_runs_as_nobody_in_particular_and_may_write_in_one_place(name):
    stage = STAGES[name]
    user, group = stage.last("USER").split(":")
    assert int(user) >= 10_000
    assert int(group) >= 10_000
    assert any(f"useradd --uid {user} " in words for words in stage.all("RUN"))
    assert stage.all("VOLUME") == [stage.environment()["GUICHET_VAR"]]
    order = [instruction for instruction, _ in stage.instructions]
    assert "RUN" not in order[order.index("USER") :], "something is built as the unprivileged user"


@pytest.mark.parametrize("name", SERVED)
def test_it_says_how_it_is_and_stops_by_signal(name):
    stage = STAGES[name]
    words = stage.last("HEALTHCHECK")
    assert re.search(r"--start-period=\d+s", words)
    port = stage.last("EXPOSE")
    assert f"http://127.0.0.1:{port}/" in words
    # The exec form: a shell would keep the signal for itself.
    assert stage.command()[0] in ("python", "guichet")


@pytest.mark.parametrize("name", STAGES)
def test_libraries_are_those_of_the_locks(name):
    for words in STAGES[name].all("RUN"):
        assert "uv pip sync" not in words or "--require-hashes" in words
        if "pip install" in words and "--editable" not in words:
            assert "uv==" in words, words


@pytest.mark.parametrize("name", STAGES)
def test_bases_have_a_version(name):
    base = STAGES[name].base
    if base not in STAGES:
        assert re.fullmatch(r"docker\.io/library/python:3\.\d+-slim-[a-z]+", base)


def test_no_secret_is_in_an_image():
    text = CONTAINERFILE.read_text("utf-8")
    assert not re.search(r"(?i)(token|password|secret|_key)\s*=", text)


def test_pythons_are_those_of_the_project():
    versions = (ROOT / ".python-version").read_text("utf-8").split()
    bases = [stage.base for stage in STAGES.values() if "python:" in stage.base]
    assert {re.search(r"python:(3\.\d+)", base)[1] for base in bases} == {".".join(v.split(".")[:2]) for v in versions}


def test_an_instruction_that_is_not_known_is_refused(tmp_path: Path):
    (tmp_path / "Containerfile").write_text("FROM docker.io/library/python:3.12 AS one\nADD http://example.org /x\n")
    with pytest.raises(ValueError, match="ADD"):
        read(tmp_path / "Containerfile")
