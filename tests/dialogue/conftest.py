"""A conversation to hold over the sheets of `talking`, imported late: the dialogue needs the engine's environment."""

import pytest


@pytest.fixture
def catalogue():
    from tests.dialogue.talking import FakeCatalogue

    return FakeCatalogue()


@pytest.fixture
def talk(catalogue):
    """At a counter with nothing around its sheets."""
    from tests.dialogue.talking import Talk, counter

    return Talk(counter(catalogue, around=False))


@pytest.fixture
def village(catalogue):
    """At a counter with words, forms and life events, and no directory of offices."""
    from tests.dialogue.talking import Talk, counter

    return Talk(counter(catalogue))


@pytest.fixture
def offices():
    from tests.dialogue.fake_offices import FakeOffices

    return FakeOffices()


@pytest.fixture
def town(catalogue, offices):
    """At a counter with all that, and a directory."""
    from tests.dialogue.talking import Talk, counter

    return Talk(counter(catalogue, offices))
