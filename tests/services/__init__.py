"""Real PostgreSQL and Redis for tests: throw-away data, free ports, cut and brought back at will."""

from tests.services.postgres import Postgres, postgres
from tests.services.redis import RedisServer, redis

__all__ = ["Postgres", "RedisServer", "postgres", "redis"]
