"""The small catalogue of the search's tests."""

from tests.search.conftest import lexicon, small

__all__ = ["lexicon", "small"]
