"""The page without JavaScript: the same conversation by plain forms, for whoever has only those."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timezone
from html.parser import HTMLParser

import httpx
import pytest

from tests.core.catalogues import sheet, write_catalogue
from tests.gateway.running import serving, settings_for
from tests.gateway.samples import FRAMES, poisoned

PATH = "/demo/sans-js/"
CHOICES = {
    "kind": "choices",
    "text": "Perdue ou volée ?\n1. Perdue\n2. Volée",
    "prompt": "Perdue ou volée ?",
    "reason": "case",
    "options": [{"label": "Perdue", "payload": "/choose{}"}, {"label": "Volée", "payload": "/choose{}"}],
}


class Page(HTMLParser):
    """The forms of a page with their fields, its elements, its words."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        assert response.headers["content-type"].startswith("text/html")
        self.elements: list[tuple[str, dict]] = []
        self.forms: list[dict] = []
        self.buttons: list[tuple[str, dict, dict]] = []
        self.words = ""
        self.field = ""
        self._open = ""
        self.feed(response.text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        self._open = tag
        if tag == "form":
            self.forms.append(attributes | {"hidden": {}})
        if tag == "input" and attributes["type"] == "hidden":
            self.forms[-1]["hidden"][attributes["name"]] = attributes["value"]
        if tag == "button":
            self.buttons.append(["", attributes, self.forms[-1]])

    def handle_endtag(self, tag):
        self._open = ""

    def handle_data(self, data):
        self.words += data.replace("\u00a0", " ").replace("\u202f", " ")
        if self._open == "button":
            self.buttons[-1][0] += data
        if self._open == "textarea":
            self.field += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def labels(self):
        return [label.replace("\u00a0", " ") for label, _, _ in self.buttons]


class Visitor:
    """A browser without JavaScript: it keeps the cookie, follows redirects, presses buttons."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def read(self, path: str = PATH) -> Page:
        self.response = await self.http.get(path, follow_redirects=True)
        return Page(self.response)

    async def write(self, page: Page, text: str, **options) -> Page:
        (form,) = [form for form in page.forms if form.get("class") == "composer"]
        return await self._submit(form["hidden"] | {"text": text}, **options)

    async def press(self, page: Page, label: str) -> Page:
        (attributes, form) = next((a, f) for words, a, f in page.buttons if words.replace("\u00a0", " ") == label)
        return await self._submit(form["hidden"] | {attributes["name"]: attributes["value"]})

    async def _submit(self, fields: dict, **options) -> Page:
        self.response = await self.http.post(PATH, data=fields, follow_redirects=True, **options)
        return Page(self.response)


@pytest.fixture
def visitor(http):
    return Visitor(http)


async def test_a_question_and_its_answer_without_any_script(visitor, engine):
    page = await visitor.read()
    assert "automatique" in page.words
    page = await visitor.write(page, "Je déménage")
    assert "Vous avez dit : Je déménage" in page.words
    assert str(visitor.response.url).endswith(f"{PATH}#dernier")
    assert [r.status_code for r in visitor.response.history] == [303]
    assert page.all("script") == []
    assert len([e for e in page.all("li") if e.get("id") == "dernier" and e["class"] == "bot"]) == 1
    page = await visitor.read()
    assert page.words.count("Vous avez dit : Je déménage") == 1
    assert [text for _, text in engine.heard] == ["Je déménage"]


async def test_a_form_sent_twice_is_one_message(visitor, engine):
    page = await visitor.write(await visitor.read(), "bonjour")
    await visitor.write(page, "encore")
    await visitor.write(page, "encore")
    assert [text for _, text in engine.heard] == ["bonjour", "encore"]


async def test_a_choice_is_a_button_with_its_words(visitor, engine):
    async def behaviour(_sender, text):
        return [{"custom": {"frames": [CHOICES]}}] if text == "ma carte" else [{"text": f"entendu {text}"}]

    engine.behaviour = behaviour
    page = await visitor.write(await visitor.read(), "ma carte")
    assert page.labels[:2] == ["Perdue", "Volée"]
    assert "Perdue ou volée ?" in page.words
    page = await visitor.press(page, "Volée")
    assert engine.heard[-1][1] == "/choose{}"
    assert "entendu /choose{}" in page.words
    assert "Perdue" not in page.labels


async def test_starters_open_a_procedure_or_say_words(visitor, settings, engine):
    write_catalogue(settings.catalogue_path, sheet("F961", "Déclaration de naissance"))
    page = await visitor.read()
    assert {"Déclarer une naissance", "J'ai perdu mes papiers"} <= set(page.labels)
    page = await visitor.press(page, "Déclarer une naissance")
    assert engine.heard[-1][1] == '/choose{"procedure": "F961"}'
    assert "Déclarer une naissance" not in page.labels


async def test_the_cookie_is_for_this_page_alone_and_hidden_from_scripts(http, visitor):
    await visitor.write(await visitor.read(), "bonjour")
    cookie = visitor.response.history[0].headers["set-cookie"]
    assert f"Path={PATH};" in cookie + ";"
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    token = http.cookies["guichet"].partition(".")[2]
    assert token not in visitor.response.text


async def test_over_https_the_cookie_is_secure(settings):
    async with serving(settings, proxies=1) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        ahead = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
        response = await http.post(PATH, data={"text": "bonjour", "once": "a"}, headers=ahead)
    assert "Secure" in response.headers["set-cookie"]


async def test_an_answer_that_takes_long_is_waited_for_then_announced(settings, engine):
    gate = asyncio.Event()

    async def behaviour(_sender, _text):
        await gate.wait()
        return [{"text": "enfin"}]

    engine.behaviour = behaviour
    async with serving(settings, patience=0.05) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        visitor = Visitor(http)
        page = await visitor.write(await visitor.read(), "bonjour")
        assert "L'assistant cherche" in page.words
        assert page.labels == ["Actualiser"]
        assert [e["content"] for e in page.all("meta") if e.get("http-equiv") == "refresh"] == ["5"]
        assert page.all("textarea") == []
        gate.set()
        async with asyncio.timeout(5):
            while "enfin" not in (page := await visitor.read()).words:
                pass
        assert not [e for e in page.all("meta") if e.get("http-equiv") == "refresh"]


async def test_a_text_that_is_too_long_stays_in_its_field(visitor, engine):
    page = await visitor.read()
    text = "\n" + "é" * 1200 + " <b>&amp;</textarea>"
    page = await visitor.write(page, text)
    assert visitor.response.status_code == 413
    assert "caractères de trop" in page.words
    assert re.search(r"Il y a 220 caractères", page.words)
    assert page.field.strip() == text.strip()
    assert engine.heard == []
    (field,) = page.all("textarea")
    assert field["aria-invalid"] == "true"
    assert {"id": "problem"}.items() <= next(e for e in page.all("div") if e.get("role") == "alert").items()
    assert "problem" in field["aria-describedby"].split()


async def test_an_empty_text_is_told(visitor):
    page = await visitor.write(await visitor.read(), "   ")
    assert visitor.response.status_code == 422
    assert "Le champ est vide" in page.words


async def test_too_fast_is_told_and_the_text_stays(tmp_path, engine):
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    slow = settings_for(tmp_path, engine.port, rate_per_minute=1)
    async with serving(slow, clock=lambda: now) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        visitor = Visitor(http)
        page = await visitor.write(await visitor.read(), "un")
        page = await visitor.write(page, "deux")
        page = await visitor.write(page, "trois")
    assert visitor.response.status_code == 429
    assert "Vous allez un peu vite. Attendez 60 secondes" in page.words
    assert page.field.strip() == "trois"


async def test_an_engine_that_fails_is_told_with_a_button_to_try_again(visitor, engine):
    async def fail(_sender, _text):
        return None

    async def work(_sender, text):
        return [{"text": f"entendu {text}"}]

    engine.behaviour = fail
    page = await visitor.write(await visitor.read(), "ma question")
    assert "c'est une panne de notre côté" in page.words
    assert "tel:3939" in [e["href"] for e in page.all("a")]
    engine.behaviour = work
    page = await visitor.press(page, "Réessayer")
    assert "entendu ma question" in page.words


async def test_erasing_asks_first_then_leaves_nothing(http, visitor, engine):
    await visitor.write(await visitor.read(), "mon secret")
    asked = await visitor.read(f"{PATH}effacer")
    assert asked.labels == ["Oui, tout effacer"]
    page = Page(await http.post(f"{PATH}effacer"))
    assert "Votre conversation est effacée" in page.words
    assert len(engine.forgotten) == 1
    assert "guichet" not in http.cookies
    assert "mon secret" not in (await visitor.read()).words


async def test_erasing_is_not_claimed_while_the_engine_cannot_forget(http, visitor, engine):
    await visitor.write(await visitor.read(), "mon secret")
    await engine.stop()
    response = await http.post(f"{PATH}effacer")
    assert response.status_code == 503
    assert "rien n'est effacé" in Page(response).words
    assert "mon secret" in (await visitor.read()).words


async def test_a_conversation_that_is_gone_is_told_and_the_next_message_opens_another(http, visitor, engine):
    page = await visitor.write(await visitor.read(), "bonjour")
    http.cookies = httpx.Cookies({"guichet": "nobody.nothing"})
    page = await visitor.write(page, "ma question")
    assert visitor.response.status_code == 404
    assert "Votre conversation n'existe plus" in page.words
    assert page.field.strip() == "ma question"
    http.cookies = httpx.Cookies()
    page = await visitor.write(page, "ma question")
    assert "Vous avez dit : ma question" in page.words


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://autre.exemple.fr"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("path", [PATH, f"{PATH}effacer"])
async def test_a_form_of_another_site_is_refused(http, visitor, engine, headers, path):
    await visitor.write(await visitor.read(), "bonjour")
    response = await http.post(path, data={"text": "piège", "once": "a"}, headers=headers)
    assert response.status_code == 403
    assert [text for _, text in engine.heard] == ["bonjour"]
    assert engine.forgotten == []


async def test_our_own_forms_are_taken_with_or_without_the_headers(http, engine):
    host = f"{http.base_url.host}:{http.base_url.port}"
    for index, headers in enumerate(({"Sec-Fetch-Site": "same-origin"}, {"Origin": f"http://{host}"}, {})):
        response = await http.post(PATH, data={"text": "ici", "once": str(index)}, headers=headers)
        assert response.status_code == 303


async def test_the_transcript_is_one_link_away(visitor):
    await visitor.write(await visitor.read(), "bonjour")
    page = await visitor.read(f"{PATH}conversation")
    assert "Vous avez dit : bonjour" in page.words
    assert "sha256-" in visitor.response.headers["content-security-policy"]


async def test_its_policy_allows_a_form_and_no_script(visitor):
    await visitor.read()
    policy = visitor.response.headers["content-security-policy"]
    assert "form-action 'self'" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert visitor.response.headers["cache-control"] == "no-store"
    assert visitor.response.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("kind", FRAMES)
async def test_markup_in_any_field_stays_text(visitor, engine, kind):
    async def behaviour(_sender, _text):
        frame = poisoned(FRAMES[kind])
        return [{"custom": {"frames": [frame]}}]

    engine.behaviour = behaviour
    page = await visitor.write(await visitor.read(), "<script>alert(1)</script>")
    assert page.all("script") == []
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert "<script>alert(1)</script>" in page.words


async def test_every_field_has_a_label_and_the_page_its_landmarks(visitor):
    page = await visitor.read()
    assert page.all("html") == [{"lang": "fr"}]
    assert [len(page.all(tag)) for tag in ("h1", "main", "aside", "title")] == [1, 1, 1, 1]
    fields = {attributes["id"] for attributes in page.all("textarea")}
    assert {attributes["for"] for attributes in page.all("label")} == fields
    assert page.all("a")[0]["href"] == "#message"
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


async def test_a_browser_gets_an_error_as_a_page_and_a_program_as_data(http):
    page = await http.get("/demo/rien.html", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 404
    assert "n'existe pas" in Page(page).words
    assert (await http.get("/api/rien", headers={"Accept": "text/html"})).json()["error"]["code"] == "not_found"
