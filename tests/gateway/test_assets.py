"""The widget's files: shared with other sites, compressed, the bundle only while it is that of the sources."""

from __future__ import annotations

import gzip
import hashlib
import json
import os

import httpx
import pytest

from tests.gateway.running import serving

FILES = {
    "guichet.js": "// l'entrée des sources\n" * 50,
    "frames/dom.js": "export const x = 1;\n" * 50,
    "demo/index.html": "<!doctype html><title>Démonstration</title>" + " " * 500,
    "demo/page.css": "body { margin: 0 }\n" * 50,
    "demo/logo.svg": "<svg/>",
    "demo/photo.png": "png",
    "package.json": "{}",
    "dist/guichet.js": "/* le paquet */",
    "node_modules/x/x.js": "// outil",
    ".hidden.js": "// caché",
    "tsconfig.json": "{}",
}


@pytest.fixture
def widget(tmp_path):
    folder = tmp_path / "widget"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (tmp_path / "outside.js").write_text("secret", "utf-8")
    return folder


@pytest.fixture
async def site(settings, widget):
    async with serving(settings, widget=widget) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        yield client


def write_manifest(widget):
    """As `make widget` does: the digest of every source, by name."""
    total = hashlib.sha256()
    for name in (".hidden.js", "frames/dom.js", "guichet.js", "node_modules/x/x.js"):
        total.update(name.encode() + b"\0" + (widget / name).read_bytes() + b"\0")
    manifest = {"integrity": "sha384-x", "sources": total.hexdigest()}
    (widget / "dist/manifest.json").write_text(json.dumps(manifest), "utf-8")


async def test_the_bundle_is_served_only_while_it_is_that_of_the_sources(site, widget):
    assert (await site.get("/widget/guichet.js")).text == FILES["guichet.js"]
    write_manifest(widget)
    assert (await site.get("/widget/guichet.js")).text == FILES["dist/guichet.js"]
    (widget / "frames/dom.js").write_text("export const x = 2;", "utf-8")
    assert (await site.get("/widget/guichet.js")).text == FILES["guichet.js"]
    (widget / "frames/dom.js").write_text(FILES["frames/dom.js"], "utf-8")
    assert (await site.get("/widget/guichet.js")).text == FILES["dist/guichet.js"]
    (widget / "dist/manifest.json").write_text("{", "utf-8")
    assert (await site.get("/widget/guichet.js")).text == FILES["guichet.js"]


async def test_a_bundle_without_its_file_is_not_served(site, widget):
    write_manifest(widget)
    (widget / "dist/guichet.js").unlink()
    assert (await site.get("/widget/guichet.js")).text == FILES["guichet.js"]


async def test_any_site_may_load_the_widget_and_nothing_else(site):
    script = await site.get("/widget/frames/dom.js", headers={"Origin": "https://mairie.exemple.fr"})
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["access-control-allow-origin"] == "*"
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    for path in ("/api/starters", "/demo/", "/demo/sans-js/", "/health/live"):
        assert "access-control-allow-origin" not in (await site.get(path)).headers


async def test_text_is_compressed_for_whoever_can_read_it(site):
    for path, name in (("/widget/frames/dom.js", "frames/dom.js"), ("/demo/", "demo/index.html")):
        async with site.stream("GET", path, headers={"Accept-Encoding": "br, gzip;q=0.8"}) as response:
            sent = b"".join([piece async for piece in response.aiter_raw()])
        assert response.headers["content-encoding"] == "gzip"
        assert response.headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(sent).decode() == FILES[name]
        for refused in ("identity", "gzip;q=0", ""):
            plain = await site.get(path, headers={"Accept-Encoding": refused})
            assert "content-encoding" not in plain.headers
            assert plain.headers["etag"] != response.headers["etag"]
    assert "content-encoding" not in (await site.get("/demo/photo.png")).headers


async def test_an_unchanged_file_is_not_sent_again(site, widget):
    first = await site.get("/demo/page.css")
    for known in ({"If-None-Match": first.headers["etag"]}, {"If-Modified-Since": first.headers["last-modified"]}):
        again = await site.get("/demo/page.css", headers=known)
        assert (again.status_code, again.content) == (304, b"")
    (widget / "demo/page.css").write_text("body { margin: 1px }", "utf-8")
    os.utime(widget / "demo/page.css", (1, 1))
    changed = await site.get("/demo/page.css", headers={"If-None-Match": first.headers["etag"]})
    assert (changed.status_code, changed.text) == (200, "body { margin: 1px }")


async def test_a_head_is_a_get_without_its_body(site):
    asked, got = await site.head("/widget/guichet.js"), await site.get("/widget/guichet.js")
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["etag"] == got.headers["etag"]


NEVER = [
    "/widget/package.json",
    "/widget/tsconfig.json",
    "/widget/dist/manifest.json",
    "/widget/node_modules/x/x.js",
    "/widget/.hidden.js",
    "/widget/../outside.js",
    "/widget/%2e%2e/outside.js",
    "/widget/..%2foutside.js",
    "/widget/%252e%252e/outside.js",
    "/widget/....//outside.js",
    "/widget//etc/passwd.js",
    "/widget/frames%00.js",
    "/widget/link.js",
    "/widget/" + "x" * 300 + ".js",
    "/demo/..%2fpackage.json",
    "/demo/missing.css",
    "/widget/",
    "/widget",
    "/demo/sub/",
]


@pytest.mark.parametrize("path", NEVER)
async def test_tools_and_what_lies_outside_are_never_served(site, widget, path):
    (widget / "link.js").symlink_to(widget.parent / "outside.js")
    response = await site.get(path)
    assert response.status_code == 404
    assert "secret" not in response.text


async def test_the_demo_page_has_one_address(site):
    assert (await site.get("/demo")).headers["location"] == "/demo/"
