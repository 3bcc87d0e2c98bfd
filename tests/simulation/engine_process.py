"""An engine to be killed: it repeats what it hears, and asks for a person when it is asked for one."""

from __future__ import annotations

import asyncio
import random
import sys

from tests.gateway.fake_engine import FakeEngine

#: What a citizen says to be put through.
PERSON = "une personne"
#: Before the words that it repeats.
ECHO = "Vous avez dit : "


async def answer(_sender: str, message: str) -> list[dict]:
    """After a moment, now and then a long one, so that it is killed or a person comes while it thinks."""
    await asyncio.sleep(random.uniform(0.0, 0.2) if random.random() < 0.9 else random.uniform(1.0, 3.0))
    if PERSON not in message:
        return [{"text": f"{ECHO}{message}"}]
    file = {"reason": "asked", "question": message}
    frame = {"kind": "handoff", "owner": "waiting", "text": "Appelez le 39 39.", "request": file}
    return [{"custom": {"frames": [frame]}}]


async def main(port: int) -> None:
    engine = FakeEngine(answer)
    await engine.start(port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
