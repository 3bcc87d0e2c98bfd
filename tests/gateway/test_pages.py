"""Pages, headers, health and metrics: what a browser and an operator get."""

from __future__ import annotations

import httpx
import pytest
import yaml

from guichet.gateway.wording import load
from guichet.settings import ROOT
from tests.gateway.running import arrive, serving, settings_for


async def test_the_root_leads_to_the_demo_page(http):
    response = await http.get("/")
    assert (response.status_code, response.headers["location"]) == (302, "/demo/")


@pytest.mark.parametrize(
    ("path", "type_"),
    [("/demo/", "text/html"), ("/demo/sans-js/", "text/html"), ("/demo/page.css", "text/css")],
)
async def test_pages_have_their_type_and_a_strict_policy(http, path, type_):
    response = await http.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(type_)
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_the_description_names_every_call_and_every_error(http):
    described = yaml.safe_load((await http.get("/api/openapi.yaml")).content)
    assert described["openapi"].startswith("3.")
    calls = {(method, path) for path, item in described["paths"].items() for method in item if method != "parameters"}
    one = "/api/conversations/{id}"
    assert calls >= {
        ("post", "/api/conversations"),
        ("get", one),
        ("delete", one),
        ("post", f"{one}/messages"),
        ("get", f"{one}/events"),
        ("post", f"{one}/feedback"),
        ("get", f"{one}/transcript"),
        ("get", "/api/procedures"),
        ("get", "/api/starters"),
        ("get", "/health/live"),
        ("get", "/health/ready"),
        ("get", "/metrics"),
    }


async def test_the_health_of_each_part_is_said(http, engine):
    assert (await http.get("/health/live")).json() == {"status": "ok"}
    ready = await http.get("/health/ready")
    assert ready.json() == {"status": "ok", "parts": {"database": "ok", "engine": "ok"}}
    await engine.stop()
    broken = await http.get("/health/ready")
    assert broken.status_code == 503
    assert broken.json() == {"status": "unavailable", "parts": {"database": "ok", "engine": "unreachable"}}
    assert (await http.get("/health/live")).status_code == 200


async def test_metrics_count_what_happened(http, citizen):
    await citizen.ask("bonjour")
    await http.get("/nowhere")
    lines = (await http.get("/metrics")).text.splitlines()
    for line in (
        'guichet_conversations_total{channel="widget"} 1.0',
        'guichet_messages_total{channel="widget"} 1.0',
        'guichet_errors_total{code="not_found",status="404"} 1.0',
        'guichet_stage_seconds_count{stage="engine"} 1.0',
        'guichet_stage_seconds_bucket{le="+Inf",stage="engine"} 1.0',
        "guichet_reply_seconds_count 1.0",
    ):
        assert line in lines


async def test_another_site_may_call_only_if_it_is_allowed(tmp_path, engine):
    settings = settings_for(tmp_path, engine.port)
    mairie = {"Origin": "https://mairie.exemple.fr"}
    stranger = {"Origin": "https://autre.exemple.fr"}
    ask = {"Access-Control-Request-Method": "POST"}
    options = {"allowed_origins": [mairie["Origin"]]}
    async with serving(settings, **options) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        preflight = await http.options("/api/conversations", headers=mairie | ask)
        assert preflight.status_code == 204
        assert preflight.headers["access-control-allow-origin"] == mairie["Origin"]
        assert "authorization" in preflight.headers["access-control-allow-headers"]
        allowed = await http.post("/api/conversations", headers=mairie)
        assert allowed.headers["access-control-allow-origin"] == mairie["Origin"]
        assert (await http.options("/api/conversations", headers=stranger | ask)).status_code == 405
        refused = await http.post("/api/conversations", headers=stranger)
        assert "access-control-allow-origin" not in refused.headers
        page = await http.get("/demo/", headers=mairie)
        assert "access-control-allow-origin" not in page.headers


async def test_by_default_no_other_site_may_call(http):
    citizen = await arrive(http)
    response = await citizen.call("GET", headers={"Origin": "https://autre.exemple.fr"})
    assert "access-control-allow-origin" not in response.headers


def test_the_guide_names_every_error_code():
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert [code for code in load().errors if f"`{code}`" not in guide] == []
