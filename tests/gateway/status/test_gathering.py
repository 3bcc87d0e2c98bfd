"""What `guichet status` finds out: of a gateway that runs, of one that doesn't, of a machine where nothing ever was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import httpx
import pytest

from guichet.gateway.clock import utc_now
from guichet.gateway.status.gathering import gather
from guichet.gateway.status.journal import errors_since
from guichet.gateway.status.probing import scrape
from guichet.settings import ROOT
from tests.gateway.fake_engine import status
from tests.gateway.running import arrive, serving, settings_for
from tests.gateway.test_metrics import with_feed

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=timezone.utc)


@pytest.fixture
async def running(settings, engine):
    """A gateway that was talked to; its settings, with the port it really has."""
    with_feed(settings.catalogue_path)
    async with serving(settings) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as client:
        citizen = await arrive(client)
        await citizen.ask("bonjour")
        engine.behaviour = lambda sender, text: _fail()
        await citizen.ask("combien ?")
        yield replace(settings, port=int(url.rpartition(":")[2]))


async def _fail() -> bytes:
    return status(500)


async def test_a_gateway_that_runs_tells_all_about_itself(running, tmp_path):
    facts = await gather(running, tmp_path / "models", utc_now)
    assert (facts.gateway.up, facts.engine.up, facts.database.up) == (True, True, True)
    assert facts.gateway.where == str(running.port)
    assert facts.gateway.since
    assert facts.actions.up is False
    assert facts.service.model == "guichet-0123456789abcdef"
    assert facts.sheets.count == 3031
    assert (facts.activity.last_hour, facts.activity.last_day) == (2, 2)
    assert (facts.activity.failed, facts.activity.share) == (1, 0.5)
    assert facts.waiting.messages == 0
    assert facts.disk.free > 0


async def test_what_is_in_sql_is_told_while_the_gateway_is_down(running, tmp_path):
    facts = await gather(replace(running, port=1, engine_port=1), tmp_path / "models", utc_now)
    assert (facts.gateway.up, facts.engine.up, facts.database.up) == (False, False, True)
    assert facts.activity.last_hour == 2
    assert facts.service.model is None


async def test_where_nothing_ever_was_nothing_is_made(tmp_path):
    (tmp_path / "var").mkdir()
    facts = await gather(settings_for(tmp_path / "var"), tmp_path / "models", utc_now)
    assert facts.database.up is None
    assert facts.sheets is facts.activity is facts.waiting is facts.errors is None
    assert list(tmp_path.iterdir()) == [tmp_path / "var"]
    assert list((tmp_path / "var").iterdir()) == []


def test_the_last_hour_of_the_logs_is_read_by_event(tmp_path):
    def line(minutes: int, level: str = "error", event: str = "mail.failed") -> str:
        at = (NOW - timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
        return json.dumps({"at": at, "level": level, "event": event, "reason": "Zoé"})

    written = [
        line(90),
        line(50),
        line(40, "info"),
        line(5),
        line(4, event="engine.failed"),
        "Traceback",
        "[]",
        "{",
        "",
    ]
    (tmp_path / "gateway.log").write_text("\n".join(written), "utf-8")
    (tmp_path / "actions.log").write_bytes(b"\xff\xfe\n" + line(1, "critical", "x").encode())
    found = errors_since(tmp_path, NOW - timedelta(hours=1))
    assert found.events == {"mail.failed": 2, "engine.failed": 1, "x": 1}
    assert found.count == 4
    assert found.files == ("gateway.log", "actions.log")
    assert errors_since(tmp_path / "nowhere", NOW) is None


@pytest.mark.parametrize("text", ["", "<html>404</html>", "a{b 1", "\x00", 'guichet_up{part="engine"} oui'])
def test_what_is_no_metrics_says_nothing(text):
    assert ("guichet_up", "engine") not in scrape(text)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_the_command_says_that_nothing_runs(tmp_path, options):
    ports = {"GUICHET_PORT": "1", "GUICHET_ENGINE_PORT": "1", "GUICHET_ACTIONS_PORT": "1"}
    known = os.environ | ports | {"GUICHET_VAR": str(tmp_path), "GUICHET_DATABASE_URL": ""}
    asked = [sys.executable, "-m", "guichet", "status", "--models", str(tmp_path), *options]
    done = subprocess.run(asked, cwd=ROOT, env=known, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2, done.stderr
    assert "Rien ne tourne" in done.stdout
    assert done.stderr == ""
    if options:
        assert json.loads(done.stdout)["code"] == 2
