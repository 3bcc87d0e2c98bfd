"""Procedures found while typing, starters, and a conversation opened on a procedure."""

from __future__ import annotations

import json

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from guichet.suggestions import Suggestions
from tests.core.catalogues import sheet, write_catalogue
from tests.gateway.running import arrive, serving, settings_for

STARTERS = {
    "themes": [
        {
            "id": "papiers",
            "title": "Papiers",
            "starters": [{"label": "Ma carte", "procedure": "F1"}, {"label": "Autre", "procedure": "F9"}],
        },
        {"id": "perdu", "title": "Perdu", "starters": [{"label": "Perdu", "procedure": "F9"}]},
        {"id": "mots", "title": "Mots", "starters": [{"label": "Dire", "text": "Je déménage"}]},
    ]
}


@pytest.fixture
def catalogue(settings):
    return write_catalogue(settings.catalogue_path, sheet("F1", "Carte d'identité"), sheet("F2", "Carte grise"))


@pytest.fixture
async def browsing(settings, catalogue, tmp_path):
    starters = tmp_path / "starters.yml"
    starters.write_text(json.dumps(STARTERS), "utf-8")
    async with serving(settings, starters=starters) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        yield client


async def found(http, typed):
    response = await http.get("/api/procedures", params={"q": typed})
    assert response.status_code == 200, response.text
    return [procedure["id"] for procedure in response.json()["procedures"]]


async def test_a_procedure_is_found_while_its_name_is_typed(browsing):
    response = await browsing.get("/api/procedures", params={"q": "carte gr"})
    (procedure,) = response.json()["procedures"]
    assert set(procedure) == {"id", "title", "sheet", "url"}
    assert (procedure["id"], procedure["title"]) == ("F2", "Carte grise")
    assert "max-age" in response.headers["cache-control"]
    assert "no-store" not in response.headers["cache-control"]


async def test_nothing_typed_is_an_empty_list(browsing):
    assert await found(browsing, "") == []
    assert (await browsing.get("/api/procedures")).json() == {"procedures": []}


async def test_more_than_a_hundred_characters_are_refused(browsing):
    assert await found(browsing, "é" * 100) == []
    response = await browsing.get("/api/procedures", params={"q": "é" * 101})
    assert (response.status_code, response.json()["error"]["code"]) == (422, "query_too_long")


async def test_without_a_catalogue_nothing_is_found_and_an_import_is_seen(http, settings):
    assert await found(http, "carte") == []
    write_catalogue(settings.catalogue_path, sheet("F1", "Carte d'identité"))
    assert await found(http, "carte") == ["F1"]
    write_catalogue(settings.catalogue_path, sheet("F2", "Carte grise"))
    assert await found(http, "carte") == ["F2", "F1"]


async def test_typing_has_a_rate_of_its_own(tmp_path, engine):
    slow = settings_for(tmp_path, engine.port, rate_per_minute=1)
    async with serving(slow) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        citizen = await arrive(http)
        statuses = [(await http.get("/api/procedures?q=c")).status_code for _ in range(42)]
        assert statuses[:40] == [200] * 40
        assert statuses[-1] == 429
        await citizen.say("je peux encore écrire")


async def test_another_site_may_look_only_if_it_is_allowed(settings, catalogue):
    mairie = {"Origin": "https://mairie.exemple.fr"}
    options = {"allowed_origins": [mairie["Origin"]]}
    async with serving(settings, **options) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        for path in ("/api/procedures?q=c", "/api/starters"):
            allowed = await http.get(path, headers=mairie)
            assert allowed.headers["access-control-allow-origin"] == mairie["Origin"]
            assert allowed.headers["vary"] == "Origin"
            refused = await http.get(path, headers={"Origin": "https://autre.exemple.fr"})
            assert "access-control-allow-origin" not in refused.headers


TYPED = st.text(max_size=100) | st.lists(
    st.sampled_from(["carte", "d'", "é", "'", '"', "%", "\\", "*", " OR ", "\x00", "😀", "\u202e", "gr", " ", "-"]),
    max_size=20,
).map("".join)


@checked(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(TYPED, min_size=30, max_size=35))
def test_ten_thousand_keystrokes_break_nothing(typed, catalogue):
    """The same call as the route makes; the route itself gets every sort of address in the next test."""
    suggestions = Suggestions(catalogue)
    suggestions.load()
    for one in typed:
        assert len(suggestions.find(one)) <= 8


@pytest.mark.parametrize("query", ["q=%ff", "q=%00", "q=%", "q", "q=&q=carte", "q[]=x", "q=%F0%9F%98%80", "q=a%0d%0ab"])
async def test_no_address_gives_a_server_error(browsing, query):
    assert (await browsing.get(f"/api/procedures?{query}")).status_code in (200, 422)


async def test_starters_lead_somewhere_or_are_left_out(browsing):
    response = await browsing.get("/api/starters")
    assert response.json() == {
        "themes": [
            {"id": "papiers", "title": "Papiers", "starters": [{"label": "Ma carte", "procedure": "F1"}]},
            {"id": "mots", "title": "Mots", "starters": [{"label": "Dire", "text": "Je déménage"}]},
        ]
    }
    assert "max-age" in response.headers["cache-control"]


async def test_a_broken_starters_file_leaves_what_there_was(browsing, tmp_path):
    before = (await browsing.get("/api/starters")).json()
    (tmp_path / "starters.yml").write_text("themes: [", "utf-8")
    assert (await browsing.get("/api/starters")).json() == before
    (tmp_path / "starters.yml").unlink()
    assert (await browsing.get("/api/starters")).json() == {"themes": []}


async def test_a_message_may_open_a_procedure(browsing, engine):
    citizen = await arrive(browsing)
    body = {"client_id": "x", "procedure": "F1"}
    sent = [await citizen.call("POST", "/messages", json=body) for _ in range(2)]
    assert [(response.status_code, response.json()) for response in sent] == [(202, {"seq": 2})] * 2
    said = (await citizen.events(1))[0]
    assert (said["author"], said["text"]) == ("citizen", "Carte d'identité")
    assert said["procedure"] == {"id": "F1", "title": "Carte d'identité"}
    assert said["client_id"] == "x"
    await citizen.answers(2)
    assert engine.heard == [(citizen.id, '/choose{"procedure": "F1"}')]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"procedure": "F9"}, "procedure_unknown"),
        ({"procedure": ""}, "procedure_invalid"),
        ({"procedure": 7}, "procedure_invalid"),
        ({"procedure": 'F1"}'}, "procedure_unknown"),
        ({"procedure": "F1", "text": "et aussi"}, "text_or_choice"),
        ({"procedure": "F1", "choice": "x"}, "text_or_choice"),
    ],
)
async def test_a_procedure_that_can_t_be_opened_is_refused_by_name(browsing, engine, more, code):
    citizen = await arrive(browsing)
    response = await citizen.call("POST", "/messages", json={"client_id": "x"} | more)
    assert (response.status_code, response.json()["error"]["code"]) == (422, code)
    assert engine.heard == []
