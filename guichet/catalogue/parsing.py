"""Parsing many files of the feed on all cores, and handing them back in the order of the archive.

It parses and nothing else: reading the archive before, and writing the catalogue after, are one process's work.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice

from guichet.catalogue.official import read_file
from guichet.errors import GuichetError
from guichet.procedure import Procedure, Resource, Topic, decode, encode

#: Below so many files to parse, other processes would cost more than they bring.
_FEW = 300
#: How many files may be on their way at once, for each process: what bounds the memory.
_AHEAD = 16
_MOST_PROCESSES = 4


@dataclass(frozen=True)
class File:
    """A file of the archive; `data` is empty when there is nothing to parse."""

    name: str
    data: bytes
    digest: str


@dataclass(frozen=True)
class Parsed:
    """What a file holds, or the `error` that says why not; `unknown`: names of elements nobody knows."""

    value: Procedure | Resource | Topic | None
    error: str
    unknown: frozenset[str]


Keep = Callable[[File, Parsed], None]


def in_order(files: Iterable[File], keep: Keep) -> Iterator[str]:
    """The name of each file in turn, once `keep` has had what it holds."""
    files = iter(files)
    first: list[File] = []
    for file in files:
        first.append(file)
        if len(first) >= _FEW and sum(1 for f in first if f.data) >= _FEW:
            break
    if sum(1 for f in first if f.data) < _FEW:
        yield from _alone(first, keep)
    else:
        yield from _together(chain(first, files), keep)


def _alone(files: Iterable[File], keep: Keep) -> Iterator[str]:
    for file in files:
        if file.data:
            keep(file, parse(file.data))
        yield file.name


def _together(files: Iterator[File], keep: Keep) -> Iterator[str]:
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    with ProcessPoolExecutor(processes) as pool:
        waiting: deque[tuple[File, Future | None]] = deque()

        def send(file: File) -> None:
            waiting.append((file, pool.submit(_parse_packed, file.data) if file.data else None))

        for file in islice(files, processes * _AHEAD):
            send(file)
        while waiting:
            file, future = waiting.popleft()
            for following in islice(files, 1):
                send(following)
            if future is not None:
                keep(file, _unpacked(future.result()))
            yield file.name


def parse(data: bytes) -> Parsed:
    """One file of the feed, as a value of the model."""
    unknown: set[str] = set()
    try:
        return Parsed(read_file(data, unknown), "", frozenset(unknown))
    except GuichetError as error:
        return Parsed(None, str(error), frozenset(unknown))


def _parse_packed(data: bytes) -> tuple[str, bytes, str, frozenset[str]]:
    """`parse` in another process: trees travel as JSON, which is faster than pickle."""
    parsed = parse(data)
    if parsed.value is None:
        return "", b"", parsed.error, parsed.unknown
    return type(parsed.value).__name__, encode(parsed.value), "", parsed.unknown


def _unpacked(packed: tuple[str, bytes, str, frozenset[str]]) -> Parsed:
    name, data, error, unknown = packed
    types = {type_.__name__: type_ for type_ in (Procedure, Resource, Topic)}
    return Parsed(decode(data, types[name]) if name else None, error, unknown)
