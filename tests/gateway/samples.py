"""Frames as the core sends them, written by hand: one of each kind, with every field in use."""

from __future__ import annotations

SHEET = "https://www.service-public.gouv.fr/particuliers/vosdroits/F99901"

SOURCE = {
    "title": "Inscrire son enfant à la cantine",
    "url": SHEET,
    "date": "2026-03-02",
    "producer": "Service-Public",
    "feed": {"producer": "DILA", "url": "https://exemple.fr/archive", "file": "fiches.zip", "date": "2026-11-20"},
}

PROCEDURE = {"id": "F99901", "title": "Inscrire son enfant à la cantine", "sheet": "F99901", "url": SHEET}


def words(text: str, *marks: tuple[str, str, str]) -> dict:
    """A rich text; each mark is (words, kind, target)."""
    places = [(text.index(w), text.index(w) + len(w), kind, target) for w, kind, target in marks]
    return {"text": text, "marks": [{"start": s, "end": e, "kind": k, "target": t} for s, e, k, t in places]}


def paragraph(text: str, *marks: tuple[str, str, str]) -> dict:
    return {"kind": "paragraph", "content": words(text, *marks)}


def items(*texts: str) -> dict:
    return {"kind": "list", "items": [[paragraph(text)] for text in texts]}


def chapter(title: str, *blocks: dict) -> dict:
    return {"kind": "chapter", "title": title, "blocks": list(blocks)}


def document(number: int, text: str, *blocks: dict, marks: tuple = ()) -> dict:
    return {"id": f"d{number}", "text": text, "blocks": [paragraph(text, *marks), *blocks]}


BRANCHES = {
    "kind": "choice",
    "id": "c1",
    "question": "Votre enfant a-t-il une allergie ?",
    "options": [
        {
            "id": "yes",
            "label": "Oui, une allergie alimentaire",
            "blocks": [
                paragraph("Demandez un accueil individualisé au directeur de l'école."),
                items("Le certificat du médecin", "L'ordonnance de moins de 3 mois"),
            ],
        },
        {
            "id": "no",
            "label": "Non",
            "blocks": [paragraph("L'inscription ordinaire suffit : rien à demander de plus.")],
        },
    ],
}

ANSWER = {
    "kind": "answer",
    "text": "Inscrire son enfant à la cantine\n\nL'inscription se fait en mairie, avant la rentrée.",
    "procedure": PROCEDURE,
    "aspect": "steps",
    "case": ["École publique"],
    "blocks": [
        paragraph("L'inscription se fait en mairie, avant la rentrée.", ("avant la rentrée", "strong", "")),
        BRANCHES,
    ],
    "more": [
        chapter("Changer les jours de repas", paragraph("Prévenez la mairie une semaine avant.")),
        {"kind": "callout", "level": "warning", "blocks": [paragraph("Un repas non annulé est facturé.")]},
    ],
    "source": SOURCE,
}

CHECKLIST = {
    "kind": "checklist",
    "text": "Votre liste : Inscrire son enfant à la cantine\n\nDocuments à préparer :\n☐ Le livret de famille",
    "procedure": PROCEDURE,
    "case": ["École publique", "Première inscription"],
    "documents": [
        document(
            1, "Livret de famille, ou copie de l'acte de naissance", marks=(("acte de naissance", "link", "F99902"),)
        ),
        document(
            2,
            "Justificatif de domicile de moins de 3 mois",
            items("Facture d'eau ou d'électricité", "Quittance de loyer"),
        ),
        document(3, "Attestation d'assurance scolaire"),
        document(4, "Dernier avis d'imposition", paragraph("Sans lui, le tarif le plus haut s'applique.")),
        {"id": "d5", "text": "Relevé d'identité bancaire", "blocks": []},
    ],
    "notes": [
        {"kind": "callout", "level": "info", "blocks": [paragraph("Les originaux vous sont rendus tout de suite.")]},
    ],
    "cost": [paragraph("De 0,90 € à 4,20 € le repas, selon vos revenus.", ("De 0,90 € à 4,20 €", "value", ""))],
    "delay": [paragraph("L'inscription est confirmée sous 10 jours.")],
    "where": [{"kind": "office", "id": "o1", "title": "Mairie de votre commune", "url": "https://exemple.fr/mairies"}],
    "online": [
        {
            "kind": "service",
            "id": "R99901",
            "title": "Inscrire son enfant en ligne",
            "url": "https://exemple.fr/cantine",
            "type": "Téléservice",
            "provider": "Valbourg",
        }
    ],
    "appointment": [
        {"kind": "service", "id": "R99902", "title": "Prendre rendez-vous", "url": "https://exemple.fr/rdv"}
    ],
    "validity": [paragraph("L'inscription vaut pour une année scolaire.")],
    "deadline": [paragraph("Inscrivez-vous au plus tard le 15 juin.")],
    "next": [
        {"title": "Choisir les jours de repas"},
        {"title": "Payer la première facture", "url": "https://exemple.fr/payer"},
    ],
    "source": SOURCE,
}

MAIRIE = {
    "id": "a1",
    "title": "Mairie de Valbourg",
    "found": "inside",
    "address": ["1 place du Marché", "99100 Valbourg"],
    "phone": [{"number": "01 99 00 12 34", "label": "accueil"}, {"number": "39 39", "label": ""}],
    "email": "accueil@valbourg.exemple.fr",
    "url": "https://valbourg.exemple.fr/",
    "contact_url": "",
    "appointment_url": "https://rdv.exemple.fr/valbourg",
    "open": True,
    "today": "Ouvert jusqu'à 17 h",
    "hours": [
        {"days": "Du lundi au vendredi", "times": "8 h 30 – 12 h, 13 h 30 – 17 h", "note": ""},
        {"days": "Samedi", "times": "9 h – 12 h", "note": "état civil seulement"},
    ],
    "notes": ["Fermée le 24 décembre après-midi."],
    "accessibility": "Rampe à l'entrée principale",
    "latitude": 48.85,
    "longitude": 2.35,
    "map_url": "https://www.openstreetmap.org/?mlat=48.85&mlon=2.35#map=17/48.85/2.35",
    "directory_url": "https://lannuaire.service-public.gouv.fr/exemple",
    "modified": "2026-10-01",
}

ANNEXE = {
    **MAIRIE,
    "id": "a2",
    "title": "Mairie annexe des Tilleuls",
    "address": ["12 rue des Tilleuls", "99100 Valbourg"],
    "phone": [],
    "email": "",
    "appointment_url": "",
    "open": None,
    "today": "Horaires non communiqués",
    "hours": [],
    "notes": [],
    "accessibility": "",
    "latitude": None,
    "longitude": None,
    "map_url": "",
}

OFFICES = {
    "kind": "offices",
    "text": "Mairies à Valbourg (99) :\n\nMairie de Valbourg\n1 place du Marché\n99100 Valbourg",
    "title": "Mairies",
    "commune": {"insee": "99100", "name": "Valbourg", "label": "Valbourg (99)"},
    "offices": [MAIRIE, ANNEXE],
    "source": {
        "title": "Annuaire de l'administration",
        "url": "https://lannuaire.service-public.gouv.fr",
        "date": "2026-11-01",
        "producer": "DILA",
    },
}

NOTICE = {
    "kind": "notice",
    "level": "danger",
    "danger": "exemple",
    "title": "Appelez le 112 maintenant",
    "text": "Appelez le 112 maintenant\n\nVous n'êtes pas seul.\n\n- 112 : les secours, gratuit.\n\nSource : exemple",
    "say": "Vous n'êtes pas seul. Mettez-vous à l'abri, puis appelez : quelqu'un vous répond tout de suite.",
    "calls": [
        {
            "number": "112",
            "label": "les secours, partout en Europe",
            "when": "gratuit, jour et nuit",
            "href": "tel:112",
        },
        {"number": "114", "label": "les secours par SMS", "when": "si vous ne pouvez pas parler", "href": "sms:114"},
        {
            "number": "",
            "label": "le tchat des jeunes",
            "when": "si vous préférez écrire",
            "href": "https://exemple.fr/tchat",
        },
    ],
    "source": {"title": "Les numéros d'urgence", "url": SHEET, "date": "2026-02-10", "producer": "Service-Public"},
}

HANDOFF = {
    "kind": "handoff",
    "text": "Vous êtes le 2e dans la file : environ 5 minutes. Votre référence est DEM-7F3K-Q2.",
    "owner": "waiting",
    "position": 2,
    "wait_minutes": 5,
    "reference": "DEM-7F3K-Q2",
    "agent": "Camille",
    "hours": "Du lundi au vendredi, de 9 h à 17 h",
}

FRAMES = {frame["kind"]: frame for frame in (ANSWER, CHECKLIST, OFFICES, NOTICE, HANDOFF)}

HOSTILE = "</p><script>alert(1)</script><a href=\"javascript:alert(1)\" onclick='x'>&amp;"


def poisoned(value, spared=("kind", "level", "owner", "date", "at")):
    """Every string of a frame made hostile, save those that say of what sort it is."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, list):
        return [poisoned(item) for item in value]
    if isinstance(value, dict):
        return {name: item if name in spared else poisoned(item) for name, item in value.items()}
    return value
