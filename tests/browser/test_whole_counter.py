"""The whole counter as `make run` starts it, with the trained model and the embedded sheets, in a real browser."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from guichet.settings import ROOT

GUICHET = ROOT / ".venv-engine" / "bin" / "guichet"
#: The engine loads TensorFlow and the word vectors before it answers.
READY_WITHIN = 180


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    ports = {name: free_port() for name in ("GUICHET_PORT", "GUICHET_ENGINE_PORT", "GUICHET_ACTIONS_PORT")}
    return os.environ | ports | {"GUICHET_VAR": str(folder), "GUICHET_FEED": "", "GUICHET_DATABASE_URL": ""}


async def wait_until_ready(url: str, server: subprocess.Popen) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(READY_WITHIN * 2):
            assert server.poll() is None, "guichet serve s'est arrêté"
            try:
                if (await client.get(f"{url}/health/ready")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.5)
    pytest.fail(f"pas prêt après {READY_WITHIN} s")


@pytest.fixture
async def url(tmp_path):
    env = environment(tmp_path)
    subprocess.run([GUICHET, "import"], env=env, check=True, capture_output=True)
    with subprocess.Popen([GUICHET, "serve"], env=env, stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{env['GUICHET_PORT']}"
        try:
            await wait_until_ready(address, server)
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(30) == 0, "Ctrl-C doit tout arrêter sans erreur"


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
