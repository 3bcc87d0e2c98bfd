"""The bundle of `make widget`: small, the same each time, and at work on another site's page under a strict policy."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from guichet.gateway.bundle import BUNDLE, ENTRY, Bundle
from tests.browser.bundling import bundle, copy
from tests.gateway.running import serving, settings_for

#: The only addresses that the code may hold: the official site that some links lead to, and the name of SVG.
HOSTS = {"www.service-public.gouv.fr", "www.w3.org"}

SENTENCE = re.compile(r"\S+ : .+ — .+\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A widget with its bundle."""
    widget = copy(tmp_path_factory.mktemp("bundled"))
    done = bundle(widget)
    assert done.returncode == 0, done.stderr
    return widget


@pytest.fixture
def widget(tmp_path) -> Path:
    """A widget without a bundle, for a test to change."""
    return copy(tmp_path / "copy")


def test_the_bundle_is_light_and_holds_no_way_to_run_text(built):
    code = (built / BUNDLE).read_bytes()
    assert len(gzip.compress(code, 9)) <= 25_000
    text = code.decode()
    assert text.startswith("/*! Guichet | Apache-2.0 */")
    assert re.findall(r"\beval\b|\bFunction\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write", text) == []
    assert set(re.findall(r"https?://([\w.-]+)", text)) <= HOSTS


def test_the_line_to_paste_and_the_manifest_tell_the_hash_of_the_file(built):
    digest = base64.b64encode(hashlib.sha384((built / BUNDLE).read_bytes()).digest()).decode()
    assert json.loads((built / "dist" / "manifest.json").read_text())["integrity"] == f"sha384-{digest}"
    said = bundle(built).stdout
    assert f'/widget/guichet.js" integrity="sha384-{digest}" crossorigin></script>' in said
    assert "ko compressés (25,0 ko au plus)" in said


def test_the_same_sources_make_the_same_bytes(built, widget):
    assert bundle(widget).returncode == 0
    for file in ("guichet.js", "manifest.json"):
        assert (widget / "dist" / file).read_bytes() == (built / "dist" / file).read_bytes()


def test_the_gateway_serves_the_bundle_until_a_source_changes(widget):
    assert Bundle(widget).entry() == ENTRY
    bundle(widget)
    chosen = Bundle(widget)
    assert chosen.entry() == BUNDLE
    (widget / "locale" / "nl.js").write_text("export const texts = {};\n")
    assert chosen.entry() == ENTRY


def test_a_bundle_too_heavy_is_refused(widget):
    (widget / "guichet.js").open("a").write(f"console.log('{secrets.token_hex(30_000)}');\n")
    done = bundle(widget)
    assert done.returncode == 1
    assert SENTENCE.fullmatch(done.stderr)
    assert "allégez" in done.stderr
    assert not (widget / "dist").exists()


def test_a_source_that_cannot_be_read_is_named_with_its_line(widget):
    (widget / "guichet.js").write_text("// A widget.\nexport const = 1;\n")
    done = bundle(widget)
    assert done.returncode == 1
    assert SENTENCE.fullmatch(done.stderr)
    assert done.stderr.startswith("widget/guichet.js:2 : ")


def test_without_its_tool_it_says_how_to_get_it(widget):
    (widget.parent / "node_modules").unlink()
    done = bundle(widget)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "node_modules : esbuild absent — lancez `npm ci`\n"


@pytest.fixture
async def town(built, engine, tmp_path, strange_site):
    """Another site, with the bundle of a gateway in its page: shows it with what it says of the bundle's integrity."""
    async with serving(
        settings_for(tmp_path, engine.port), widget=built, allowed_origins=[strange_site.origin]
    ) as server:

        async def show(page, integrity: str) -> None:
            policy = (
                f"default-src 'none'; script-src {server}; connect-src {server}; base-uri 'none'; form-action 'none'; "
                "require-trusted-types-for 'script'; trusted-types 'none'"
            )
            html = (
                '<!doctype html><html lang="fr"><title>Mairie</title><h1>Mairie</h1><guichet-chat open></guichet-chat>'
                f'<script type="module" src="{server}/widget/guichet.js" integrity="{integrity}" crossorigin></script>'
            )
            strange_site.serve("/", html, {"Content-Security-Policy": policy})
            await page.goto(strange_site.origin)

        yield show, {urlsplit(strange_site.origin).netloc, urlsplit(server).netloc}


async def test_it_works_on_the_page_of_another_site_under_a_strict_policy(new_page, built, town):
    show, hosts = town
    page = await new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await show(page, json.loads((built / "dist" / "manifest.json").read_text())["integrity"])
    await expect(page.get_by_text("assistant automatique").first).to_be_visible()
    assert {urlsplit(address).netloc for address in asked} == hosts
    assert [urlsplit(address).path for address in asked if ".js" in address] == ["/widget/guichet.js"]


async def test_a_bundle_that_was_changed_does_not_run(browser, town):
    show, _ = town
    page = await browser.new_page()
    async with page.expect_console_message(lambda message: "integrity" in message.text):
        await show(page, f"sha384-{base64.b64encode(bytes(48)).decode()}")
    assert await page.evaluate("customElements.get('guichet-chat') === undefined")
