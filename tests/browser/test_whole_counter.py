"""The whole counter as `make run` starts it, with the trained model and the embedded sheets: browser and Telegram."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from guichet.gateway.engine import EngineClient
from guichet.settings import ROOT
from tests.gateway.telegram.bot_api import FakeBotApi
from tests.gateway.telegram.end_to_end.counter import open_counter, plain, read, saying, telegram_settings

GUICHET = ROOT / ".venv-engine" / "bin" / "guichet"
#: The engine loads TensorFlow and the word vectors before it answers.
READY_WITHIN = 180
#: Chosen here, so that a gateway of the test's own may speak to the engine that `guichet serve` starts.
INTERNAL_TOKEN = "un-jeton-pour-les-tests"


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    ports = {name: free_port() for name in ("GUICHET_PORT", "GUICHET_ENGINE_PORT", "GUICHET_ACTIONS_PORT")}
    chosen = {"GUICHET_VAR": str(folder), "GUICHET_FEED": "", "GUICHET_DATABASE_URL": ""}
    return os.environ | ports | chosen | {"GUICHET_INTERNAL_TOKEN": INTERNAL_TOKEN}


def wait_until_ready(url: str, server: subprocess.Popen) -> None:
    with httpx.Client(trust_env=False) as client:
        for _ in range(READY_WITHIN * 2):
            assert server.poll() is None, "guichet serve s'est arrêté"
            try:
                if client.get(f"{url}/health/ready").status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
    pytest.fail(f"pas prêt après {READY_WITHIN} s")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The environment of a counter that runs; one for the module, as the engine takes long to load."""
    env = environment(tmp_path_factory.mktemp("counter"))
    subprocess.run([GUICHET, "import"], env=env, check=True, capture_output=True)
    with subprocess.Popen([GUICHET, "serve"], env=env, stdout=subprocess.DEVNULL) as server:
        try:
            wait_until_ready(f"http://127.0.0.1:{env['GUICHET_PORT']}", server)
            yield env
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(30) == 0, "Ctrl-C doit tout arrêter sans erreur"


@pytest.fixture
def url(served):
    return f"http://127.0.0.1:{served['GUICHET_PORT']}"


@pytest.fixture
async def bot_api():
    async with FakeBotApi(http_on_loopback=True) as fake:
        yield fake


@pytest.fixture
def settings(served, tmp_path, bot_api):
    """A gateway with a bot, on the engine and the sheets of the counter that runs, and a database of its own."""
    own = telegram_settings(tmp_path, int(served["GUICHET_ENGINE_PORT"]), bot_api)
    return replace(own, var=Path(served["GUICHET_VAR"]))


async def test_j_ai_perdu_ma_carte_d_identite(open_page, screenshots):
    page = await open_page()
    await page.get_by_label("Votre question").fill("j'ai perdu ma carte d'identité, je fais quoi ?")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="La carte est perdue").click(timeout=30_000)
    card = page.get_by_role("article").first
    await expect(card.get_by_role("heading", name="Carte d'identité perdue ou volée")).to_be_visible(timeout=30_000)
    await expect(page.get_by_role("article").nth(1)).to_contain_text("déclaration de perte")
    await expect(page.get_by_role("checkbox", name="Un justificatif de domicile")).to_be_visible()
    await expect(
        card.get_by_role("link", name="Carte d'identité d'un majeur : en cas de perte").first
    ).to_have_attribute("href", "https://www.service-public.gouv.fr/particuliers/vosdroits/F1344")
    await expect(card).to_contain_text("mise à jour le 30 mai 2023")

    await page.get_by_label("Votre question").fill("et combien ça coûte ?")
    await page.keyboard.press("Enter")
    second = page.get_by_role("article").nth(2)
    await expect(second).to_contain_text("25 €", timeout=30_000)
    await expect(second).to_contain_text("1er juillet 2026")
    await page.screenshot(path=screenshots / "counter.png", full_page=True)


async def test_j_ai_perdu_ma_carte_d_identite_dans_telegram(settings, bot_api):
    ana = bot_api.person("Ana")
    async with open_counter(settings, bot_api, engine=EngineClient(settings.engine_url, token=INTERNAL_TOKEN)):
        await ana.says("j'ai perdu ma carte d'identité, je fais quoi ?")
        asked = await ana.sees(lambda seen: "La carte est perdue" in str(seen.buttons), timeout=30)
        await ana.presses(contains="La carte est perdue")
        listed = await ana.sees(lambda seen: "☐" in str(seen.buttons), timeout=30)
        assert plain(listed.text).startswith("Votre liste : Carte d'identité perdue ou volée")
        assert "Un justificatif de domicile" in plain(listed.text)
        await ana.sees(saying("fiche du 30 mai 2023"), timeout=30)
        answered = await ana.sees(lambda seen: seen.message_id == asked.message_id and not seen.buttons)
        assert "Votre réponse : La carte est perdue" in plain(answered.text)
        await ana.presses(contains="justificatif de domicile")
        await ana.sees(lambda seen: "☑" in str(seen.buttons))

        await ana.says("et combien ça coûte ?")
        await ana.sees(lambda seen: seen.message_id > listed.message_id and "25 €" in plain(seen.text), timeout=30)
        await ana.says("/start carte_identite_perte")
        await bot_api.until(lambda: len([text for text in read(ana) if "perdue ou volée" in text]) > 2, timeout=30)
    assert bot_api.unanswered_callbacks() == []
    assert bot_api.complaints == []
