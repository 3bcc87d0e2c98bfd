"""An example added to an editor's YAML: one line more, every other byte as it was.

The parser only tells where the line goes: a file that is loaded and dumped again would lose its comments and its folds.
Whether the example may be added is for `guichet/assigning.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import yaml

from guichet.catalogue.problem import excerpt
from guichet.errors import GuichetError


@dataclass(frozen=True)
class Example:
    """What a citizen wrote, as an editor kept it; who kept it, and when."""

    text: str
    author: str
    on: date

    def entry(self) -> str:
        """The example as a line of YAML, without its dash; JSON's quotes are YAML's too."""
        return f"{{text: {_quoted(self.text)}, author: {_quoted(self.author)}, date: {self.on.isoformat()}}}"


def add_to_list(content: str, key: str, examples: list[Example], name: str) -> str:
    """The file with the examples at the end of the list under `key`, which is begun where there is none.

    Raises `GuichetError` where the list is not written one line an entry.
    """
    found = _value(_root(content, name), key)
    if found is None:
        lines = "".join(f"  - {example.entry()}\n" for example in examples)
        return f"{_ended(content)}{key}:\n{lines}"
    if not isinstance(found, yaml.SequenceNode) or found.flow_style or not found.value:
        raise GuichetError(f"{name} : {key} n'est pas une liste à tirets — écrivez une phrase par ligne")
    indent = " " * _dash(content, found)
    return _inserted(content, found.value[-1], [f"{indent}- {example.entry()}" for example in examples])


def add_to_intent(content: str, intent: str, examples: list[Example], name: str) -> str:
    """The file of Rasa's training data with the examples of `intent`; each says in its metadata who added it.

    Rasa takes metadata only in a list of its own: a text of examples stays as it is, and the list comes after it.
    """
    blocks = _value(_root(content, name), "nlu")
    if not isinstance(blocks, yaml.SequenceNode) or blocks.flow_style or not blocks.value:
        raise GuichetError(f"{name} : nlu n'est pas une liste à tirets — reprenez la forme des autres fichiers")
    dated = _dated(blocks, intent)
    if dated is not None:
        return _inserted(content, dated.value[-1], _in_metadata(examples, " " * _dash(content, dated)))
    indent = " " * _dash(content, blocks)
    head = [f"{indent}- intent: {intent}", f"{indent}  examples:"]
    return _inserted(content, blocks.value[-1], [*head, *_in_metadata(examples, f"{indent}    ")])


def _in_metadata(examples: list[Example], indent: str) -> list[str]:
    return [
        line
        for example in examples
        for line in (
            f"{indent}- text: {_quoted(example.text)}",
            f'{indent}  metadata: {{author: {_quoted(example.author)}, date: "{example.on.isoformat()}"}}',
        )
    ]


def _dated(blocks: yaml.SequenceNode, intent: str) -> yaml.SequenceNode | None:
    """The list of examples with metadata that the intent has, if it has one."""
    for block in blocks.value:
        named = _value(block, "intent")
        listed = _value(block, "examples")
        if named is not None and named.value == intent and isinstance(listed, yaml.SequenceNode) and listed.value:
            return listed
    return None


def _root(content: str, name: str) -> yaml.Node | None:
    try:
        return yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise GuichetError(f"{name} : YAML illisible — lancez « guichet check » pour savoir où") from error


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for named, value in pairs if named.value == key), None)


def _dash(content: str, sequence: yaml.SequenceNode) -> int:
    """The column of the dashes of a list: the parser's mark of a list that isn't indented is not to be relied on."""
    line = content.splitlines()[sequence.value[-1].start_mark.line]
    before = line[: sequence.value[-1].start_mark.column]
    return before.rindex("-") if "-" in before else sequence.start_mark.column


def _inserted(content: str, last: yaml.Node, lines: list[str]) -> str:
    """The text with lines after the one on which a node ends, and before the blank lines and comments that follow."""
    existing = _ended(content).splitlines(keepends=True)
    ending = "\r\n" if existing[0].endswith("\r\n") else "\n"
    at = last.start_mark.line + 1
    # The parser puts the end of a block after all that is blank: the last line with something on it is the node's.
    for number in range(at, min(last.end_mark.line + (last.end_mark.column > 0), len(existing))):
        if existing[number].strip() and not existing[number].lstrip().startswith("#"):
            at = number + 1
    return "".join([*existing[:at], *(line + ending for line in lines), *existing[at:]])


def _ended(content: str) -> str:
    return content if not content or content.endswith("\n") else content + "\n"


def _quoted(text: str) -> str:
    if not text.isprintable():
        raise GuichetError(f"{excerpt(text)} : caractère invisible — retapez la phrase")
    return json.dumps(text, ensure_ascii=False)
