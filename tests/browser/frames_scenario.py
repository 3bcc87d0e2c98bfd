"""Frames on a page of their own: the modules and styles of the widget, without its window, a server or an engine.

The page is strict about scripts and styles, as an administration's website should be; what a frame asks of the
conversation is written down.
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from guichet.settings import ROOT
from tests.browser.scenario import ANSWER as LONG_ANSWER
from tests.browser.scenario import cell
from tests.gateway.samples import ANSWER, CHECKLIST, NOTICE, OFFICES, SOURCE, paragraph

HOME = "https://guichet.test"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
PAGE = "<!doctype html><html lang='fr'><title>Cadres</title><h1>La page de la mairie</h1><main id='main'></main>"

#: A shadow with the widget's styles and a log in it; every action of a frame is written down, or fails when told to.
STAGE = """async () => {
  const [{ renderFrame }, { answered }, { satisfaction }, { hush }, printing, { styleSheets }] = await Promise.all(
    ["frames/frames", "frames/choices", "frames/satisfaction", "frames/speech", "frames/printing", "styles/sheets"].map(
      (name) => import(`/widget/${name}.js`)));
  const host = document.createElement("guichet-chat");
  document.getElementById("main").append(host);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = styleSheets();
  const look = matchMedia("(prefers-color-scheme: dark)").matches ? "root dark" : "root";
  root.innerHTML = `<div class="${look}"><section class=panel><h2>Le guichet</h2>
    <div class=scroll><div class=log role=log><ol class=entries></ol></div></div></section></div>`;
  const ready = new Set();
  window.asked = [];
  const told = (name) => (...given) => { window.asked.push([name, ...given]); };
  const sent = (name) => async (...given) => {
    if (window.offline) throw new Error("offline");
    window.asked.push([name, ...given]);
  };
  const actions = {
    ...Object.fromEntries(["choose", "ask", "open", "retry", "human"].map((name) => [name, told(name)])),
    rate: sent("rate"), satisfy: sent("satisfy"),
    ticks: () => ({ has: (text) => ready.has(text), set: (text, on) => (on ? ready.add(text) : ready.delete(text)) }),
  };
  const list = root.querySelector("ol");
  window.show = (event) => {
    const entry = document.createElement("li");
    entry.className = `entry ${event.author}`;
    entry.append(renderFrame(event, actions));
    list.append(entry);
    return entry;
  };
  const rate = () => list.appendChild(document.createElement("li")).append(satisfaction(actions));
  Object.assign(window, { answered, hush, printing, list, rate });
}"""

#: A browser that speaks: `spoken` holds what it was told to say; `finish()` lets it end. One voice is of this device.
SPEAKS = """
  const voices = [
    { lang: "en-US", localService: true },
    { lang: "fr-FR", localService: false },
    { lang: "fr_CA", localService: true },
  ];
  window.spoken = [];
  window.cancelled = 0;
  let known = voices;
  const speech = Object.assign(new EventTarget(), {
    getVoices: () => known,
    speak: (part) => { window.spoken.push(part); },
    cancel: () => { window.cancelled += 1; },
  });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  window.finish = () => window.spoken.at(-1).dispatchEvent(new Event("end"));
  window.learn = (all) => { known = all ? voices : []; speech.dispatchEvent(new Event("voiceschanged")); };
"""

HANDOFF = {
    "kind": "handoff",
    "text": "Une personne va vous répondre. Vous êtes à la 3e place, environ 5 minutes.\nVotre dossier : DEM-7F3K-Q2",
    "owner": "waiting",
    "position": 3,
    "wait_minutes": 5,
    "reference": "DEM-7F3K-Q2",
    "hours": "du lundi au vendredi, de 9 h à 17 h",
}

CHOICES = {
    "kind": "choices",
    "reason": "procedure",
    "text": "De quelle démarche parlez-vous ?\n1. Un adulte\n2. Inscrire son enfant à la cantine\n"
    "3. Aucune de ces démarches",
    "prompt": "De quelle démarche parlez-vous ?",
    "options": [
        {"choice": "c1", "label": "Un adulte", "procedure": {"id": "F99904", "title": "Carte d'un majeur perdue"}},
        {
            "choice": "c2",
            "label": "Inscrire son enfant à la cantine",
            "procedure": {"id": "F99901", "title": "Inscrire son enfant à la cantine"},
        },
        {"choice": "c3", "label": "Aucune de ces démarches"},
    ],
}


def row(*texts: str, header: bool = False) -> dict:
    return {"header": header, "cells": [cell(text) for text in texts]}


TABLE = {
    "kind": "table",
    "title": "Tarifs du repas",
    "rows": [
        row("Quotient familial", "Tarif normal", "Tarif réduit", header=True),
        row("Moins de 500 €", "1,20 €", "0,90 €"),
        row("De 500 € à 1 200 €", "2,80 €", "2,10 €"),
        row("Plus de 1 200 €", "4,20 €", "3,40 €"),
    ],
}

UNEVEN_TABLE = {
    "kind": "table",
    "title": "Horaires de la cantine",
    "rows": [
        {"header": True, "cells": [cell("Jour"), {**cell("Service"), "colspan": 3}]},
        *(row(day, "Maternelle à 11 h 30", "Primaire à 12 h 15", "Collège à 13 h") for day in ("Lundi", "Mardi")),
    ],
}

TABLES = {**ANSWER, "blocks": [TABLE, UNEVEN_TABLE], "more": []}

DEFINITION = {
    "kind": "text",
    "text": "« Quotient familial » : Montant calculé par la Caf selon vos revenus.\n\n"
    f"Source : Quotient familial — Service-Public, fiche mise à jour le 2 mars 2026. {SOURCE['url']}",
    "definition": {"id": "R99903", "title": "quotient familial"},
    "source": SOURCE,
}

FORMS = {
    "kind": "text",
    "text": "Demande de tarif réduit (n° 99999*01) : https://exemple.fr/formulaire\n\n"
    f"Source : Tarif réduit — Service-Public, fiche mise à jour le 2 mars 2026. {SOURCE['url']}",
    "forms": [{"number": "99999*01", "title": "Demande de tarif réduit", "url": "https://exemple.fr/formulaire"}],
    "source": SOURCE,
}

STEP = {
    "kind": "text",
    "text": "2. Choisir les jours\n\nDites quels jours votre enfant mange.",
    "blocks": [paragraph("Dites quels jours votre enfant mange.")],
    "source": SOURCE,
}

RETRY = {
    "kind": "notice",
    "level": "info",
    "text": "Je n'ai pas pu répondre. Rien n'est perdu.",
    "links": [{"label": "Chercher sur service-public.gouv.fr", "url": "https://www.service-public.gouv.fr/"}],
    "retry": 4,
}

#: One of each sort, by the name that a screenshot gets.
FRAMES = {
    "answer": ANSWER,
    "long-answer": LONG_ANSWER,
    "tables": TABLES,
    "choices": CHOICES,
    "checklist": CHECKLIST,
    "offices": OFFICES,
    "danger": NOTICE,
    "retry": RETRY,
    "waiting": HANDOFF,
    "agent": {**HANDOFF, "owner": "agent", "agent": "Camille", "reference": ""},
    "definition": DEFINITION,
    "forms": FORMS,
    "step": STEP,
    "text": {"kind": "text", "text": "Bonjour ! Que puis-je pour vous ? Voyez aussi https://exemple.fr/aide."},
}


def event(frame: dict, **more) -> dict:
    """The frame as the gateway would send it, just now."""
    return {"seq": 7, "at": datetime.now(UTC).isoformat(), "author": "bot", **frame, **more}


class Stage:
    """A page to show frames on."""

    def __init__(self, page) -> None:
        self.page = page

    async def show(self, frame: dict, **more):
        """The frame's entry, as a locator."""
        await self.page.evaluate("(event) => void window.show(event)", event(frame, **more))
        return self.page.locator(".entry").last

    async def asked(self) -> list:
        """What frames have asked of the conversation, in order."""
        return await self.page.evaluate("window.asked")


async def from_disk(route) -> None:
    """The widget's files as a server gives them; anything else is the page itself."""
    path = ROOT / route.request.url.removeprefix(f"{HOME}/")
    if path.is_file():
        await route.fulfill(path=path, content_type="text/javascript", headers={"Content-Security-Policy": CSP})
    else:
        await route.fulfill(body=PAGE, content_type="text/html", headers={"Content-Security-Policy": CSP})


@asynccontextmanager
async def stages(browser):
    """Opens stages; any error of a script or of the page's policy on one of them is an error in the end."""
    complaints: list[str] = []

    async def open_stage(scripts: str = "", **context) -> Stage:
        page = await (await browser.new_context(locale="fr-FR", reduced_motion="reduce", **context)).new_page()
        page.set_default_timeout(5_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        await page.route(f"{HOME}/**", from_disk)
        await page.add_init_script(scripts or ";")
        await page.goto(HOME)
        await page.evaluate(STAGE)
        return Stage(page)

    yield open_stage
    assert complaints == [], json.dumps(complaints, ensure_ascii=False)
