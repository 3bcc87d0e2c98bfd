"""The small catalogue of the search's tests."""

from tests.search.conftest import small

__all__ = ["small"]
