"""The frames at the border: what passes, what falls back to its words, and what the description says of them."""

from __future__ import annotations

import copy

import jsonschema
import pytest
import yaml

from guichet.gateway.engine import Reply
from guichet.gateway.pages import OPENAPI
from guichet.gateway.replies import to_frames
from tests.gateway.samples import ANSWER, CHECKLIST, FRAMES, HANDOFF, NOTICE, OFFICES


def passed(*frames):
    return to_frames([Reply(custom={"frames": list(frames)})])


def changed(frame: dict, path: str, value: object) -> dict:
    """The frame with another value at a path such as `documents.0.text`."""
    copied = copy.deepcopy(frame)
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = copied
    for step in parents:
        place = place[step]
    place[last] = value
    return copied


@pytest.mark.parametrize("kind", FRAMES)
def test_a_good_frame_passes_whole(kind):
    (frame,) = passed(FRAMES[kind])
    assert {"kind": frame.kind, **frame.body} == FRAMES[kind]


@pytest.mark.parametrize("kind", FRAMES)
def test_a_field_that_nobody_knows_passes_too(kind):
    (frame,) = passed({**FRAMES[kind], "later": [1]})
    assert (frame.kind, frame.body["later"]) == (kind, [1])


BROKEN = [
    (ANSWER, "more", [{"no": "kind"}]),
    (ANSWER, "more", "tout"),
    (ANSWER, "source.feed", {"producer": "DILA"}),
    (CHECKLIST, "source", None),
    (CHECKLIST, "procedure", "F99901"),
    (CHECKLIST, "case", "École publique"),
    (CHECKLIST, "documents", [{"id": "d1"}]),
    (CHECKLIST, "documents.0.text", 3),
    (CHECKLIST, "documents.0.blocks", ["pas un bloc"]),
    *((CHECKLIST, part, [{}]) for part in ("notes", "cost", "delay", "where", "online", "appointment", "validity")),
    (CHECKLIST, "deadline", "demain"),
    (CHECKLIST, "next", ["Payer"]),
    (OFFICES, "offices", None),
    (OFFICES, "offices.0.title", None),
    (OFFICES, "offices.0.address", "1 place du Marché"),
    (OFFICES, "offices.0.phone", ["01 99 00 12 34"]),
    (OFFICES, "offices.0.open", "oui"),
    (OFFICES, "offices.0.hours", [{"days": "Lundi"}]),
    (OFFICES, "offices.0.latitude", "48.85"),
    (HANDOFF, "owner", "robot"),
    (HANDOFF, "position", "deuxième"),
    (HANDOFF, "reference", 7),
    (NOTICE, "level", 1),
    (NOTICE, "calls", [{"number": "112"}]),
    (NOTICE, "calls.0.href", None),
    (NOTICE, "source", {"title": "sans adresse"}),
]


@pytest.mark.parametrize(("frame", "path", "value"), BROKEN, ids=[f"{f['kind']}.{p}" for f, p, _ in BROKEN])
def test_a_broken_frame_says_its_words_and_the_next_one_passes(frame, path, value):
    broken, good = passed(changed(frame, path, value), NOTICE)
    assert (broken.kind, broken.body) == ("text", {"text": frame["text"]})
    assert good.kind == "notice"


@pytest.fixture(scope="module")
def schemas():
    return yaml.safe_load(OPENAPI.read_bytes())["components"]["schemas"]


def described(schemas, kind):
    return jsonschema.Draft202012Validator(
        {"$ref": f"#/components/schemas/{kind.capitalize()}", "components": {"schemas": schemas}}
    )


@pytest.mark.parametrize("kind", FRAMES)
def test_the_description_fits_the_frames(schemas, kind):
    described(schemas, kind).validate(FRAMES[kind])


@pytest.mark.parametrize(("frame", "path", "value"), BROKEN, ids=[f"{f['kind']}.{p}" for f, p, _ in BROKEN])
def test_the_description_refuses_what_the_border_refuses(schemas, frame, path, value):
    assert not described(schemas, frame["kind"]).is_valid(changed(frame, path, value))


@pytest.mark.parametrize("kind", FRAMES)
def test_the_description_names_every_field_that_the_samples_use(schemas, kind):
    known = {*schemas[kind.capitalize()]["properties"], "kind", "text", "danger"}
    assert set(FRAMES[kind]) <= known


def test_a_goodbye_says_that_it_closes():
    (frame,) = passed({"kind": "text", "text": "À bientôt", "closing": True})
    assert frame.body == {"text": "À bientôt", "closing": True}
