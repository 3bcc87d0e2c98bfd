"""What became of every message: accepted, answered once, lost, answered twice; and how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from tests.load.visitors import Visitor, answers, is_notice

Event = dict[str, Any]


@dataclass
class Account:
    """The counts over many visitors; `seconds`: from the first try of each message to its answer on the page."""

    visitors: int = 0
    accepted: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    notices: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Answers that no citizen should get, whatever happens."""
        return sum(count for name, count in self.tally.items() if name.startswith("erreurs"))

    @property
    def refusals(self) -> int:
        """Answers that ask to come back later, and say when."""
        return sum(count for name, count in self.tally.items() if name.startswith("refus"))

    @property
    def failures(self) -> list[str]:
        """What must never be."""
        wrong = {"perdus": self.lost, "en double": self.doubled, "événements en désordre": self.disordered}
        return [f"{name} : {count}" for name, count in wrong.items() if count]

    def percentile(self, rank: int) -> float:
        """Seconds within which `rank` % of the messages were answered."""
        return quantiles(self.seconds, n=100, method="inclusive")[rank - 1] if len(self.seconds) > 1 else 0.0


def judge(visitors: Sequence[Visitor]) -> Account:
    """All of it, once everybody has read their whole conversation again."""
    account = Account()
    for visitor in visitors:
        account.visitors += 1
        account.tally += visitor.tally
        _judge(visitor, account)
    return account


def _judge(visitor: Visitor, account: Account) -> None:
    events = visitor.received
    account.disordered += sum(event["seq"] != expected for expected, event in enumerate(events, start=1))
    account.notices += sum(is_notice(event) for event in events)
    stored = Counter(event["client_id"] for event in events if event["author"] == "citizen")
    taken = [message for message in visitor.sent if message.seq is not None]
    account.accepted += len(taken)
    account.lost += sum(stored[message.client_id] == 0 for message in taken)
    account.doubled += sum(times - 1 for times in stored.values())
    replies, waiting = answers(events), 0
    for number, (message, reply) in enumerate(zip(_messages(events), replies, strict=False)):
        arrived = visitor.arrivals.get(reply[0]["seq"])
        began = next((sent.began for sent in visitor.sent if sent.client_id == message["client_id"]), None)
        if arrived and began:
            account.seconds.append(arrived - began)
        waiting = number + 1
    account.lost += len(_messages(events)) - waiting
    account.doubled += _too_many(events)


def _messages(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event["author"] == "citizen"]


def _too_many(events: Sequence[Event]) -> int:
    """Answers that come while no message waits for any."""
    starts = {answer[0]["seq"] for answer in answers(events)}
    waiting = extra = 0
    for event in events:
        waiting += event["author"] == "citizen"
        if event["seq"] in starts:
            extra += waiting == 0
            waiting = max(0, waiting - 1)
    return extra
