"""Which requests an agent may see and act on; who may come in at all is in `access.py`."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sanic import Request

from guichet.gateway.desk.door.access import Problem, desk, enter
from guichet.gateway.desk.door.accounts import Agent, Role
from guichet.gateway.handoffs import listing, records
from guichet.gateway.handoffs.agents import By
from guichet.gateway.handoffs.floor import Floor
from guichet.gateway.handoffs.records import HandoffRequest, moment
from guichet.gateway.services import services

#: A visit is a sign of life too; written down no more often than this.
NOTED_EVERY = timedelta(seconds=10)


async def at_work(request: Request) -> Agent:
    """The agent of the request, who answers citizens and is here. Raises as `enter`."""
    agent, known = await enter(request, Role.AGENT), desk(request)
    if not agent.last_seen or abs(known.clock() - moment(agent.last_seen)) >= NOTED_EVERY:
        await known.accounts.seen(agent.id)
    return agent


async def admit(request: Request, reference: str) -> tuple[Agent, HandoffRequest]:
    """The agent and the request, which they may see. Raises `Problem` (403, 404) or as `enter`."""
    agent, known = await at_work(request), services(request)
    async with known.database.read() as connection:
        found = await records.by_reference(connection, reference.upper())
    if found is None:
        raise Problem(404, "request_gone")
    if not may_see(agent, found, known.floor):
        await desk(request).audit.record(agent, "access.refused", found.reference)
        raise Problem(403, "request_elsewhere")
    return agent, found


def may_see(agent: Agent, found: HandoffRequest, floor: Floor) -> bool:
    """Supervisors see all; an agent those of their teams, and what they have or are meant to have."""
    team = floor.teams.get(found.team)
    served = agent.serves(found.team) or (team is not None and agent.serves(team.id))
    return oversees(agent) or served or agent.id in (found.agent_id, found.wanted_id)


def allowed(agent: Agent, floor: Floor, team: str = "") -> sa.ColumnElement[bool]:
    """The same for SQL; `team`: of this one alone."""
    known = [one.id for one in floor.teams.all()]
    seen = listing.visible(agent.id, () if oversees(agent) else agent.teams, known)
    return sa.and_(seen, listing.of_teams((team,), known)) if team else seen


def oversees(agent: Agent) -> bool:
    """Whether they may act on colleagues' requests."""
    return agent.may(Role.SUPERVISOR)


def acting(agent: Agent, over: bool = False) -> By:
    """The agent as hand-off knows them. `over`: out of a colleague's hands, which only who oversees may."""
    return By(agent.id, agent.name, over and oversees(agent))
