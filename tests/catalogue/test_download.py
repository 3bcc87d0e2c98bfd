"""Fetching the feed over HTTP from a server of our own."""

import socket
import threading

import pytest

from guichet.catalogue.download import fetch
from guichet.errors import GuichetError
from tests.catalogue.serving import serving


def refused(url, folder) -> str:
    with pytest.raises(GuichetError) as caught:
        fetch(url, folder)
    assert "\n" not in str(caught.value)
    assert url in str(caught.value)
    return str(caught.value)


def test_the_file_arrives_whole_with_progress(tmp_path):
    steps = []
    with serving(b"x" * 700_000) as server:
        path = fetch(server.address, tmp_path / "downloads", lambda done, total: steps.append((done, total)))
    assert path == tmp_path / "downloads" / "feed.zip"
    assert path.read_bytes() == b"x" * 700_000
    assert steps[-1] == (700_000, 700_000)


def test_an_unchanged_file_is_not_sent_again(tmp_path):
    with serving(b"un") as server:
        fetch(server.address, tmp_path)
        path = fetch(server.address, tmp_path)
        assert server.requests[1]["If-None-Match"] == '"un"'
        assert path.read_bytes() == b"un"
        server.body, server.etag = b"deux", '"deux"'
        assert fetch(server.address, tmp_path).read_bytes() == b"deux"


def test_a_lost_file_is_sent_again(tmp_path):
    with serving(b"un") as server:
        fetch(server.address, tmp_path).unlink()
        assert fetch(server.address, tmp_path).read_bytes() == b"un"


@pytest.mark.parametrize(("status", "cure"), [(404, "GUICHET_FEED"), (403, "GUICHET_FEED"), (500, "plus tard")])
def test_erreurs_http(tmp_path, status, cure):
    with serving(status=status) as server:
        message = refused(server.address, tmp_path)
    assert str(status) in message
    assert cure in message


def test_pas_de_reseau(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "réseau" in refused(f"http://127.0.0.1:{port}/feed.zip", tmp_path)


def test_nom_d_hote_inconnu(tmp_path):
    assert "réseau" in refused("http://hote.invalid/feed.zip", tmp_path)


def test_un_telechargement_interrompu_laisse_l_ancien_fichier(tmp_path):
    with serving(b"ancien") as server:
        fetch(server.address, tmp_path)
        server.body, server.etag, server.missing = b"nouv", '"deux"', 1000
        assert "interrompu" in refused(server.address, tmp_path)
    assert (tmp_path / "feed.zip").read_bytes() == b"ancien"
    assert not list(tmp_path.glob("*.part"))


def test_un_serveur_qui_ne_parle_pas_http(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def answer():
            connection, _ = server.accept()
            connection.sendall(b"bonjour\r\n")
            connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        message = refused(f"http://127.0.0.1:{server.getsockname()[1]}/feed.zip", tmp_path)
        thread.join()
    assert "téléchargement impossible" in message
