"""What the fake engine says on the demo page: one question back, and one answer with every sort of block."""

from __future__ import annotations

from tests.gateway.samples import ANSWER as SHORT_ANSWER
from tests.gateway.samples import CHECKLIST, NOTICE, OFFICES, chapter, items, paragraph

LOST = '/choose{"procedure": "F1344", "case": "lost"}'
STOLEN = '/choose{"procedure": "F1344", "case": "stolen"}'


def cell(text: str) -> dict:
    return {"blocks": [paragraph(text)]}


TABLE = {
    "kind": "table",
    "title": "Coût du renouvellement",
    "rows": [
        {"header": True, "cells": [cell("Votre cas"), cell("Coût")]},
        {"cells": [cell("Vous rendez l'ancienne carte"), cell("Gratuit")]},
        {"cells": [cell("Carte perdue ou volée"), cell("25 € en timbres fiscaux")]},
    ],
}

BLOCKS = [
    paragraph(
        "😀 Faites une déclaration de perte, puis demandez une nouvelle carte dans une mairie équipée. Voir la fiche.",
        ("déclaration de perte", "strong", ""),
        ("la fiche", "link", "F1341"),
    ),
    {
        "kind": "chapter",
        "title": "Ce qu'il faut apporter",
        "blocks": [
            items("La déclaration de perte", "Une photo récente", "Un justificatif de domicile de moins d'un an"),
            {
                "kind": "callout",
                "level": "warning",
                "blocks": [paragraph("Présentez l'original et la photocopie de chaque document.")],
            },
        ],
    },
    {"kind": "chapter", "title": "Combien cela coûte", "blocks": [TABLE]},
    {
        "kind": "service",
        "id": "R45668",
        "title": "Faire la pré-demande en ligne",
        "url": "https://ants.gouv.fr/",
        "type": "Téléservice",
        "cerfa": "12100*02",
    },
    {
        "kind": "choice",
        "id": "c",
        "question": "Qui fait la demande ?",
        "options": [
            {"id": "a", "label": "Un adulte", "blocks": [paragraph("Venez en personne.")]},
            {"id": "b", "label": "Un mineur", "blocks": [paragraph("Il vient avec un parent.")]},
        ],
    },
]

MORE = [
    chapter("Où s'adresser", paragraph("Mairie équipée. " * 80)),
    chapter("Et après ?", paragraph("La carte se retire en personne. " * 80)),
    {"kind": "office", "id": "o", "title": "Mairie", "url": "javascript:alert(1)"},
    {"kind": "unheard_of", "blocks": [paragraph("Un bloc d'une sorte nouvelle.")]},
]

ANSWER = {
    "kind": "answer",
    "text": "Faites une déclaration de perte, puis demandez une nouvelle carte.",
    "procedure": {"id": "F1344", "title": "Carte d'identité perdue", "sheet": "F1344", "url": "https://exemple.fr/"},
    "aspect": "steps",
    "case": ["Perdue en France"],
    "blocks": BLOCKS,
    "more": MORE,
    "source": {
        "title": "Carte d'identité perdue",
        "url": "https://www.service-public.gouv.fr/particuliers/vosdroits/F1344",
        "date": "2023-05-30",
        "producer": "DILA, Service-Public",
    },
}

CHOICES = {
    "kind": "choices",
    "text": "Votre carte est-elle perdue ou volée ?\n- Perdue\n- Volée",
    "prompt": "Votre carte est-elle perdue ou volée ?",
    "reason": "case",
    "options": [{"label": "Perdue", "payload": LOST}, {"label": "Volée", "payload": STOLEN}],
}


HOLOGRAM = {"kind": "hologram", "text": "Dit en clair <b>sans balise</b>, voir https://exemple.fr/aide."}

#: What the fake engine shows when a message holds the word.
SHOWN = {"liste": CHECKLIST, "adresse": OFFICES, "danger": NOTICE, "cantine": SHORT_ANSWER, "nouveauté": HOLOGRAM}


async def counter(_sender: str, message: str) -> list[dict] | None:
    """The fake engine's behaviour."""
    if message == LOST:
        return [{"custom": {"frames": [ANSWER]}}]
    if "panne" in message:
        return None
    shown = next((frame for word, frame in SHOWN.items() if word in message), None)
    if shown:
        return [{"custom": {"frames": [shown]}}]
    if "carte" in message:
        return [{"custom": {"frames": [CHOICES]}}]
    return [{"text": f"Vous avez dit : {message}"}]
