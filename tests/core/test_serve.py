"""The processes served together: restarted when they die, stopped together, and never left behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from guichet import serve
from guichet.bank.bank import Bank
from guichet.errors import GuichetError
from guichet.settings import ROOT, load

#: Serves two small processes: one stays, one dies at once with code 3; each says when it starts.
SUPERVISOR = """
import sys
from pathlib import Path
from guichet import serve, settings
folder = Path(sys.argv[1])
born = "import os, time; open({file!r}, 'a').write(f'{{os.getpid()}} {{time.monotonic()}}\\\\n'); "
then = {"fidèle": "time.sleep(600)", "fragile": "raise SystemExit(3)"}
def service(name):
    code = born.format(file=str(folder / name)) + then[name]
    return serve.Service(name, [sys.executable, "-c", code], folder / f"{name}.log", {})
serve.supervise([service(name) for name in sys.argv[2:]], settings.load(), lambda line: print(line, flush=True))
"""


@contextmanager
def supervisor(folder, *names):
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(folder), *names],
        cwd=ROOT,
        env=os.environ | {"GUICHET_PORT": str(free_port()), "GUICHET_VAR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def births(folder, name, count, seconds=8.0):
    """The (pid, time) of the first starts of a service, once there are so many."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        path = folder / name
        lines = path.read_text().splitlines() if path.is_file() else []
        if len(lines) >= count:
            return [(int(line.split()[0]), float(line.split()[1])) for line in lines]
        time.sleep(0.05)
    pytest.fail(f"{name} did not start {count} times in {seconds} s")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid, seconds=5.0):
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


def test_a_process_that_dies_is_started_again_later_and_later_and_all_stop_on_sigterm(tmp_path):
    with supervisor(tmp_path, "fidèle", "fragile") as process:
        first, second, third = (at for _, at in births(tmp_path, "fragile", 3)[:3])
        ((faithful, _),) = births(tmp_path, "fidèle", 1)
        assert second - first >= 1
        assert third - second >= 2
        assert alive(faithful)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=5)
        assert process.returncode == 0
        assert gone(faithful, 0)
    lines = said.splitlines()
    deaths = [line for line in lines if "s'est arrêté" in line]
    assert deaths[0] == f"fragile s'est arrêté (code 3) — je le relance dans 1 s ; voir {tmp_path}/fragile.log"
    assert "fragile s'est arrêté (code 3) — je le relance dans 2 s" in deaths[1]
    assert not any("fidèle" in line for line in lines)
    assert lines[-1] == "Arrêt…"


def test_ctrl_c_stops_all(tmp_path):
    with supervisor(tmp_path, "fidèle") as process:
        ((faithful, _),) = births(tmp_path, "fidèle", 1)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0
        assert gone(faithful, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_nothing_is_left_behind_when_the_supervisor_is_killed(tmp_path):
    with supervisor(tmp_path, "fidèle") as process:
        ((faithful, _),) = births(tmp_path, "fidèle", 1)
        process.kill()
        assert gone(faithful)


def settings(tmp_path, **ports):
    free = {name: free_port() for name in ("port", "engine_port", "actions_port")}
    return replace(load(), var=tmp_path, host="127.0.0.1", **free | ports)


@pytest.mark.parametrize(
    ("field", "name"),
    [("port", "GUICHET_PORT"), ("engine_port", "GUICHET_ENGINE_PORT"), ("actions_port", "GUICHET_ACTIONS_PORT")],
)
def test_a_port_that_is_taken_is_named_with_its_setting(tmp_path, field, name):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(GuichetError) as error:
            serve.check_ports(settings(tmp_path, **{field: taken}))
    assert str(error.value) == (
        f"port {taken} : déjà pris — arrêtez le programme qui l'occupe, "
        f"ou choisissez-en un autre avec {name}={taken + 1}"
    )


def test_nothing_starts_when_a_port_is_taken(tmp_path):
    said = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        bank = Bank(tmp_path, tmp_path / "models")
        with pytest.raises(GuichetError, match="GUICHET_PORT"):
            serve.run(settings(tmp_path, port=other.getsockname()[1]), bank, said.append)
    assert said == []
    assert not (tmp_path / "log").exists()


def test_free_ports_raise_nothing(tmp_path):
    serve.check_ports(settings(tmp_path))


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format, *arguments):
        """Nothing: the tests read the answer."""


@pytest.mark.parametrize(("status", "well"), [(200, True), (503, False), (404, False)])
def test_an_address_is_well_when_it_says_so(status, well):
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        server.status = status
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert serve.answers(f"http://127.0.0.1:{server.server_port}/") is well


def test_an_address_that_speaks_another_language_is_not_well():
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: speak(server), daemon=True).start()
        assert serve.answers(f"http://127.0.0.1:{server.getsockname()[1]}/") is False


def speak(server):
    connection, _ = server.accept()
    with connection:
        connection.recv(1000)
        connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://::/", "http://[::1]:9/", "http://absent.invalid/"])
def test_an_address_where_nobody_is_is_not_well(url):
    assert serve.answers(url) is False
