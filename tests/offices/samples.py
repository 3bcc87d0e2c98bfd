"""Offices in the directory's own format: the hand-written sample, and builders. Nothing in them is a real address."""

from __future__ import annotations

import bz2
import io
import json
import tarfile
import zipfile
from pathlib import Path

SAMPLE = Path(__file__).parent / "data" / "2026-11-20_050000-data.gouv_local.json"


def services() -> list[dict]:
    """The records of the sample."""
    return json.loads(SAMPLE.read_text("utf-8"))["service"]


def week(*days: tuple[str, str, str], note: str = "") -> list[dict]:
    """Opening hours: (first day, last day, « 09:00-12:00 13:30-17:00 »)."""
    return [
        {
            "nom_jour_debut": first,
            "nom_jour_fin": last,
            **{
                f"valeur_heure_{side}_{number}": f"{hour}:00"
                for number, span in enumerate(spans.split(), 1)
                for side, hour in zip(("debut", "fin"), span.split("-"), strict=True)
            },
            "commentaire": note,
        }
        for first, last, spans in days
    ]


def service(identifier: str, name: str = "Guichet d'essai", kind: str = "caf", insee: str = "93066", **more) -> dict:
    """A record with these fields, in the dump's format."""
    return {
        "id": identifier,
        "nom": name,
        "pivot": [{"type_service_local": kind, "code_insee_commune": [insee]}],
        "code_insee_commune": insee,
        **more,
    }


def stringified(record: dict) -> dict:
    """The same record as the live API gives it: every list is JSON in a string, and what is empty is null."""
    return {
        name: (json.dumps(value, ensure_ascii=False) if isinstance(value, list) and value else value or None)
        for name, value in record.items()
    }


def dumped(records: list[dict]) -> bytes:
    """The dump's JSON."""
    return json.dumps({"service": records}, ensure_ascii=False, indent=2).encode()


def coverage_zip(communes: dict[str, tuple[str, dict[str, list[str]]]]) -> bytes:
    """The producer's zip of communes: insee → (name, kind → ids of the competent offices)."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for insee, (name, offices) in communes.items():
            groups = [{"code_type_service_local": kind, "organisme": ids} for kind, ids in offices.items()]
            value = {"commune": [{"code_insee_commune": insee, "nom": name, "type_service_local": groups}]}
            archive.writestr(f"{insee}.json", json.dumps(value))
    return held.getvalue()


def write_tar(path: Path, members: dict[str, bytes]) -> Path:
    """A tar.bz2 of these members, in this order."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    path.write_bytes(bz2.compress(held.getvalue()))
    return path


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path
