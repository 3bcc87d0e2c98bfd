"""Who has a conversation, and what may become of it: bot, waiting, agent or closed. Pure: no SQL, clock, channel, word.

A conversation has at most one open request for a person. `after(standing, command)` is the only way from one standing
to the next; what it refuses must not happen anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum


class Owner(str, Enum):
    """Who answers the citizen."""

    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"
    CLOSED = "closed"


class Status(str, Enum):
    """Where a request stands: in the live queue, in an agent's hands, to be answered later, or over."""

    WAITING = "waiting"
    TAKEN = "taken"
    TICKET = "ticket"
    CLOSED = "closed"


#: Owners during which the bot gets nothing and says nothing.
HUMAN = frozenset({Owner.WAITING, Owner.AGENT})

#: A request that someone must still answer.
OPEN = frozenset({Status.WAITING, Status.TAKEN, Status.TICKET})

#: Ways a request ends that no agent chose.
GIVEN_UP, GIVEN_BACK, ANSWERED = "given_up", "given_back", "answered"


class NotAllowed(Exception):
    """A command that doesn't fit.

    `code`: already_asked, nobody_asked, already_taken, not_yours, not_waiting or closed.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Standing:
    """A conversation and its last request. `agent` has it, `wanted` is to have it next, `outcome`: how it ended."""

    owner: Owner = Owner.BOT
    status: Status | None = None
    team: str = ""
    agent: str = ""
    wanted: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Ask:
    """The citizen, or the bot for them, asks for a person: now when `live`, else for an answer later."""

    team: str
    live: bool


@dataclass(frozen=True)
class Take:
    """An agent takes a request that waits, or a ticket. `over`: also out of a colleague's hands."""

    agent: str
    over: bool = False


@dataclass(frozen=True)
class Transfer:
    """Back to the queue, of another team or for a colleague, whom all others may still spare the work."""

    agent: str
    team: str
    to: str = ""
    over: bool = False


@dataclass(frozen=True)
class GiveBack:
    """The agent lets the bot go on."""

    agent: str
    over: bool = False


@dataclass(frozen=True)
class Close:
    """The agent ends it, with an outcome."""

    agent: str
    outcome: str
    over: bool = False


@dataclass(frozen=True)
class Answer:
    """The agent answers a ticket in one message and ends it."""

    agent: str


@dataclass(frozen=True)
class Reopen:
    """An agent takes up what was over."""

    agent: str


@dataclass(frozen=True)
class Postpone:
    """It will be answered later: the citizen would rather not wait, or the agent needs time."""

    agent: str = ""


@dataclass(frozen=True)
class GiveUp:
    """The citizen no longer wants a person."""


@dataclass(frozen=True)
class AgentGone:
    """The agent who had it isn't there any more."""


@dataclass(frozen=True)
class NobodyCame:
    """It waited as long as a citizen may be made to wait, or the counter has closed."""


@dataclass(frozen=True)
class Speak:
    """The citizen writes; what was closed is the bot's again."""


Command = (
    Ask | Take | Transfer | GiveBack | Close | Answer | Reopen | Postpone | GiveUp | AgentGone | NobodyCame | Speak
)


def after(standing: Standing, command: Command) -> Standing:
    """The standing that follows. Raises `NotAllowed`."""
    allowed, change = _RULES[type(command)]
    if standing.status not in allowed:
        raise NotAllowed(_refusal(standing.status, command))
    return change(standing, command)


def _refusal(status: Status | None, command: Command) -> str:
    if isinstance(command, Ask):
        return "already_asked"
    if isinstance(command, Reopen) and status is not None:
        return "already_asked"
    return {None: "nobody_asked", Status.CLOSED: "closed", Status.TAKEN: "already_taken"}.get(status, "not_waiting")


def _ask(_standing: Standing, command: Ask) -> Standing:
    # Who gave up on waiting and asks again keeps their one request.
    return _queued(command.team) if command.live else Standing(Owner.BOT, Status.TICKET, command.team)


def _take(standing: Standing, command: Take) -> Standing:
    if standing.status is Status.TAKEN and not command.over:
        raise NotAllowed("already_taken")
    return Standing(Owner.AGENT, Status.TAKEN, standing.team, command.agent)


def _transfer(standing: Standing, command: Transfer) -> Standing:
    _must_have(standing, command.agent, command.over)
    moved = Standing(Owner.BOT, Status.TICKET, command.team, wanted=command.to)
    return moved if standing.status is Status.TICKET else _queued(command.team, command.to)


def _give_back(standing: Standing, command: GiveBack) -> Standing:
    _must_have(standing, command.agent, command.over)
    return replace(standing, owner=Owner.BOT, status=Status.CLOSED, wanted="", outcome=GIVEN_BACK)


def _close(standing: Standing, command: Close) -> Standing:
    _must_have(standing, command.agent, command.over)
    return replace(_held(standing, command.agent), owner=Owner.CLOSED, status=Status.CLOSED, outcome=command.outcome)


def _answer(standing: Standing, command: Answer) -> Standing:
    return replace(_held(standing, command.agent), owner=Owner.CLOSED, status=Status.CLOSED, outcome=ANSWERED)


def _reopen(standing: Standing, command: Reopen) -> Standing:
    return Standing(Owner.AGENT, Status.TAKEN, standing.team, command.agent)


def _postpone(standing: Standing, command: Postpone) -> Standing:
    if command.agent:
        _must_have(standing, command.agent, False)
    elif standing.status is not Status.WAITING:
        raise NotAllowed("not_waiting")
    return Standing(Owner.BOT, Status.TICKET, standing.team, wanted=standing.wanted)


def _give_up(standing: Standing, _command: GiveUp) -> Standing:
    return replace(standing, owner=Owner.BOT, status=Status.CLOSED, wanted="", outcome=GIVEN_UP)


def _agent_gone(standing: Standing, _command: AgentGone) -> Standing:
    return _queued(standing.team)


def _nobody_came(standing: Standing, _command: NobodyCame) -> Standing:
    return Standing(Owner.BOT, Status.TICKET, standing.team, wanted=standing.wanted)


def _speak(standing: Standing, _command: Speak) -> Standing:
    return replace(standing, owner=Owner.BOT) if standing.owner is Owner.CLOSED else standing


def _queued(team: str, wanted: str = "") -> Standing:
    return Standing(Owner.WAITING, Status.WAITING, team, wanted=wanted)


def _held(standing: Standing, agent: str) -> Standing:
    return replace(standing, agent=standing.agent or agent, wanted="")


def _must_have(standing: Standing, agent: str, over: bool) -> None:
    """Only the one who has it may; what nobody has yet, anyone may."""
    if standing.status is Status.TAKEN and standing.agent != agent and not over:
        raise NotAllowed("not_yours")


_ANY: frozenset[Status | None] = frozenset({None, *Status})

#: From which status of the last request each command is allowed, and what it changes.
_RULES: dict[type, tuple[frozenset[Status | None], Callable[[Standing, Command], Standing]]] = {
    Ask: (frozenset({None, Status.CLOSED, Status.TICKET}), _ask),
    Take: (OPEN, _take),
    Transfer: (OPEN, _transfer),
    GiveBack: (frozenset({Status.WAITING, Status.TAKEN}), _give_back),
    Close: (OPEN, _close),
    Answer: (frozenset({Status.TICKET}), _answer),
    Reopen: (frozenset({Status.CLOSED}), _reopen),
    Postpone: (frozenset({Status.WAITING, Status.TAKEN}), _postpone),
    GiveUp: (frozenset({Status.WAITING, Status.TICKET}), _give_up),
    AgentGone: (frozenset({Status.TAKEN}), _agent_gone),
    NobodyCame: (frozenset({Status.WAITING}), _nobody_came),
    Speak: (_ANY, _speak),
}
