"""What stands around a procedure, as frames: each has its whole text, and the same as data beside it.

It adds fields to the public shapes (`definition`, `forms`, `tools`, `steps`) and changes none; it looks nothing up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from guichet.around.forms import Form
from guichet.around.glossary import Meaning
from guichet.around.life import LifeStep
from guichet.around.tools import Tool
from guichet.frames import Frame, choices, option, plain_text, source_line, text
from guichet.procedure import Link, Procedure, Reference
from guichet.wording import say

#: As many buttons as a citizen is ever offered at once, when they are all of one kind.
_OFFERED = 4


def definition(meanings: Sequence[Meaning]) -> list[Frame]:
    """The meanings of one term with their sources, then the sheets named after it, if any."""
    first = meanings[0]
    if len(meanings) == 1:
        lines = [say("around.definition", title=_capital(first.title), text=_said(first))]
    else:
        senses = (say("around.definition_sense", title=m.title, text=_said(m)) for m in meanings)
        lines = [say("around.definition_several", title=_capital(first.title)), *senses]
    sources = dict.fromkeys(meaning.source for meaning in meanings)
    said = text("\n\n".join(["\n".join(lines), "\n".join(map(source_line, sources))]))
    named = [{"id": meaning.id, "title": meaning.title} for meaning in meanings]
    data = {"definition": named[0], "definitions": named, "source": msgspec.to_builtins(first.source)}
    return [said | data, *offer(_sheets(meanings), say("around.definition_sheets"))]


def forms(found: Sequence[Form]) -> list[Frame]:
    """The forms with their pages, then the sheets that ask for the first of them."""
    lines = [line for form in found for line in _form(form)]
    sources = (source_line(form.source) for form in found[:1])
    listed = [{"number": form.number, "title": form.title, "url": form.url} for form in found]
    shown = text("\n\n".join(["\n".join(lines), *sources])) | {
        "forms": listed,
        "source": msgspec.to_builtins(found[0].source),
    }
    return [shown, *offer(_sheets(found), say("around.form_sheets"))]


def unknown_forms(numbers: Iterable[str]) -> Frame:
    """What to say of numbers that no form in service has."""
    return text("\n".join(say("around.form_unknown", number=number) for number in numbers))


def tools(found: Sequence[Tool]) -> Frame:
    """Letters or simulators, all of one kind, with their addresses."""
    lines = [say(f"around.tools.{found[0].kind}{'s' if len(found) > 1 else ''}")]
    lines += [f"- {say('around.tool', title=tool.title, url=tool.url)}" for tool in found]
    listed = [{"id": tool.id, "kind": tool.kind, "title": tool.title, "url": tool.url} for tool in found]
    shown = text("\n".join([*lines, "", source_line(found[0].source)]))
    return shown | {"tools": listed, "source": msgspec.to_builtins(found[0].source)}


def life_event(procedure: Procedure, steps: Sequence[LifeStep]) -> Frame:
    """The steps of a life event in order, one button each; the text has under each its deadline and its procedures."""
    prompt = say("around.life_event", title=procedure.title)
    options = [_step(procedure, number, step) for number, step in enumerate(steps, 1)]
    lines = [line for number, step in enumerate(steps, 1) for line in _outline(number, step)]
    shown = choices("menu", prompt, options)
    return shown | {
        "text": "\n".join([prompt, *lines, "", source_line(procedure.source)]),
        "source": msgspec.to_builtins(procedure.source),
    }


def life_step(procedure: Procedure, number: int, step: LifeStep) -> list[Frame]:
    """What the sheet says of one step, then the procedures that it leads to. `number` counts from 1."""
    title = say("around.life_step", number=number, title=step.title)
    said = text("\n\n".join([title, plain_text(step.blocks), source_line(procedure.source)]))
    data = {"blocks": msgspec.to_builtins(step.blocks), "source": msgspec.to_builtins(procedure.source)}
    return [said | data, *offer(step.procedures, say("around.life_procedures"))]


def related(links: Sequence[Link]) -> list[Frame]:
    """The neighbouring sheets, or nothing at all."""
    return offer(links, say("around.related"))


def offer(links: Iterable[Link], prompt: str) -> list[Frame]:
    """A question which of these procedures, four at most; nothing when there is none."""
    options = [option(link.title, {"procedure": link.id}, _named(link)) for link in list(links)[:_OFFERED]]
    return [choices("procedure", prompt, options)] if options else []


def _step(procedure: Procedure, number: int, step: LifeStep) -> Frame:
    entities = {"procedure": procedure.id, "sheet": procedure.id, "aspect": f"step:{number}"}
    label = say("around.life_step", number=number, title=step.title)
    return option(label, entities) | {"deadline": step.deadline, "procedures": list(map(_named, step.procedures))}


def _outline(number: int, step: LifeStep) -> list[str]:
    lines = [say("around.life_deadline", deadline=step.deadline)] if step.deadline else []
    lines += [say("around.life_procedure", title=link.title) for link in step.procedures]
    return [say("around.life_step", number=number, title=step.title), *(f"   {line}" for line in lines)]


def _form(form: Form) -> list[str]:
    # The feed's titles mostly end with the number: « … (Formulaire 12753*03) ».
    with_page = "form_without_number" if form.number in form.title else "form"
    name = with_page if form.url else "form_without_page"
    lines = [say(f"around.{name}", title=form.title, number=form.number, url=form.url)]
    if "*" in form.asked and form.asked not in form.number and form.number.startswith(form.asked[:5]):
        lines.append(say("around.form_other_version", asked=form.asked, number=form.number))
    return lines


def _said(meaning: Meaning) -> str:
    """The meaning without the legal texts that it rests on."""
    return plain_text(block for block in meaning.blocks if not isinstance(block, Reference))


def _sheets(found: Iterable[Meaning | Form]) -> Iterable[Link]:
    return dict.fromkeys(link for item in found for link in item.sheets)


def _named(link: Link) -> Frame:
    return {"id": link.id, "title": link.title, "sheet": link.id}


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
