"""`/metrics`: what was counted, what is true now, and the files for operators that rely on its names."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sqlite3
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
import yaml

from guichet.gateway.app import create_app
from guichet.gateway.clock import utc_now
from guichet.gateway.gauges import GAUGES, Gauges
from guichet.gateway.metrics import COUNTERS, HISTOGRAMS, MOST, ErrorCount, Metrics
from guichet.settings import ROOT
from tests.core.catalogues import sheet, write_catalogue
from tests.gateway.running import arrive, serving, settings_for
from tests.gateway.test_journeys import counted

FILES = ROOT / "deploy" / "observability"
NAME, MATCHER = re.compile(r"\b(?:guichet|process)_[a-z_]+\b"), re.compile(r"\b([a-z_]+)\s*(?:=~|!=|!~|=)\s*\"")
GROUPED = re.compile(r"\b(?:by|on|ignoring|without)\s*\(([^)]*)\)")

#: What Prometheus itself adds to a sample.
ITS_OWN = {"job", "instance", "le"}


def alerts() -> list[dict]:
    groups = yaml.safe_load((FILES / "alerts.yml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict]:
    return json.loads((FILES / "guichet.json").read_text("utf-8"))["panels"]


def expressions() -> list[str]:
    return [rule["expr"] for rule in alerts()] + [t["expr"] for panel in panels() for t in panel.get("targets", ())]


def with_feed(path):
    write_catalogue(path, sheet("F1", "Carte d'identité"))
    feed = {"producer": "DILA", "url": "", "file": "f.zip", "date": "2026-11-20", "licence": "", "digest": ""}
    feed |= {"imported_at": "2026-11-21T03:00:00+00:00", "counts": {"sheets": 3031, "topics": 200}}
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('feed', ?)", (json.dumps(feed),))


@pytest.fixture
async def watched(settings):
    """A gateway that was talked to, with all that can be in service."""
    with_feed(settings.catalogue_path)
    async with serving(settings) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as client:
        await (await arrive(client)).ask("bonjour")
        yield client


async def test_the_moment_is_told(watched, engine):
    found = await counted(watched)
    assert found['guichet_up{part="database"}'] == found['guichet_up{part="engine"}'] == 1
    assert found['guichet_model_info{model="guichet-0123456789abcdef"}'] == 1
    assert found["guichet_sheets"] == 3031
    assert found["guichet_feed_published_timestamp_seconds"] == 1_795_132_800
    assert found["guichet_feed_imported_timestamp_seconds"] == 1_795_230_000
    assert found["guichet_messages_waiting"] == found["guichet_oldest_message_seconds"] == 0
    assert found['guichet_database_connections{state="most"}'] > 0
    assert found['guichet_switched_off{what="bot"}'] == 0
    assert found["guichet_disk_free_bytes"] > 0
    assert found["process_resident_memory_bytes"] > 0


async def test_an_engine_that_is_gone_is_told_and_the_rest_still_is(tmp_path):
    async with serving(settings_for(tmp_path)) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        found = await counted(client)
    assert found['guichet_up{part="engine"}'] == 0
    assert found['guichet_up{part="database"}'] == 1
    assert not [name for name in found if "model_info" in name or "feed" in name]


class Silent:
    """A database that takes connections and never answers."""

    @asynccontextmanager
    async def read(self):
        await asyncio.Event().wait()
        yield


async def test_a_database_that_is_silent_is_told_as_one_that_is_gone(settings):
    known = create_app(settings).ctx.services
    deaf = replace(known, floor=replace(known.floor, database=Silent()))
    async with asyncio.timeout(5):
        families = {family.name: family for family in await Gauges(deaf, settings, utc_now, patience=0.05).read()}
    up = {sample.labels["part"]: sample.value for sample in families["guichet_up"].samples}
    assert (up["database"], up["engine"]) == (0, 1)
    assert "guichet_messages_waiting" not in families


async def test_who_asks_too_often_gets_what_was_read_just_before(settings, engine):
    gauges = Gauges(create_app(settings).ctx.services, settings, utc_now, patience=0.05)
    first = await gauges.read()
    assert await gauges.read() is first


async def test_nothing_about_any_one_conversation_is_told(watched):
    citizen = await arrive(watched)
    await citizen.ask("je m'appelle Zoé, 06 12 34 56 78")
    text = (await watched.get("/metrics")).text
    assert citizen.id not in text
    assert "Zoé" not in text


async def test_every_name_has_the_labels_that_are_written_down(watched):
    text = (await watched.get("/metrics")).text
    known = {f"guichet_{name}": set(labels) for name, (labels, _) in (COUNTERS | HISTOGRAMS | GAUGES).items()}
    for line in (line for line in text.splitlines() if line.startswith("guichet_")):
        name, _, rest = line.partition("{")
        name = re.sub(r"_(bucket|sum|count)$", "", name.split(" ")[0])
        assert set(re.findall(r"(\w+)=\"", rest)) - {"le"} <= known[name], line


def test_a_label_that_grows_with_use_stops_growing():
    metrics = Metrics()
    for number in range(2 * MOST):
        metrics.count("telegram_failures_total", reason=f"r{number}")
    lines = [line for line in metrics.render().splitlines() if line.startswith("guichet_telegram_failures_total{")]
    assert len(lines) == MOST + 1
    assert f'guichet_telegram_failures_total{{reason="other"}} {MOST}.0' in lines


def test_a_label_that_is_not_written_down_is_refused():
    with pytest.raises((ValueError, KeyError)):
        Metrics().count("errors_total", code="not_found")
    with pytest.raises(ValueError, match="unknown labels"):
        Metrics().count("telegram_sent_total", reason="x")


def test_time_that_runs_backwards_counts_as_none():
    metrics = Metrics()
    metrics.took("waiting", -3.0)
    assert 'guichet_stage_seconds_sum{stage="waiting"} 0.0' in metrics.render()


def test_errors_in_the_log_are_counted_by_event_and_those_of_libraries_by_their_logger():
    metrics = Metrics()
    for name, words in (("guichet.gateway.x", "mail.%s"), ("sanic.error", "at uri /?q=Zoé")):
        ErrorCount(metrics).handle(logging.LogRecord(name, logging.ERROR, "", 1, words, ("failed",), None))
    text = metrics.render()
    assert 'guichet_logged_errors_total{event="mail.%s"} 1.0' in text
    assert 'guichet_logged_errors_total{event="sanic.error"} 1.0' in text


async def test_the_dashboard_and_the_alerts_know_only_names_that_exist(watched):
    """Also before anything was ever counted: each name is there as a sample or as a family."""
    text = (await watched.get("/metrics")).text
    there = set(re.findall(r"^(?:# TYPE )?((?:guichet|process)_\w+)", text, re.M))
    asked = {name for expression in expressions() for name in NAME.findall(expression)}
    assert asked
    assert asked <= there


def test_the_dashboard_and_the_alerts_know_only_labels_that_exist():
    known = {label for labels, _ in (COUNTERS | HISTOGRAMS | GAUGES).values() for label in labels} | ITS_OWN
    for expression in expressions():
        used = set(MATCHER.findall(expression))
        used |= {label.strip() for group in GROUPED.findall(expression) for label in group.split(",")}
        assert used <= known, expression


def test_a_dashboard_that_grafana_takes():
    found = panels()
    assert len({panel["id"] for panel in found}) == len(found)
    rows = [panel["title"] for panel in found if panel["type"] == "row"]
    assert rows[:4] == [
        "Est-ce que ça va ?",
        "Est-ce rapide ?",
        "Est-ce qu'il comprend ?",
        "Est-ce que des gens attendent ?",
    ]
    for panel in (panel for panel in found if panel["type"] != "row"):
        place = panel["gridPos"]
        assert all(panel[part] for part in ("title", "description", "targets")), panel["title"]
        assert place["x"] + place["w"] <= 24, panel["title"]


def anchor(name: str) -> str:
    """PersonneEnPanne → personne-en-panne."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: rule["alert"])
def test_an_alert_says_in_french_what_it_is_and_where_its_cure_is(rule):
    told = rule["annotations"]
    assert told["runbook"] == f"docs/runbook.md#{anchor(rule['alert'])}"
    assert told["summary"].endswith(".")
    assert told["description"].endswith(".")
    assert rule["labels"]["severity"] in ("page", "ticket")
