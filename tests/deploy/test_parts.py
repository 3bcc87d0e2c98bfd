"""Parts of Guichet served by themselves, as containers do: which processes, where they listen, where their words go."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from guichet import serve
from guichet.bank.bank import Bank
from guichet.errors import GuichetError
from guichet.settings import ROOT, load


def test_without_a_choice_all_three_are_served_each_with_its_file():
    made = serve.services(load(), Path("model"))
    assert [service.log.name for service in made] == ["actions.log", "engine.log", "gateway.log"]


def test_a_part_alone_says_what_it_says_where_it_was_called():
    (engine,) = serve.services(load(), Path("model"), ["engine"])
    assert engine.name == serve.ENGINE
    assert engine.log is None
    assert [s.name for s in serve.services(load(), Path("model"), ["engine", "actions"])][1] == serve.ENGINE


def test_a_part_alone_needs_no_port_of_the_others(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        serve.check_ports(replace(load(), port=port, actions_port=free_port()), ["actions"])
        with pytest.raises(GuichetError, match=str(port)):
            serve.check_ports(replace(load(), actions_port=port), ["actions"])


def test_an_engine_without_a_model_does_not_start(tmp_path):
    with pytest.raises(GuichetError, match=r"guichet train|venv-engine"):
        serve.run(replace(load(), engine_port=free_port()), Bank(tmp_path, tmp_path), print, ["engine"])


def test_an_engine_open_to_others_knows_who_calls(monkeypatch):
    assert load().engine_host == "127.0.0.1"
    monkeypatch.setenv("GUICHET_ENGINE_HOST", "0.0.0.0")
    with pytest.raises(GuichetError, match="GUICHET_INTERNAL_TOKEN"):
        load()
    monkeypatch.setenv("GUICHET_INTERNAL_TOKEN", "0123456789abcdef")
    assert load().engine_host == "0.0.0.0"


def test_the_gateway_alone_serves_and_its_words_are_on_the_console(tmp_path):
    port = free_port()
    environment = os.environ | {"GUICHET_VAR": str(tmp_path), "GUICHET_PORT": str(port)}
    command = [sys.executable, "-m", "guichet", "serve", "--only", "gateway"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        for line in process.stdout:
            if b"gateway.started" in line:
                break
        else:
            pytest.fail("the gateway did not start")
        assert not (tmp_path / "log").exists()
    finally:
        process.terminate()
        process.communicate(timeout=15)
    assert process.returncode == 0


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
