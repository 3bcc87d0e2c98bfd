"""Names and presence of those who work at the desk, for the templates of several pages."""

from __future__ import annotations

from typing import Any

from sanic import Request

from guichet.gateway.desk.door.access import desk
from guichet.gateway.desk.door.accounts import Agent, Role
from guichet.gateway.desk.door.presence import THERE
from guichet.gateway.services import services


async def around(request: Request, agent: Agent) -> dict[str, Any]:
    """`names` of agents and `team_names` by id, and the `colleagues` who are there and answer citizens."""
    accounts = desk(request).accounts
    there = await accounts.present(THERE.total_seconds())
    return {
        "names": {one.id: one.name for one in await accounts.all()},
        "team_names": {team.id: team.name for team in services(request).floor.teams.all()},
        "colleagues": [one for one in there if one.may(Role.AGENT) and one.id != agent.id],
    }
