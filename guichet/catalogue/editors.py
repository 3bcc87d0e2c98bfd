"""Editors' sheets in `data/procedures`, read into the same tree as the official ones.

Only what can't be loaded is refused here; everything else that an editor should mend is `checker`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from guichet.catalogue.editor_content import ASPECTS, check_made_up, is_example, source_keys
from guichet.catalogue.editor_structure import check_structure, schema
from guichet.catalogue.example_files import phrasing
from guichet.catalogue.problem import Problem, excerpt, place
from guichet.catalogue.yaml_file import read_yaml
from guichet.errors import GuichetError
from guichet.procedure import (
    Aspect,
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Link,
    Office,
    Option,
    Paragraph,
    Procedure,
    RichText,
    Service,
    Source,
)

PROCEDURES = Path("data", "procedures")


def load_editors(root: Path, examples: bool = False) -> tuple[Procedure, ...]:
    """The sheets of the project in `root`, by id. Raises `GuichetError` with the first problem and the count.

    `examples`: also those of a made-up commune, that show how a sheet is written.
    """
    problems: list[Problem] = []
    loaded: dict[str, Procedure] = {}
    for name, data, found in read_sheets(root):
        if is_example(data) and not examples:
            continue
        found = found or check_structure(data, name) or _check_keys(data, name, loaded)
        problems.extend(found)
        if not found:
            loaded[data["id"]] = to_procedure(data, Path(name).parent.name)
    if problems:
        raise GuichetError(f"{problems[0]} ({len(problems)} en tout : lancez « guichet check »)")
    return tuple(loaded[key] for key in sorted(loaded))


def example_files(root: Path) -> tuple[str, ...]:
    """The files of the sheets that only show how one is written."""
    return tuple(name for name, data, _ in read_sheets(root) if is_example(data))


def read_sheets(root: Path) -> Iterator[tuple[str, Any, list[Problem]]]:
    """Each file of `data/procedures`: its name in messages, its raw data, what makes it unreadable."""
    for path in sorted((root / PROCEDURES).rglob("*")):
        if path.is_file() and path.suffix in (".yml", ".yaml"):
            name = path.relative_to(root).as_posix()
            yield name, *read_yaml(path, name)


def _check_keys(data: Mapping[str, Any], name: str, loaded: Mapping[str, Procedure]) -> list[Problem]:
    """What would make two sheets one, a source nobody can find, or a made-up fact a citizen's answer."""
    if data["id"] in loaded:
        return [Problem(name, "id", f"déjà pris ({excerpt(data['id'])})", "donnez un autre id et un autre nom")]
    known = {source["key"] for source in data["sources"]}
    unknown = [
        Problem(name, place((aspect, "source")), f"{excerpt(key)} n'est pas une source", "citez une clé de sources")
        for aspect, section in _all_sections(data)
        for key in source_keys(section)
        if key not in known
    ]
    return [*unknown, *check_made_up(data, name)]


def _all_sections(node: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((key, value) for key, value in node.items() if key in ASPECTS)
    for option in node.get("cases", {}).get("options", ()):
        yield from _all_sections(option)


def to_procedure(data: Mapping[str, Any], folder: str) -> Procedure:
    """The tree of one valid sheet; `folder` is the theme's folder."""
    sources = {source["key"]: _source(source) for source in data["sources"]}
    sheets = [sheet if isinstance(sheet, dict) else {"id": sheet, "label": ""} for sheet in data.get("sheets", ())]
    return Procedure(
        id=data["id"],
        title=data["title"],
        source=sources[data["sources"][0]["key"]],
        type="editor",
        description=_flat(data["summary"]),
        theme=data["theme"],
        sheets=tuple(sheet["id"] for sheet in sheets),
        sheet_labels=tuple(Link(sheet["id"], sheet["label"]) for sheet in sheets if sheet["label"]),
        names=tuple(data["names"]),
        examples=tuple(_flat(phrasing(example)) for example in data["examples"]),
        short_title=data.get("short_title", ""),
        audience=tuple(data.get("audience", ())),
        modified=max(source.date for source in sources.values()),
        path=(Link(folder, data["theme"]),),
        introduction=_paragraphs(data["summary"]),
        body=_body(data, sources, ""),
    )


def _source(data: Mapping[str, Any]) -> Source:
    return Source(title=data["title"], url=data["url"], date=data["verified_on"])


def _body(node: Mapping[str, Any], sources: Mapping[str, Source], prefix: str) -> tuple[Block, ...]:
    """The chapters and the question of a sheet or of one case, in the file's own order."""
    blocks: list[Block] = []
    for key, value in node.items():
        if key in ASPECTS:
            blocks.append(_chapter(Aspect(key), value, sources, _join(prefix, key)))
        elif key == "cases":
            blocks.append(_case_choice(value, sources, _join(prefix, "cas")))
    return tuple(blocks)


def _case_choice(data: Mapping[str, Any], sources: Mapping[str, Source], id_: str) -> Choice:
    options = tuple(
        Option(id=option_id, label=option["label"], blocks=_body(option, sources, option_id))
        for option_id, option in _identified(data["options"], id_)
    )
    return Choice(id=id_, question=data["question"], options=options)


def _chapter(aspect: Aspect, value: Any, sources: Mapping[str, Source], id_: str) -> Chapter:
    section = value if isinstance(value, dict) else {"text": value}
    return Chapter(
        title=section.get("title") or schema()["properties"][aspect.value]["title"],
        blocks=_section_blocks(section, id_, ordered=aspect is Aspect.STEPS),
        aspects=(aspect,),
        sources=tuple(sources[key] for key in source_keys(section)),
    )


def _section_blocks(section: Mapping[str, Any], id_: str, ordered: bool) -> tuple[Block, ...]:
    blocks: list[Block] = [*_paragraphs(section.get("text", ""))]
    if items := section.get("items"):
        blocks.append(BulletList(items=tuple(_paragraphs(item) for item in items), ordered=ordered))
    if cases := section.get("cases"):
        blocks.append(_section_choice(cases, _join(id_, "cas"), ordered))
    if warning := section.get("warning"):
        blocks.append(Callout(level="warning", blocks=_paragraphs(warning)))
    blocks.extend(_service(service) for service in section.get("services", ()))
    blocks.extend(_office(office) for office in section.get("offices", ()))
    return tuple(blocks)


def _section_choice(data: Mapping[str, Any], id_: str, ordered: bool) -> Choice:
    options = tuple(
        Option(id=option_id, label=option["label"], blocks=_section_blocks(option, option_id, ordered))
        for option_id, option in _identified(data["options"], id_)
    )
    return Choice(id=id_, question=data["question"], options=options)


def _service(data: Mapping[str, Any]) -> Service:
    return Service(
        id=_slug(data["title"]),
        title=data["title"],
        url=data["url"],
        type=data.get("type", schema()["$defs"]["services"]["items"]["properties"]["type"]["enum"][0]),
        cerfa=data.get("cerfa", ""),
        provider=data.get("provider", ""),
    )


def _office(data: Mapping[str, Any]) -> Office:
    return Office(id=_slug(data["title"]), title=data["title"], pivot=data.get("pivot", ""), url=data.get("url", ""))


def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    """One paragraph for each stretch between blank lines."""
    return tuple(Paragraph(RichText(_flat(part))) for part in re.split(r"\n\s*\n", text) if part.strip())


def _flat(text: str) -> str:
    return " ".join(text.split())


def _identified(options: list[Mapping[str, Any]], prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each option with an id that survives a change of order: its label, under its question's id."""
    taken: set[str] = set()
    for option in options:
        option_id = _join(prefix, _slug(option["label"]))
        while option_id in taken:
            option_id += "-"
        taken.add(option_id)
        yield option_id, option


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"
