"""The servers that other tests lean on: they start, keep what they should, and come back where they were."""

from __future__ import annotations

import os

import pytest

from tests.services import postgres, redis


@pytest.fixture(scope="module")
def cluster():
    with postgres() as running:
        yield running


def test_what_was_committed_survives_a_kill(cluster):
    cluster.create("kept")
    cluster.run("CREATE TABLE words (word text); INSERT INTO words VALUES ('bonjour')", "kept")
    cluster.kill()
    assert not cluster.answers()
    cluster.start()
    assert cluster.run("SELECT word FROM words", "kept") == "bonjour"


def test_a_database_made_from_a_template_has_its_tables(cluster):
    cluster.create("model")
    cluster.run("CREATE TABLE words (word text)", "model")
    assert cluster.create("copy", "model") == cluster.url_of("copy")
    assert cluster.run("SELECT count(*) FROM words", "copy") == "0"
    cluster.drop("copy")
    assert cluster.run("SELECT count(*) FROM pg_database WHERE datname = 'copy'") == "0"


def test_redis_comes_back_on_the_same_port():
    with redis() as server:
        address = server.url
        server.kill()
        assert not server.answers()
        server.start()
        assert server.answers()
        assert server.url == address


def test_nothing_is_left_behind():
    with redis() as server:
        folder, number = server.folder, server._process.pid
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
