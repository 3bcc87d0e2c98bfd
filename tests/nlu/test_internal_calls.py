"""The engine and the action server as `guichet serve` starts them: on loopback alone, and deaf to who has no secret."""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from dataclasses import replace

import pytest

from guichet import serve
from guichet.settings import ROOT, load

pytestmark = pytest.mark.model

TOKEN = "un-jeton-pour-les-tests"

#: Every address of this machine but 127.0.0.1: what listens everywhere answers there too.
ELSEWHERE = {"127.0.0.2"}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Both processes, the engine with any model: it is not asked what it understands."""
    folder = tmp_path_factory.mktemp("internal")
    settings = replace(load(), var=folder, internal_token=TOKEN, engine_port=free_port(), actions_port=free_port())
    model = max((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    started = serve.services(settings, model)[:2]
    own = {"GUICHET_VAR": str(folder), "GUICHET_ENGINE_PORT": str(settings.engine_port), "GUICHET_TRACKER_URL": ""}
    for service in started:
        service.environment |= own
        service.start()
    try:
        for port in (settings.actions_port, settings.engine_port):
            wait_for(port)
        yield settings
    finally:
        for service in started:
            service.stop()
        for service in started:
            service.finish(time.monotonic() + 5)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, seconds=90.0):
    deadline = time.monotonic() + seconds
    while not listens("127.0.0.1", port):
        assert time.monotonic() < deadline, f"nobody on port {port} after {seconds} s"
        time.sleep(0.1)


def listens(address, port):
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((address, port)) == 0


def own_addresses():
    """Those that are not ours to listen on, with the one that leads to the network, where there is one."""
    found = set(ELSEWHERE)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only chooses the way out
            found.add(probe.getsockname()[0])
        except OSError:
            pass
    return found


def call(settings, method, path, headers=(), body=None, port=None):
    data = None if body is None else json.dumps(body).encode()
    address = f"http://127.0.0.1:{port or settings.engine_port}{path}"
    request = urllib.request.Request(
        address, data, {"Content-Type": "application/json", **dict(headers)}, method=method
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=20) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("which", ["engine_port", "actions_port"])
def test_nobody_listens_but_on_loopback(running, which):
    port = getattr(running, which)
    assert listens("127.0.0.1", port)
    for address in own_addresses() - {"127.0.0.1"}:
        assert not listens(address, port), f"{which} answers on {address}"


CALLS = [
    ("GET", "/webhooks/rest/", None),
    ("POST", "/webhooks/rest/webhook", {"sender": "x", "message": "bonjour"}),
    ("POST", "/webhooks/rest/webhook?stream=true", {"sender": "x", "message": "bonjour"}),
    ("DELETE", "/webhooks/rest/conversations/x", None),
    ("GET", "/webhooks/rest/model", None),
    ("PUT", "/webhooks/rest/model", {"model": "autre.tar.gz"}),
]
WRONG = [
    {},
    {"Authorization": ""},
    {"Authorization": "Bearer "},
    {"Authorization": f"Bearer {TOKEN}x"},
    {"Authorization": f"Bearer {TOKEN[:-1]}"},
    {"Authorization": TOKEN},
    {"Authorization": "Bearer \xe9"},
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
@pytest.mark.parametrize("headers", WRONG)
def test_every_call_without_the_secret_is_refused(running, method, path, body, headers):
    assert call(running, method, path, headers, body) == 401


def test_with_the_secret_the_engine_answers(running):
    known = {"Authorization": f"Bearer {TOKEN}"}
    assert call(running, "GET", "/webhooks/rest/", known) == 200
    assert call(running, "GET", "/webhooks/rest/model", known) == 200


@pytest.mark.parametrize("path", ["/status", "/model", "/domain", "/conversations/x/tracker", "/model/parse"])
def test_the_api_of_rasa_itself_is_not_there(running, path):
    assert call(running, "GET", path, {"Authorization": f"Bearer {TOKEN}"}) in (404, 405)


def test_an_engine_without_a_secret_does_not_start():
    from guichet.errors import GuichetError
    from guichet.nlu.rest_channel import PrivateRestInput

    with pytest.raises(GuichetError, match=r"^GUICHET_INTERNAL_TOKEN : absent — "):
        PrivateRestInput("")
