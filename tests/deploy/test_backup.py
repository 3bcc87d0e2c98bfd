"""What a backup is for: conversations, models and key come back after everything is gone, whatever the database."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import replace

import httpx
import pytest
from click.testing import CliRunner

from guichet.backup import databases
from guichet.backup.backup import back_up, prune, restore
from guichet.cli import main
from guichet.errors import GuichetError
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import Citizen, arrive, serving, settings_for
from tests.services import postgres


@pytest.fixture(scope="module")
def cluster():
    with postgres() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request, tmp_path):
    # Ports on which nobody listens: a restore refuses while Guichet serves.
    found = settings_for(tmp_path / "var", port=free_port(), engine_port=free_port())
    if request.param == "sqlite":
        return found
    cluster = request.getfixturevalue("cluster")
    for name in ("conversations", "tracker"):
        cluster.drop(name)
    cluster.create("tracker")
    cluster.run("CREATE TABLE events (said text); INSERT INTO events VALUES ('bonjour')", "tracker")
    urls = {"database_url": cluster.create("conversations"), "tracker_url": cluster.url_of("tracker", "psycopg2")}
    return replace(found, **urls)


@pytest.fixture
def models(tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "guichet-0123456789abcdef.tar.gz").write_bytes(b"a model")
    (folder / "in-service.json").write_text('{"model": "guichet-0123456789abcdef.tar.gz"}')
    return folder


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


async def talk(settings):
    """A conversation with its answer: (id, token)."""
    engine = FakeEngine()
    await engine.start()
    try:
        async with (
            serving(replace(settings, engine_port=engine.port)) as url,
            httpx.AsyncClient(base_url=url, trust_env=False) as http,
        ):
            citizen = await arrive(http)
            await citizen.ask("Je déménage le mois prochain")
            return citizen.id, citizen.token
    finally:
        await engine.stop()


async def said(settings, known):
    async with serving(settings) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        return [event["text"] for event in await Citizen(http, *known).events()]


def destroy(settings, cluster=None):
    shutil.rmtree(settings.var)
    if cluster:
        cluster.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public", "conversations")
        cluster.run("DROP TABLE events; CREATE TABLE newer (x int)", "tracker")


async def test_a_conversation_is_there_again_after_everything_is_gone(settings, models, tmp_path, request):
    known = await talk(settings)
    settings.var.mkdir(exist_ok=True)
    (settings.var / "secret.key").write_text("la clé\n")
    target, contents = back_up(settings, models, tmp_path / "elsewhere" / "backup.tar.gz")
    before = await said(settings, known)
    server = request.getfixturevalue("cluster") if "postgresql" in settings.database_url else None
    destroy(settings, server)
    shutil.rmtree(models)

    restored, aside = restore(settings, models, target)

    assert await said(settings, known) == before
    assert "Vous avez dit : Je déménage le mois prochain" in before
    assert (settings.var / "secret.key").read_text() == "la clé\n"
    assert (models / "guichet-0123456789abcdef.tar.gz").read_bytes() == b"a model"
    assert (models / "in-service.json").is_file()
    assert restored == contents
    if server:
        tables = "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'"
        assert server.run(tables, "tracker") == "events"
        assert server.run("SELECT said FROM events", "tracker") == "bonjour"
    assert not aside.exists()
    assert target.stat().st_mode & 0o077 == 0


async def test_what_was_said_since_is_gone_and_put_aside(settings, models, tmp_path):
    first = await talk(settings)
    target, _ = back_up(settings, models, tmp_path / "backup.tar.gz")
    second = await talk(settings)
    _, aside = restore(settings, models, target)
    assert await said(settings, first)
    async with serving(settings) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        assert (await Citizen(http, *second).call("GET")).status_code == 404
    if settings.database_url.startswith("sqlite"):
        assert (aside / "guichet.db").is_file()


async def test_a_backup_is_made_while_people_talk(models, tmp_path):
    settings = settings_for(tmp_path / "var", port=free_port(), engine_port=free_port())
    engine = FakeEngine()
    await engine.start()
    async with (
        serving(replace(settings, engine_port=engine.port)) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as http,
    ):
        citizen = await arrive(http)
        await citizen.ask("Première question")
        target, _ = back_up(settings, models, tmp_path / "backup.tar.gz")
        await citizen.ask("Seconde question")
        known = citizen.id, citizen.token
    await engine.stop()
    restore(settings, models, target)
    words = await said(settings, known)
    assert "Vous avez dit : Première question" in words
    assert "Vous avez dit : Seconde question" not in words


def small_backup(tmp_path, models):
    settings = settings_for(tmp_path / "var", port=free_port(), engine_port=free_port())
    settings.var.mkdir(exist_ok=True)
    (settings.var / "secret.key").write_text("la clé\n")
    return settings, back_up(settings, models, tmp_path / "backup.tar.gz")[0]


def test_nothing_is_touched_by_a_backup_that_is_damaged(tmp_path, models):
    settings, target = small_backup(tmp_path, models)
    (settings.var / "secret.key").write_text("une autre\n")
    whole = target.read_bytes()
    for broken in (whole[: len(whole) // 2], b"", whole[:60] + b"\0" * 40 + whole[100:]):
        target.write_bytes(broken)
        with pytest.raises(GuichetError, match="abîmée"):
            restore(settings, models, target)
    assert (settings.var / "secret.key").read_text() == "une autre\n"
    assert {path.name for path in settings.var.iterdir()} == {"secret.key"}


def test_a_file_of_the_archive_stays_in_its_folder(tmp_path, models):
    settings, target = small_backup(tmp_path, models)
    with tarfile.open(target) as archive:
        archive.extractall(tmp_path / "opened", filter="data")
    listed = tmp_path / "opened" / "sauvegarde.json"
    listed.write_text(listed.read_text().replace('"secret.key"', '"../secret.key"'))
    with tarfile.open(target, "w:gz") as archive:
        archive.add(listed, "sauvegarde.json")
        archive.add(tmp_path / "opened" / "secret.key", "../secret.key")
    with pytest.raises(GuichetError, match="pas une sauvegarde"):
        restore(settings, models, target)
    assert not (tmp_path / "secret.key").exists()


def test_a_restore_refuses_while_guichet_serves(tmp_path, models):
    settings, target = small_backup(tmp_path, models)
    with socket.create_server(("127.0.0.1", settings.port)), pytest.raises(GuichetError, match="sert encore"):
        restore(settings, models, target)


def test_a_backup_of_the_other_kind_of_database_is_refused(tmp_path, models):
    settings, target = small_backup(tmp_path, models)
    other = replace(settings, database_url="postgresql+asyncpg://guichet@127.0.0.1/guichet")
    with pytest.raises(GuichetError, match="faite avec SQLite"):
        restore(other, models, target)


def test_only_the_newest_backups_stay(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"guichet-2026-01-0{day}T00-00-00.tar.gz").touch()
    (tmp_path / "autre.tar.gz").touch()
    prune(tmp_path, 2)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["autre.tar.gz", "guichet-2026-01-04T00-00-00.tar.gz", "guichet-2026-01-05T00-00-00.tar.gz"]


def test_a_damaged_database_is_not_backed_up_in_silence(tmp_path, models):
    settings, _ = small_backup(tmp_path, models)
    (settings.var / "guichet.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(GuichetError, match="illisible"):
        back_up(settings, models, tmp_path / "backup.tar.gz")


def test_a_sound_table_without_row_numbers_is_not_taken_for_damaged(tmp_path, models):
    settings, _ = small_backup(tmp_path, models)
    with closing(sqlite3.connect(settings.var / "catalogue.db")) as catalogue:
        # As the catalogue's table of terms: SQLite 3.40 reads its columns in the order of the key, and sees a NULL.
        shape = "key TEXT, sound TEXT NOT NULL, definition TEXT, PRIMARY KEY (key, definition)"
        catalogue.execute(f"CREATE TABLE term ({shape}) WITHOUT ROWID")
        catalogue.execute("INSERT INTO term VALUES ('a', 'b', 'c')")
        catalogue.commit()
    _, contents = back_up(settings, models, tmp_path / "backup.tar.gz")
    assert "catalogue.db" in {item.name for item in contents.items}


def test_a_page_overwritten_in_a_database_is_seen(tmp_path, models):
    settings, _ = small_backup(tmp_path, models)
    path = settings.var / "guichet.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE words (word text)")
        database.executemany("INSERT INTO words VALUES (?)", [("x" * 500,)] * 200)
        database.commit()
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096)
    with pytest.raises(GuichetError, match="gardez la sauvegarde précédente"):
        back_up(settings, models, tmp_path / "backup.tar.gz")


def test_the_password_is_neither_in_the_command_nor_in_errors(cluster, tmp_path):
    wrong = f"postgresql+asyncpg://postgres:s3cr:et@127.0.0.1:{cluster.port}/absent"
    database = databases.parse_postgres(wrong)
    assert database.password == "s3cr:et"
    assert "s3cr" not in repr(database)
    with pytest.raises(GuichetError) as error:
        databases.copy_postgres(database, tmp_path / "dump")
    assert "s3cr" not in str(error.value)


def test_the_commands_say_what_they_did(tmp_path, models, monkeypatch):
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path / "var"))
    for name in ("GUICHET_PORT", "GUICHET_ENGINE_PORT"):
        monkeypatch.setenv(name, str(free_port()))
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret.key").write_text("la clé\n")
    made = CliRunner().invoke(main, ["backup", "--models", str(models), "--keep", "2"])
    assert made.exit_code == 0, made.output
    (target,) = (tmp_path / "var" / "sauvegardes").iterdir()
    assert f"Sauvegarde faite : {target}" in made.output
    back = CliRunner().invoke(main, ["restore", str(target), "--yes", "--models", str(models)])
    assert back.exit_code == 0, back.output
    assert "remise en place" in back.output
    bare = CliRunner().invoke(main, ["backup", str(tmp_path / "bare.tar.gz"), "--models", str(models), "--without-key"])
    assert "secret.key" not in bare.output
