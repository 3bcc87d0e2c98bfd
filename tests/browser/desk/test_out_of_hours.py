"""Nobody is there: the citizen leaves a telephone number, and reads the answer another day on the same device."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from guichet.gateway.clock import utc_now
from tests.browser.desk.conftest import sign_in
from tests.browser.desk.scenario import write_closed_teams
from tests.browser.desk.test_whole_story import behind_page, log, person
from tests.browser.test_widget import ask
from tests.gateway.desk.signing import add_agent
from tests.gateway.running import arrive

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBER = "06 12 34 56 78"
ANSWER = "Apportez aussi votre ancienne carte, si vous la retrouvez."


@pytest.fixture
def teams(tmp_path):
    return write_closed_teams(tmp_path, utc_now())


async def test_the_answer_awaits_who_comes_back(open_counter, new_page, url, settings, http):
    await add_agent(settings, "camille")
    citizen = await open_counter()
    reference = await ask_in_vain(citizen)
    await leave_a_number(citizen)
    device = await citizen.context.storage_state()
    await citizen.context.close()
    await answer_later(await new_page(), url, reference)
    citizen = await open_counter(storage_state=device)
    await read_the_answer(citizen, reference)
    events = await (await behind_page(citizen, http)).events()
    assert NUMBER not in str(events)
    assert [e["text"] for e in events if e["author"] == "agent"] == [ANSWER]
    stranger = await arrive(http)
    (told,) = await stranger.ask(f"où en est la demande {reference} ?")
    assert re.fullmatch(rf"La demande {reference} est terminée depuis le [^.:]+\.", told["text"])


async def ask_in_vain(citizen: Page) -> str:
    """The reference that the citizen is given, with when somebody will be there."""
    await ask(citizen, "je veux quelqu'un")
    card = citizen.locator(".handoff")
    await expect(card.get_by_role("heading", name="Votre demande est enregistrée")).to_be_visible()
    await expect(card).to_contain_text("Personne n'est là en ce moment.")
    await expect(card).to_contain_text("Réouverture")
    await expect(card).to_contain_text("de 9 h à 12 h")
    await expect(person(citizen)).to_be_hidden()
    return await card.locator(".number").inner_text()


async def leave_a_number(citizen: Page) -> None:
    """Asked for, it is no slip to be warned about, and is repeated only in part."""
    await citizen.get_by_role("button", name="Être rappelé par téléphone").click()
    await expect(log(citizen)).to_contain_text("sera effacé avec votre demande")
    await ask(citizen, NUMBER)
    await expect(log(citizen)).to_contain_text("Un conseiller vous appellera au 06 … 78.")
    await expect(citizen.get_by_role("alertdialog")).to_have_count(0)


async def answer_later(camille: Page, url: str, reference: str) -> None:
    """From the list of what waits: the agent reads the number, answers and ends."""
    await camille.goto(f"{url}/desk/")
    await sign_in(camille, "camille")
    await expect(camille.get_by_role("heading", name="À répondre plus tard")).to_contain_text("1")
    await camille.get_by_role("link", name="Carte d'identité perdue").click()
    await camille.get_by_role("button", name="Afficher").click()
    await expect(camille.get_by_role("link", name="0612345678")).to_have_attribute("href", "tel:0612345678")
    await camille.get_by_label("Votre réponse à l’usager").fill(ANSWER)
    await camille.get_by_role("button", name="Répondre et terminer").click()
    await expect(camille.locator("[data-part=status]")).to_contain_text("Réponse envoyée")
    await expect(camille.locator(".reference").first).to_have_text(reference)


async def read_the_answer(citizen: Page, reference: str) -> None:
    await expect(log(citizen)).to_contain_text(ANSWER)
    await expect(citizen.locator(".handoff.closed .number")).to_have_text(reference)
    # The form that asks for an opinion has a button to send, too.
    await citizen.get_by_label("Votre question").fill(f"où en est ma demande {reference} ?")
    await citizen.keyboard.press("Enter")
    await expect(log(citizen)).to_contain_text(f"La demande {reference} est terminée depuis le")
    await expect(log(citizen)).to_contain_text("Elle concerne : Carte d'identité perdue.")
