"""Who has a conversation: every move from every standing, and what no order of moves may break."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from guichet.handoff import (
    ANSWERED,
    GIVEN_BACK,
    GIVEN_UP,
    HUMAN,
    OPEN,
    AgentGone,
    Answer,
    Ask,
    Close,
    Command,
    GiveBack,
    GiveUp,
    NobodyCame,
    NotAllowed,
    Owner,
    Postpone,
    Reopen,
    Speak,
    Standing,
    Status,
    Take,
    Transfer,
    after,
)

#: One standing of each kind; Camille has, or had, what an agent has.
STANDINGS = {
    "new": Standing(),
    "waiting": Standing(Owner.WAITING, Status.WAITING, "accueil"),
    "taken": Standing(Owner.AGENT, Status.TAKEN, "accueil", "camille"),
    "ticket": Standing(Owner.BOT, Status.TICKET, "accueil"),
    "closed": Standing(Owner.CLOSED, Status.CLOSED, "accueil", "camille", outcome="resolved"),
    "over": Standing(Owner.BOT, Status.CLOSED, "accueil", "camille", outcome=GIVEN_BACK),
}

COMMANDS: dict[str, Command] = {
    "ask, live": Ask("accueil", live=True),
    "ask, for later": Ask("accueil", live=False),
    "take": Take("camille"),
    "take, another": Take("sacha"),
    "take, over": Take("sacha", over=True),
    "transfer": Transfer("camille", "etat_civil"),
    "transfer, another": Transfer("sacha", "etat_civil"),
    "transfer, over": Transfer("sacha", "etat_civil", over=True),
    "give back": GiveBack("camille"),
    "give back, another": GiveBack("sacha"),
    "close": Close("camille", "resolved"),
    "close, another": Close("sacha", "resolved"),
    "close, over": Close("sacha", "resolved", over=True),
    "answer": Answer("sacha"),
    "reopen": Reopen("sacha"),
    "postpone, citizen": Postpone(),
    "postpone, agent": Postpone("camille"),
    "postpone, another": Postpone("sacha"),
    "give up": GiveUp(),
    "agent gone": AgentGone(),
    "nobody came": NobodyCame(),
    "speak": Speak(),
}

#: What becomes of each standing; « ! » before the code of a refusal.
TABLE = """
                    new            waiting         taken           ticket          closed         over
ask, live           waiting        !already_asked  !already_asked  waiting         waiting        waiting
ask, for later      ticket         !already_asked  !already_asked  ticket          ticket         ticket
take                !nobody_asked  taken           !already_taken  taken           !closed        !closed
take, another       !nobody_asked  taken           !already_taken  taken           !closed        !closed
take, over          !nobody_asked  taken           taken           taken           !closed        !closed
transfer            !nobody_asked  waiting         waiting         ticket          !closed        !closed
transfer, another   !nobody_asked  waiting         !not_yours      ticket          !closed        !closed
transfer, over      !nobody_asked  waiting         waiting         ticket          !closed        !closed
give back           !nobody_asked  over            over            !not_waiting    !closed        !closed
give back, another  !nobody_asked  over            !not_yours      !not_waiting    !closed        !closed
close               !nobody_asked  closed          closed          closed          !closed        !closed
close, another      !nobody_asked  closed          !not_yours      closed          !closed        !closed
close, over         !nobody_asked  closed          closed          closed          !closed        !closed
answer              !nobody_asked  !not_waiting    !already_taken  closed          !closed        !closed
reopen              !nobody_asked  !already_asked  !already_asked  !already_asked  taken          taken
postpone, citizen   !nobody_asked  ticket          !not_waiting    !not_waiting    !closed        !closed
postpone, agent     !nobody_asked  ticket          ticket          !not_waiting    !closed        !closed
postpone, another   !nobody_asked  ticket          !not_yours      !not_waiting    !closed        !closed
give up             !nobody_asked  over            !already_taken  over            !closed        !closed
agent gone          !nobody_asked  !not_waiting    waiting         !not_waiting    !closed        !closed
nobody came         !nobody_asked  ticket          !already_taken  !not_waiting    !closed        !closed
speak               new            waiting         taken           ticket          over           over
"""


def _table() -> list[tuple[str, str, str]]:
    head, *lines = TABLE.strip().splitlines()
    kinds = head.split()
    rows = ((line[:20].strip(), line[20:].split()) for line in lines)
    return [(kind, name, result) for name, results in rows for kind, result in zip(kinds, results, strict=True)]


def _kind(standing: Standing) -> str:
    pairs = {(known.owner, known.status): kind for kind, known in STANDINGS.items()}
    return pairs[standing.owner, standing.status]


@pytest.mark.parametrize(("kind", "name", "result"), _table())
def test_each_command_in_each_standing(kind, name, result):
    if result.startswith("!"):
        with pytest.raises(NotAllowed) as refused:
            after(STANDINGS[kind], COMMANDS[name])
        assert f"!{refused.value.code}" == result
    else:
        assert _kind(after(STANDINGS[kind], COMMANDS[name])) == result


def test_the_table_leaves_nothing_out():
    assert {(kind, name) for kind, name, _ in _table()} == {(kind, name) for kind in STANDINGS for name in COMMANDS}
    assert {type(command) for command in COMMANDS.values()} == set(Command.__args__)


@pytest.mark.parametrize(
    ("before", "command", "then"),
    [
        ("waiting", Take("sacha"), Standing(Owner.AGENT, Status.TAKEN, "accueil", "sacha")),
        ("taken", Take("sacha", over=True), Standing(Owner.AGENT, Status.TAKEN, "accueil", "sacha")),
        (
            "taken",
            Transfer("camille", "etat_civil", "sacha"),
            Standing(Owner.WAITING, Status.WAITING, "etat_civil", wanted="sacha"),
        ),
        (
            "ticket",
            Transfer("camille", "etat_civil", "sacha"),
            Standing(Owner.BOT, Status.TICKET, "etat_civil", wanted="sacha"),
        ),
        ("taken", AgentGone(), Standing(Owner.WAITING, Status.WAITING, "accueil")),
        ("ticket", Answer("sacha"), Standing(Owner.CLOSED, Status.CLOSED, "accueil", "sacha", outcome=ANSWERED)),
        (
            "waiting",
            Close("sacha", "abuse"),
            Standing(Owner.CLOSED, Status.CLOSED, "accueil", "sacha", outcome="abuse"),
        ),
        (
            "taken",
            Close("sacha", "abuse", over=True),
            Standing(Owner.CLOSED, Status.CLOSED, "accueil", "camille", outcome="abuse"),
        ),
        ("ticket", GiveUp(), Standing(Owner.BOT, Status.CLOSED, "accueil", outcome=GIVEN_UP)),
        ("closed", Reopen("sacha"), Standing(Owner.AGENT, Status.TAKEN, "accueil", "sacha")),
        ("ticket", Ask("etat_civil", live=True), Standing(Owner.WAITING, Status.WAITING, "etat_civil")),
        (
            "closed",
            Speak(),
            Standing(Owner.BOT, Status.CLOSED, "accueil", "camille", outcome="resolved"),
        ),
    ],
)
def test_what_is_kept_and_what_is_forgotten(before, command, then):
    assert after(STANDINGS[before], command) == then


def test_who_waits_for_a_colleague_keeps_them_when_it_becomes_a_ticket():
    passed = after(STANDINGS["taken"], Transfer("camille", "accueil", "sacha"))
    assert after(passed, NobodyCame()).wanted == "sacha"
    assert after(passed, Postpone()).wanted == "sacha"
    assert after(passed, Take("alix")).wanted == ""


CODES = {"already_asked", "nobody_asked", "already_taken", "not_yours", "not_waiting", "closed"}
TEAMS, AGENTS = ("accueil", "etat_civil"), ("camille", "sacha")
EVERYTHING: list[Command] = [
    *(Ask(team, live) for team in TEAMS for live in (True, False)),
    *(Take(agent, over) for agent in AGENTS for over in (True, False)),
    *(Transfer(*who, over) for who in product(AGENTS, TEAMS, ("", "sacha")) for over in (True, False)),
    *(GiveBack(agent, over) for agent in AGENTS for over in (True, False)),
    *(Close(agent, "resolved", over) for agent in AGENTS for over in (True, False)),
    *(kind(agent) for agent in AGENTS for kind in (Answer, Reopen, Postpone)),
    *(kind() for kind in (Postpone, GiveUp, AgentGone, NobodyCame, Speak)),
]


def _agrees(standing: Standing) -> bool:
    """Whether owner, status and agent say the same."""
    owners = {
        None: {Owner.BOT},
        Status.WAITING: {Owner.WAITING},
        Status.TAKEN: {Owner.AGENT},
        Status.TICKET: {Owner.BOT},
        Status.CLOSED: {Owner.CLOSED, Owner.BOT},
    }
    held = bool(standing.agent)
    has_agent = {Status.TAKEN: held, Status.CLOSED: True}.get(standing.status, not held)
    is_human = (standing.owner in HUMAN) == (standing.status in {Status.WAITING, Status.TAKEN})
    ended = (standing.status is Status.CLOSED) == bool(standing.outcome)
    wanted_only_while_open = not standing.wanted or standing.status in {Status.WAITING, Status.TICKET}
    return standing.owner in owners[standing.status] and has_agent and is_human and ended and wanted_only_while_open


def _allowed(standing: Standing, command: Command) -> bool:
    as_it_was = replace(standing)
    try:
        after(standing, command)
    except NotAllowed as refused:
        return refused.code not in CODES
    finally:
        assert standing == as_it_was
    return True


def _ways_on(standing: Standing) -> list[Command]:
    """What each one who is part of it may do: an agent, the citizen, and time when an agent doesn't."""
    return {
        Status.WAITING: [Take("alix"), GiveUp(), Postpone(), NobodyCame()],
        Status.TAKEN: [Close(standing.agent, "resolved"), Transfer(standing.agent, "accueil"), AgentGone()],
        Status.TICKET: [Take("alix"), Answer("alix"), GiveUp()],
    }.get(standing.status, [Ask("accueil", True), Ask("accueil", False), Speak()])


def test_all_standings_that_can_be_reached_agree_and_lead_on():
    reached, fresh = {Standing()}, [Standing()]
    while fresh:
        standing = fresh.pop()
        then = {after(standing, command) for command in EVERYTHING if _allowed(standing, command)}
        fresh += then - reached
        reached |= then
    assert {standing.status for standing in reached} == {None, *Status}
    assert [standing for standing in reached if not _agrees(standing)] == []
    assert [s for s in reached if not all(_allowed(s, command) for command in _ways_on(s))] == []


NAMES = st.sampled_from([*AGENTS, "alix"])


class AnyOrder(RuleBasedStateMachine):
    """A citizen, three agents and the timers, in any order."""

    @initialize()
    def arrive(self):
        self.standing = Standing()

    def _do(self, command: Command) -> None:
        before = self.standing
        if not _allowed(before, command):
            return
        self.standing = after(before, command)
        if before.status is Status.TAKEN and self.standing != before:
            theirs = getattr(command, "agent", before.agent) == before.agent
            assert theirs or getattr(command, "over", False) or isinstance(command, (AgentGone, Speak))

    @rule(team=st.sampled_from(TEAMS), live=st.booleans())
    def ask(self, team, live):
        self._do(Ask(team, live))

    @rule(command=st.sampled_from([Postpone(), GiveUp(), Speak()]))
    def citizen(self, command):
        self._do(command)

    @rule(agent=NAMES, over=st.booleans(), kind=st.sampled_from([Take, GiveBack]))
    def agent(self, agent, over, kind):
        self._do(kind(agent, over))

    @rule(agent=NAMES, kind=st.sampled_from([Answer, Reopen, Postpone]))
    def agent_alone(self, agent, kind):
        self._do(kind(agent))

    @rule(agent=NAMES, over=st.booleans(), outcome=st.sampled_from(["resolved", "abuse"]))
    def close(self, agent, over, outcome):
        self._do(Close(agent, outcome, over))

    @rule(agent=NAMES, team=st.sampled_from(TEAMS), to=st.one_of(st.just(""), NAMES), over=st.booleans())
    def transfer(self, agent, team, to, over):
        self._do(Transfer(agent, team, to, over))

    @rule(command=st.sampled_from([AgentGone(), NobodyCame()]))
    def time(self, command):
        self._do(command)

    @invariant()
    def one_owner_and_it_agrees(self):
        assert _agrees(self.standing), self.standing
        assert (self.standing.status in OPEN) == (self.standing.status not in {None, Status.CLOSED})

    @invariant()
    def it_leads_on(self):
        assert [c for c in _ways_on(self.standing) if not _allowed(self.standing, c)] == []


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
