"""Any frame, right or wrong, becomes messages that Telegram takes; of a right one, nothing is lost, in order."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet.gateway.channels.telegram.rendering.frames import parts
from guichet.gateway.channels.telegram.rendering.messages import answered
from guichet.gateway.channels.telegram.rendering.rich import visible
from tests.gateway.samples import FRAMES, SOURCE, poisoned
from tests.gateway.telegram.rendered import WORDING, check, event, missing, render, said_by, squeezed, styled, whole

ANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

ODD = ["<b>", "&amp;", "« Oui » !", "a\u202eb", "\x00", "👨\u200d👩\u200d👧", "\ud800", "{label}"]
LONG = ["Un mot. " * 550, "x" * 4_200]
WORDS = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(ODD * 4 + LONG)
TARGETS = st.sampled_from(
    ["F1344", "https://a.fr/?b&c", "http://a.fr", "javascript:1", 'https://a.fr/"><b>', "https://a.fr/é", ""]
)
MARKS = st.fixed_dictionaries(
    {
        "start": st.integers(-5, 80),
        "end": st.integers(-5, 80),
        "kind": st.sampled_from(["strong", "value", "term", "quote", "sup", "link", "later"]),
        "target": TARGETS,
    }
)
RICH = st.fixed_dictionaries({"text": WORDS, "marks": st.lists(MARKS, max_size=4)})


def block(kind, **fields):
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


def holders(inner):
    blocks = st.lists(inner, max_size=3)
    form = st.fixed_dictionaries({"title": WORDS, "url": TARGETS, "cerfa": WORDS, "id": WORDS, "blocks": blocks})
    option = st.fixed_dictionaries({"id": WORDS, "label": WORDS, "blocks": blocks})
    levels = st.sampled_from(["info", "note", "warning", "reminder", "example", "help", "more", "notice"])
    return st.one_of(
        block("list", items=st.lists(blocks, max_size=3), ordered=st.booleans()),
        block("chapter", title=WORDS, blocks=blocks),
        block("callout", level=levels, title=WORDS, blocks=blocks),
        block("fragment", condition=WORDS, blocks=blocks),
        block("office", id=WORDS, title=WORDS, url=TARGETS, provider=WORDS, blocks=blocks),
        block("media", title=WORDS, blocks=blocks),
        block("choice", id=WORDS, question=WORDS, options=st.lists(option, max_size=3)),
        block(
            "service",
            id=WORDS,
            title=WORDS,
            url=TARGETS,
            type=WORDS,
            annexes=st.lists(form, max_size=2),
        ),
    )


LEAVES = st.one_of(
    block("paragraph", content=RICH),
    block("heading", title=WORDS),
    block("reference", title=WORDS, target=TARGETS, provider=WORDS, note=WORDS),
)
BLOCKS = st.lists(st.recursive(LEAVES, holders, max_leaves=8), max_size=4)
PROCEDURE = st.fixed_dictionaries({"id": WORDS, "title": WORDS})
CELLS = st.fixed_dictionaries({"blocks": BLOCKS, "colspan": st.integers(-1, 4), "rowspan": st.integers(-1, 4)})
ROWS = st.fixed_dictionaries({"cells": st.lists(CELLS, max_size=4), "header": st.booleans()})


def frame(kind, **fields):
    return {"kind": kind, "text": "Le texte entier.", "source": SOURCE, **fields}


@ANY
@given(WORDS, st.sampled_from(["bot", "agent", "system", "citizen"]), st.sampled_from(["", "phone", "note"]))
def test_any_words_arrive_whole(words, author, asks):
    said = render({"kind": "text", "text": words, "asks": asks}, author)
    assert bool(said) == visible(words.encode("utf-8", "replace").decode())
    assert not said or not missing([words], said)


@ANY
@given(PROCEDURE, st.lists(WORDS, max_size=3), BLOCKS, BLOCKS)
def test_an_answer_loses_nothing(procedure, case, blocks, more):
    said = render(frame("answer", procedure=procedure, case=case, blocks=blocks, more=more))
    if squeezed("".join(said_by([*blocks, *more]))):
        assert not missing([procedure["title"], *case, *said_by(blocks), *said_by(more), "DILA"], said)


def paper_words(paper):
    """Its name, and what is said of it; a first paragraph that is its name is not said again."""
    first = next(iter(paper["blocks"]), {})
    named = first.get("kind") == "paragraph" and first["content"]["text"] == paper["text"]
    return [*([] if named else [paper["text"]]), *said_by(paper["blocks"])]


@ANY
@given(PROCEDURE, st.lists(st.tuples(WORDS, BLOCKS), max_size=4), BLOCKS, BLOCKS, st.lists(WORDS, max_size=4))
def test_a_checklist_loses_nothing(procedure, papers, notes, deadline, steps):
    documents = [{"id": str(i), "text": words, "blocks": blocks} for i, (words, blocks) in enumerate(papers)]
    fields = {"documents": documents, "notes": notes, "deadline": deadline, "next": [{"title": step} for step in steps]}
    said = render(frame("checklist", procedure=procedure, **fields))
    read = [words for paper in documents for words in paper_words(paper)]
    assert not missing([procedure["title"], *read, *said_by(notes), *steps, *said_by(deadline), "DILA"], said)


@ANY
@given(st.lists(ROWS, max_size=5))
def test_a_table_loses_nothing(rows):
    table = {"kind": "table", "title": "Montants", "rows": rows}
    said = squeezed(whole(render(frame("answer", procedure={"id": "", "title": "T"}, blocks=[table]))))
    kept = [words for row in rows for cell in row["cells"] for words in said_by(cell["blocks"])]
    assert not [words for words in kept if squeezed(words) not in said]


@ANY
@given(WORDS, st.lists(st.tuples(WORDS, WORDS), max_size=60))
def test_a_question_loses_no_answer(prompt, options):
    listed = [{"choice": f"id{i}", "label": label, "deadline": when} for i, (label, when) in enumerate(options)]
    said = render(frame("choices", prompt=prompt, text=prompt, options=listed))
    shown = squeezed(whole(said) + "".join(button.label for one in said for row in one.rows for button in row))
    assert not [words for pair in options for words in pair if squeezed(words) not in shown]
    for one in said:
        check(answered(one, prompt, WORDING))
        assert not answered(one, prompt, WORDING).rows


NAMES = st.sampled_from(["kind", "text", "blocks", "title"])
FIELDS = st.sampled_from(["text", "options", "blocks", "closing", "asks", "agent", "reference"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=6,
)


@ANY
@given(st.sampled_from(sorted(FRAMES)), st.data(), st.sampled_from(["bot", "agent", "system"]))
def test_a_frame_of_the_wrong_shape_still_says_its_text(kind, data, author):
    sample = FRAMES[kind]
    fields = data.draw(st.lists(st.sampled_from(sorted(set(sample) - {"kind", "text"})), max_size=3, unique=True))
    assert render({**sample, **{name: data.draw(JSON) for name in fields}, "agent": data.draw(JSON)}, author)


@ANY
@given(st.dictionaries(FIELDS, JSON), st.data())
def test_nothing_is_raised_whatever_an_event_holds(body, data):
    kind = data.draw(st.sampled_from([*FRAMES, "text", "choices", "request_status", "later"]))
    for said in parts(event({"kind": kind, **body}), WORDING):
        check(said)


def test_markup_in_any_field_stays_text():
    for kind in FRAMES:
        said = render(poisoned(FRAMES[kind]))
        assert "<script>alert(1)</script>" in whole(said)
        assert styled(said, "text_link") == []


def test_a_frame_too_deep_says_its_text():
    deep = {"kind": "fragment", "condition": "", "blocks": []}
    for _ in range(2_000):
        deep = {"kind": "fragment", "condition": "", "blocks": [deep]}
    assert whole(render(frame("answer", procedure={"id": "", "title": "T"}, blocks=[deep]))) == "Le texte entier."
