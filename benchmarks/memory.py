"""Memory of the server: over many reruns of one session, and over many closed sessions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from random import Random

from benchmarks.changes import eta
from benchmarks.line import Line
from benchmarks.server import Server, served
from benchmarks.session import visit

WARM_UP = 300
"""Reruns after which caches are full."""
STORED = 200
"""Closed sessions from which memory has to be flat: Streamlit keeps 128 of them for two
minutes, in case their pages come back."""
FLAT = 1.05
"""Of what there was: more at the end is a leak."""
GONE_SECONDS = 10


async def rerun(server: Server, reruns: int) -> AsyncIterator[Line]:
    """One session that changes a setting again and again."""
    resident, errors = {}, 0
    async with visit(server.address) as session:
        changes = eta(session, Random(0))
        for done in range(WARM_UP + reruns + 1):
            if done in (WARM_UP, WARM_UP + reruns):
                resident[done] = server.resident()
            errors += len((await session.change(next(changes))).errors)
    before, after = resident.values()
    yield Line(f"after {WARM_UP} reruns", before, "MB", 1, before)
    yield Line(f"after {reruns} more", after, "MB", FLAT, before)
    yield Line("errors", errors, "", 0)


async def open_and_close(server: Server, visits: int) -> AsyncIterator[Line]:
    """Visitors who come, change something and leave."""
    resident, errors = {0: server.resident()}, 0
    for number in range(1, visits + 1):
        async with visit(server.address) as session:
            errors += len(session.first.errors)
            errors += len((await session.change(next(eta(session, Random(number))))).errors)
        resident[number] = server.resident()
    for _ in range(GONE_SECONDS):
        if server.sessions() == 0:
            break
        await asyncio.sleep(1)
    stored = min(STORED, visits)
    yield Line("before any session closed", resident[0], "MB", 1, resident[0])
    yield Line(f"after {stored} closed", resident[stored], "MB", 1, resident[stored])
    yield Line(f"after {visits} closed", resident[visits], "MB", FLAT, resident[stored])
    yield Line("sessions left open", server.sessions(), "", 0)
    yield Line("errors", errors, "", 0)


async def measure(reruns: int, visits: int) -> list[Line]:
    with served() as server:
        return [line async for line in rerun(server, reruns)] + [
            line async for line in open_and_close(server, visits)
        ]


def report(reruns: int = 2000, visits: int = 300) -> None:
    print("\nMemory of the server; ratio to what it was")
    for line in asyncio.run(measure(reruns, visits)):
        print(line)
