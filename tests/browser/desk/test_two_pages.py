"""A citizen's page and agents' pages at once: asking, talking, passing on, ending; and an agent who disappears."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.browser.desk.conftest import line, take_first, write
from tests.browser.test_widget import ask


async def test_from_the_first_question_to_the_bot_again(open_counter, open_desk):
    citizen, camille, ines = await open_counter(), await open_desk(), await open_desk("ines")
    log = citizen.get_by_role("log")
    await ask(citizen, "ma carte")
    await citizen.get_by_role("button", name="Perdue").click()
    await expect(citizen.get_by_role("article").first).to_be_visible()
    await ask(citizen, "je veux quelqu'un")
    await expect(log).to_contain_text("DEM-")

    await expect(camille.get_by_role("heading", name="Carte d'identité perdue")).to_be_visible()
    assert await camille.title() == "(1) Demandes — Guichet, espace des conseillers"
    reference = await take_first(camille)
    await expect(camille.get_by_role("complementary")).to_contain_text("ma carte est perdue")
    await expect(camille.get_by_role("log")).to_contain_text("je veux quelqu'un")
    await expect(ines.locator(".waiting")).to_contain_text("Personne n’attend.")

    await write(camille, "Bonjour, je vous lis.")
    await expect(log).to_contain_text("Bonjour, je vous lis.")
    await expect(line(camille, "Bonjour, je vous lis.")).to_have_count(1)
    await citizen.get_by_label("Votre question").press_sequentially("merci")
    await expect(camille.get_by_text("L’usager écrit…")).to_be_visible()
    await citizen.keyboard.press("Enter")
    await expect(line(camille, "merci")).to_be_visible()
    await expect(camille.get_by_text("L’usager écrit…")).to_be_hidden()
    await expect(camille.locator("[data-announcer]")).to_have_text("Usager : merci")

    await camille.get_by_text("Transférer", exact=True).first.click()
    await camille.get_by_label("À qui ?").select_option(label="Ines")
    await camille.get_by_role("button", name="Transférer").click()
    await expect(camille.get_by_text("Prenez la demande pour répondre.")).to_be_visible()
    await expect(ines.get_by_text("Pour vous")).to_be_visible()
    assert await take_first(ines) == reference
    await expect(line(ines, "merci")).to_be_visible()
    await write(ines, "Voilà, c’est fait.")
    await expect(log).to_contain_text("Voilà, c’est fait.")
    await ines.locator("summary", has_text="Terminer").click()
    await ines.get_by_label("Issue").select_option(label="Résolue")
    await ines.get_by_role("button", name="Terminer la demande").click()
    await expect(ines.locator("[data-part=status]")).to_contain_text("Terminée")

    await citizen.get_by_role("radio").last.check()
    await citizen.locator("form.satisfaction").get_by_role("button", name="Envoyer").click()
    await expect(citizen.locator("form.satisfaction").get_by_role("status")).not_to_be_empty()
    await ask(citizen, "et la suite ?")
    await expect(log).to_contain_text("Vous avez dit : et la suite ?")


async def test_an_agent_whose_browser_is_gone_gives_the_citizen_back_to_the_queue(open_counter, open_desk, hands):
    citizen, camille = await open_counter(), await open_desk()
    await ask(citizen, "je veux quelqu'un")
    reference = await take_first(camille)
    await write(camille, "Bonjour")
    await expect(citizen.get_by_role("log")).to_contain_text("Bonjour")
    ines = await open_desk("ines")
    await camille.context.close()
    await ask(citizen, "vous êtes là ?")
    hands.turn(minutes=5)
    assert await take_first(ines) == reference
    await expect(line(ines, "vous êtes là ?")).to_be_visible()
    await expect(ines.locator(".history")).to_contain_text("Le conseiller ne répondait plus : retour dans la file")
    await write(ines, "Je reprends.")
    await expect(citizen.get_by_role("log")).to_contain_text("Je reprends.")


async def test_a_page_left_open_keeps_its_agent(open_counter, open_desk, hands):
    citizen, camille = await open_counter(), await open_desk()
    await ask(citizen, "je veux quelqu'un")
    await take_first(camille)
    for _ in range(3):
        hands.turn(seconds=100)
        # Two signs of life go by.
        await asyncio.sleep(1.2)
    await write(camille, "Toujours là")
    await expect(citizen.get_by_role("log")).to_contain_text("Toujours là")
    assert "déconnecté" not in await citizen.get_by_role("log").inner_text()
