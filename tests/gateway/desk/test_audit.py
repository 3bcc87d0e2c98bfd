"""The journal: what is in it, what is looked for, and its file."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from guichet.gateway.database import Database
from guichet.gateway.desk.door.audit import Filter, record
from tests.gateway.desk.signing import add_agent, signed_in, words_of


@pytest.fixture
async def chief(url, settings, hands):
    async with signed_in(url, settings, "chef", "supervisor", clock=hands) as browser:
        yield browser


async def lines(desk, **wanted) -> list[str]:
    return [entry.subject for entry in await desk.audit.entries(Filter(**wanted))]


async def test_filters_find_what_they_say(desk, settings, hands):
    camille, noor = await add_agent(settings, clock=hands), await add_agent(settings, "noor", clock=hands)
    await desk.audit.record(camille, "request.taken", "DEM-7F3K-Q2")
    hands.turn(hours=14)  # 23 h 00 UTC: the day after, in Paris
    await desk.audit.record(noor, "request.taken", "DEM-9ABC-D4")
    await desk.audit.record(None, "account.added", "lou")
    assert await lines(desk) == ["lou", "DEM-9ABC-D4", "DEM-7F3K-Q2"]
    assert await lines(desk, login="Noor") == ["DEM-9ABC-D4"]
    assert await lines(desk, action="request.taken", subject="7f3k") == ["DEM-7F3K-Q2"]
    assert await lines(desk, subject="%") == []
    assert await lines(desk, first=date(2026, 3, 3)) == ["lou", "DEM-9ABC-D4"]
    assert await lines(desk, last=date(2026, 3, 2)) == ["DEM-7F3K-Q2"]
    assert await desk.audit.seen("action") == ["account.added", "request.taken"]


async def test_a_line_within_a_transaction_comes_or_goes_with_it(desk):
    async with desk.database.write() as connection:
        await desk.audit.record(None, "kept", connection=connection)

    async def fail() -> None:
        async with desk.database.write() as connection:
            await desk.audit.record(None, "lost", connection=connection)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await desk.audit.seen("action") == ["kept"]


async def test_a_line_is_recorded_through_the_desk_or_a_database_alone(desk, settings):
    await record(desk, None, "one")
    database = Database(settings.database_url)
    await record(database, None, "two", "x" * 500, "y" * 500)
    await database.close()
    two, one = await desk.audit.entries(Filter())
    assert (one.action, two.action, len(two.subject), len(two.detail)) == ("one", "two", 60, 200)
    assert one.at.startswith("2026-03-02T09:00")


async def test_the_page_shows_filters_and_pages(chief, desk):
    for number in range(120):
        await desk.audit.record(None, "request.taken", f"DEM-{number:04}-XX")
    page = await chief.read("/desk/journal?action=request.taken")
    assert page.text.count("<tr>") == 51
    assert "DEM-0119-XX" in page.text
    assert "DEM-0069-XX" not in page.text
    assert 'href="/desk/journal?action=request.taken&amp;page=2"' in page.text
    last = await chief.read("/desk/journal?action=request.taken&page=3")
    assert last.text.count("<tr>") == 21
    assert "Plus anciennes" not in last.text
    one = await chief.read("/desk/journal?objet=DEM-0007-XX&du=2026-03-02&au=2026-03-02")
    assert one.text.count("<tr>") == 2
    assert "02/03/2026 à 10 h 00" in words_of(one)
    assert "Rien ne correspond" in words_of(await chief.read("/desk/journal?du=2026-03-03"))


@pytest.mark.parametrize("day", ["hier", "2026-02-30", "0001-01-01", "9999-12-31", "2026-03-02T00:00", "\u0663"])
async def test_a_day_that_is_none_is_told(chief, day):
    response = await chief.read("/desk/journal", params={"du": day})
    assert response.status_code == 422
    assert "2026-01-31" in words_of(response)


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=999999999999999999999", "page=%D9%A3", "objet=%00", "x=1"]
)
async def test_strange_questions_are_answered(chief, query):
    assert (await chief.read(f"/desk/journal?{query}")).status_code == 200


async def test_the_file_says_the_same_and_runs_nothing(chief, desk):
    await desk.audit.record(None, "request.taken", "=cmd|' /C calc'!A0", 'a;b"c')
    response = await chief.read("/desk/journal.csv?action=request.taken")
    assert response.headers["content-disposition"] == 'attachment; filename="journal.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Date et heure", "Compte", "Action", "Objet", "Détail"]
    assert rows[1][3:] == ["'=cmd|' /C calc'!A0", 'a;b"c']
    assert len(rows) == 2
    assert ("chef", "audit.exported") in [(e.login, e.action) for e in await desk.audit.entries(Filter())]


async def test_a_hostile_line_is_only_text(chief, desk):
    await desk.audit.record(None, "<script>", "<img src=x>", "{{ 1 }}")
    page = await chief.read("/desk/journal")
    assert "<script>" not in page.text.replace('<script type="module"', "")
    assert "<img" not in page.text
