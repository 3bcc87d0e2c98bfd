"""Inputs as nobody should send them: near what is right, so that they get far, and then torn."""

from __future__ import annotations

import copy
import json

import yaml
from hypothesis import strategies as st

from guichet.setting_readers import SECRETS
from guichet.settings import ROOT
from tests.catalogue.editor_project import VALID

#: What breaks programs that read text: slashes of all sorts, marks, blanks, digits with their names before them.
_MARKS = ("/", "／", "\\", "\u200b", "\u0301", "\u202e", "\x00", "{", '"', "\u3164", "\ud800", "é", "👩‍👩‍👧", " ", "\n")
_NUMBERS = ("06 12 34 56 78", "FR76 3000 6000 0112 3456 7890 189", "1 85 05 78 006 084 91", "4970 1012 3456 7893")
_WORDS = ("restart", "numéro fiscal ", "a@b.fr", "0" * 13, "+33", "-", ".", "@", "٣", "²", "１２３")
_PIECES = st.sampled_from((*_MARKS, *_NUMBERS, *_WORDS))
texts = st.lists(_PIECES | st.text(max_size=8), max_size=40).map(lambda parts: "".join(parts)[:1_000])

_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def _encoded(value: object) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def _objects(**fields: st.SearchStrategy) -> st.SearchStrategy[bytes]:
    """JSON objects with these fields, of the right shape or any other, and some more."""
    known = st.fixed_dictionaries({}, optional={name: right | values for name, right in fields.items()})
    return st.tuples(known, st.dictionaries(st.text(max_size=5), values, max_size=2)).map(
        lambda p: _encoded(p[1] | p[0])
    )


bodies = st.binary(max_size=200) | _objects(client_id=st.just("c1"), text=texts, choice=texts, procedure=texts)
opinions = st.binary(max_size=200) | _objects(
    rating=st.sampled_from(["up", "down"]), satisfaction=st.integers(0, 6), comment=texts, seq=st.integers()
)

_FRAMES = st.fixed_dictionaries(
    {"kind": st.sampled_from(["text", "answer", "choices", "checklist", "offices", "handoff", "notice"])},
    optional={
        **dict.fromkeys(("text", "title", "say", "reason", "owner", "level"), st.text(max_size=10) | values),
        "options": st.lists(st.fixed_dictionaries({"label": texts, "payload": texts}), max_size=3) | values,
        **dict.fromkeys(("procedure", "source", "blocks", "documents", "offices", "calls", "links"), values),
    },
)
replies = st.lists(
    st.fixed_dictionaries(
        {}, optional={"text": texts, "custom": st.fixed_dictionaries({"frames": st.lists(_FRAMES)}) | values}
    ),
    max_size=3,
).map(_encoded)

_CHAT = st.fixed_dictionaries({"id": st.integers() | values, "type": st.just("private") | values})
_MESSAGE = st.fixed_dictionaries(
    {"message_id": st.integers() | values, "date": st.integers() | values, "chat": _CHAT | values},
    optional={"text": texts | values, "from": values, "contact": values, "location": values},
)
updates = st.binary(max_size=100) | _objects(
    update_id=st.integers(), message=_MESSAGE, callback_query=_MESSAGE, my_chat_member=values
)


@st.composite
def sheets(draw: st.DrawFn) -> str | bytes:
    """The valid sheet of the tests with something in it replaced, or a text that may be no YAML at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=300) | st.text(max_size=300))
    data = copy.deepcopy(VALID)
    for _ in range(draw(st.integers(1, 3))):
        place = data
        key = draw(st.sampled_from(sorted(place)))
        while isinstance(place[key], (dict, list)) and place[key] and draw(st.booleans()):
            place = place[key]
            key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        place[key] = draw(values)
    return yaml.safe_dump(data, allow_unicode=True)


_NAMES = sorted(
    {line.partition("=")[0] for line in (ROOT / ".env.example").read_text("utf-8").splitlines() if line[:1].isalpha()}
    | {f"{name}_FILE" for name in SECRETS}
)
_SETTINGS = st.text(max_size=12) | st.sampled_from(
    [
        "0",
        "-1",
        "²",
        "9" * 30,
        "oui",
        "http://[",
        "https://a:99999",
        "ftp://x",
        "/dev/null",
        "/proc/self/mem",
        ".",
        "''",
    ]
)
env_files = st.lists(st.tuples(st.sampled_from(_NAMES), _SETTINGS), max_size=6).map(
    lambda pairs: "\n".join(f"{name}={value}" for name, value in pairs)
)
