"""The made-up engine of the gateway's own tests."""

from tests.gateway.conftest import engine

__all__ = ["engine"]
