"""What became of everything: what citizens and agents sent, compared with what the others really received."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from tests.simulation.agents import Agent
from tests.simulation.citizens import Citizen
from tests.simulation.engine_process import ECHO, PERSON

_MARK = re.compile(r"\b[ua]\d+m\d+e\b")

#: Counts that must be 0, by their names in the table.
NEVER = (
    "citizens' messages lost",
    "citizens' messages doubled",
    "citizens' messages with two numbers",
    "citizens' messages out of order",
    "citizens' messages without an answer",
    "bot's answers doubled",
    "agents' words lost",
    "agents' words doubled",
    "agents' words delivered though refused",
    "agents' words out of order",
    "agents' pages that differ from the citizen's",
    "events missing, repeated or out of order",
    "bot's words in a human's turn",
    "requests still waiting",
    "requests still in somebody's hands",
    "requests that citizen and counter see differently",
    "erased conversations that are still there",
)


def judge(citizens: Sequence[Citizen], agents: Sequence[Agent]) -> Counter[str]:
    """Every count there is; those of `NEVER` are there even when they are 0."""
    counts: Counter[str] = Counter(dict.fromkeys(NEVER, 0))
    staying = [citizen for citizen in citizens if not citizen.erased]
    counts["conversations"] = len(citizens)
    counts["conversations erased"] = len(citizens) - len(staying)
    counts["erased conversations that are still there"] = sum(c.erased and c.left is not None for c in citizens)
    for citizen in staying:
        _judge_events(citizen, counts)
        _judge_messages(citizen, counts)
        _judge_answers(citizen, counts)
        _judge_requests(citizen, counts)
    _judge_agents(staying, agents, counts)
    return counts


def _judge_events(citizen: Citizen, counts: Counter[str]) -> None:
    numbers = [event["seq"] for event in citizen.received]
    counts["events received"] += len(numbers)
    wrong = sum(number != expected for expected, number in enumerate(numbers, start=1))
    counts["events missing, repeated or out of order"] += wrong
    owner = "bot"
    for event in citizen.received:
        owner = event["owner"] if event["kind"] == "handoff" else owner
        counts["bot's words in a human's turn"] += event["author"] == "bot" and owner in ("waiting", "agent")


def _judge_messages(citizen: Citizen, counts: Counter[str]) -> None:
    theirs = [event for event in citizen.received if event["author"] == "citizen"]
    times = Counter(event["client_id"] for event in theirs)
    counts["citizens' messages sent"] += len(citizen.sent)
    counts["citizens' messages delivered once"] += sum(times[sent.client_id] == 1 for sent in citizen.sent)
    counts["citizens' messages lost"] += sum(times[sent.client_id] == 0 for sent in citizen.sent)
    counts["citizens' messages doubled"] += sum(times[sent.client_id] > 1 for sent in citizen.sent)
    counts["citizens' messages with two numbers"] += citizen.two_numbers
    wanted = [(sent.client_id, sent.seq, sent.text) for sent in citizen.sent]
    got = [(event["client_id"], event["seq"], event["text"]) for event in theirs]
    counts["citizens' messages out of order"] += sum(a != b for a, b in zip(wanted, got, strict=False))


def _judge_answers(citizen: Citizen, counts: Counter[str]) -> None:
    echoes = Counter(e["text"] for e in citizen.received if e["author"] == "bot" and e["text"].startswith(ECHO))
    counts["bot's answers doubled"] += sum(times - 1 for times in echoes.values())
    owners, owner = {}, "bot"
    for event in citizen.received:
        owner = event["owner"] if event["kind"] == "handoff" else owner
        owners[event["seq"]] = owner
    for sent in citizen.sent:
        if sent.pressed or owners.get(sent.seq) in ("waiting", "agent", None):
            continue
        counts["citizens' messages for the bot"] += 1
        counts["citizens' messages without an answer"] += not _is_answered(citizen, sent.seq, sent.text, echoes)


def _is_answered(citizen: Citizen, seq: int, text: str, echoes: Counter[str]) -> bool:
    """By the bot, by an honest notice, or not any more because people took the conversation over before it was."""
    if echoes[f"{ECHO}{text}"]:
        return True
    later = [event for event in citizen.received if event["seq"] > seq]
    notices = (event.get("retry") == seq for event in later)
    moves = [event["owner"] for event in later if event["kind"] == "handoff" and event["owner"] != "closed"]
    # An agent may come at any time; the queue is entered by asking, which must then have been said before this.
    taken_over = moves[:1] == ["agent"] or (moves[:1] == ["waiting"] and _asked_before(citizen, seq))
    return any(notices) or taken_over or (PERSON in text and bool(moves))


def _asked_before(citizen: Citizen, seq: int) -> bool:
    """Whether the citizen had asked for a person, and nothing had come of it yet, when they said this."""
    asks = [sent.seq for sent in citizen.sent if PERSON in sent.text and sent.seq < seq]
    since = [event for event in citizen.received if asks and asks[-1] < event["seq"] < seq]
    return bool(asks) and not any(e["kind"] == "handoff" or e.get("retry") == asks[-1] for e in since)


def _judge_requests(citizen: Citizen, counts: Counter[str]) -> None:
    """Each reference, by what the citizen was told of it last."""
    last: dict[str, dict] = {}
    reference, told = "", [event for event in citizen.received if event["kind"] == "handoff"]
    for event in told:
        reference = event.get("reference") or reference
        last[reference] = event
    answered = {e.get("reference") for e in told if e["owner"] == "closed"}
    for reference, event in last.items():
        counts["requests"] += 1
        ended = "answered or closed by an agent" if reference in answered else "given up or given back to the bot"
        ticket = event["owner"] == "bot" and bool(event.get("reference"))
        counts[f"requests {'that are tickets' if ticket else ended}"] += event["owner"] in ("bot", "closed")
        counts["requests still waiting"] += event["owner"] == "waiting"
        counts["requests still in somebody's hands"] += event["owner"] == "agent"
    open_one = reference if last and last[reference]["owner"] == "bot" and last[reference].get("reference") else None
    owner = last[reference]["owner"] if last else "bot"
    same = citizen.left["reference"] == open_one and citizen.left["owner"] in (owner, "bot")
    counts["requests that citizen and counter see differently"] += not same


def _judge_agents(citizens: Sequence[Citizen], agents: Sequence[Agent], counts: Counter[str]) -> None:
    by_reference = {e["reference"]: c for c in citizens for e in c.received if e.get("reference")}
    times = Counter(_marks(event["text"] for c in citizens for event in c.received if event["author"] == "agent"))
    for agent in agents:
        counts["agents' calls refused, a colleague or the citizen being faster"] += agent.refused
        # Whoever erased their conversation erased the agent's words too.
        words = [word for word in agent.words if word.reference in by_reference]
        counts["agents' words said"] += sum(bool(word.accepted) for word in words)
        counts["agents' words delivered once"] += sum(bool(word.accepted) and times[word.mark] == 1 for word in words)
        counts["agents' words lost"] += sum(bool(word.accepted) and times[word.mark] == 0 for word in words)
        counts["agents' words doubled"] += sum(times[word.mark] > 1 for word in words)
        counts["agents' words delivered though refused"] += sum(
            word.accepted is False and times[word.mark] > 0 for word in words
        )
        for reference, read in agent.read.items():
            if reference in by_reference:
                _judge_page(by_reference[reference], agent, reference, read, counts)


def _judge_page(
    citizen: Citizen, agent: Agent, reference: str, read: list[tuple[str, int, str]], counts: Counter[str]
) -> None:
    """The page showed what the citizen saw, each thing once; the agent's words came in their order."""
    up_to = read[-1][1] if read else 0
    spoken = ("citizen", "agent")
    seen = [(author, seq, mark) for author, seq, mark in read if author in spoken]
    theirs = [
        (event["author"], event["seq"], "".join(_marks([event["text"]])))
        for event in citizen.received
        if event["author"] in spoken and event["seq"] <= up_to
    ]
    counts["agents' pages read"] += 1
    counts["agents' pages that differ from the citizen's"] += seen != theirs
    said = [word.mark for word in agent.words if word.reference == reference and word.accepted]
    heard = [m for e in citizen.received if e["author"] == "agent" for m in _marks([e["text"]]) if m in said]
    counts["agents' words out of order"] += said != heard


def _marks(texts: Iterable[str]) -> list[str]:
    return [mark for text in texts for mark in _MARK.findall(text)]


def table(counts: Counter[str], recoveries: dict[str, list[float]]) -> str:
    """For people to read; « ! » before a count that should be 0 and isn't."""
    lines = [f"{'! ' if name in NEVER and count else '  '}{name:<62}{count:>8}" for name, count in counts.items()]
    for name, seconds in recoveries.items():
        if seconds:
            told = f"{len(seconds)} kills, back after {median(seconds):.2f} s (median), {max(seconds):.2f} s (longest)"
            lines.append(f"  {name}: {told}")
    return "\n".join(lines)


def failures(counts: Counter[str]) -> list[str]:
    """The names of the counts that should be 0 and are not."""
    return [name for name in NEVER if counts[name]]
