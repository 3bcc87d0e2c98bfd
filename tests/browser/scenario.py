"""What the fake engine says on the demo page: one question back, and one answer with every sort of block."""

from __future__ import annotations

LOST = '/choose{"procedure": "F1344", "case": "lost"}'
STOLEN = '/choose{"procedure": "F1344", "case": "stolen"}'


def words(text: str, *marks: tuple[str, str, str]) -> dict:
    """A rich text; each mark is (words, kind, target)."""
    places = [(text.index(w), text.index(w) + len(w), kind, target) for w, kind, target in marks]
    return {"text": text, "marks": [{"start": s, "end": e, "kind": k, "target": t} for s, e, k, t in places]}


def paragraph(text: str, *marks: tuple[str, str, str]) -> dict:
    return {"kind": "paragraph", "content": words(text, *marks)}


def items(*texts: str) -> dict:
    return {"kind": "list", "items": [[paragraph(text)] for text in texts]}


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
    {"kind": "chapter", "title": "Où s'adresser", "blocks": [paragraph("Mairie équipée. " * 20)]},
    {"kind": "chapter", "title": "Et après ?", "blocks": [paragraph("La carte se retire en personne. " * 20)]},
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
    "reason": "case",
    "options": [{"label": "Perdue", "payload": LOST}, {"label": "Volée", "payload": STOLEN}],
}


async def counter(_sender: str, message: str) -> list[dict] | None:
    """The fake engine's behaviour."""
    if message == LOST:
        return [{"custom": {"frames": [ANSWER]}}]
    if "panne" in message:
        return None
    if "nouveauté" in message:
        return [{"custom": {"frames": [{"kind": "hologram", "text": "Dit en clair <b>sans balise</b>."}]}}]
    if "carte" in message:
        return [{"custom": {"frames": [CHOICES]}}]
    return [{"text": f"Vous avez dit : {message}"}]
