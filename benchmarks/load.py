"""Many visitors at once, beside a bare Streamlit app: `python -m benchmarks.load`.

Sessions without a browser each change a setting every two seconds. A change counts from the
moment at which it was due, so that a server that cannot follow does not look quick because it
is asked less. The two apps take turns. This process is neither of theirs: its work takes no
lock of theirs, only its share of the processors, which is printed.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from statistics import quantiles

from benchmarks import changes, memory
from benchmarks.changes import Changes, Kind
from benchmarks.line import Line
from benchmarks.server import Server, served
from benchmarks.session import Answer, Session, visit

EVERY = 2.0
"""Seconds between two changes of one visitor."""
ROUNDS = 2
BOUND = 2
"""The p95 may be so many times that of those who had it easier."""
IMPATIENCE = 0.1
"""Seconds after which the impatient hammer asks again, answered or not."""
IDLE = 0.05
"""Share of a processor below which a server is at rest."""


@dataclass
class Tally:
    """What visitors of one server met who all changed the same setting."""

    what: str
    server: Server
    sessions: list[Session]
    kind: Kind
    against: Tally | None = None
    """Who had it easier."""
    hammer: str = ""
    """Who hammers beside them, if anyone: patient waits for answers, impatient does not."""
    answers: list[Answer] = field(default_factory=list)
    processor: float = 0.0
    """Seconds of a processor that the server took for all of it."""

    def p95(self) -> float:
        return _percentiles([answer.seconds for answer in self.answers])[1]

    def errors(self) -> Counter[str]:
        return Counter(error for answer in self.answers for error in answer.errors)

    def __str__(self) -> str:
        middle, late, most = _percentiles([answer.seconds for answer in self.answers])
        drawn, drawn_late, _ = _percentiles([answer.picture for answer in self.answers])
        count = len(self.answers)
        kilobytes = sum(answer.received for answer in self.answers) / count / 1e3
        return (
            f"  {self.what:34}{middle:7.0f}{late:7.0f}{most:7.0f}{drawn:8.0f}{drawn_late:7.0f}"
            f"{count:8}{self.errors().total():7}{kilobytes:6.0f}"
            f"{1e3 * self.processor / count:9.0f}"
        )


HEADER = (
    f"  {'milliseconds':34}{'p50':>7}{'p95':>7}{'most':>7}{'picture':>8}{'p95':>7}"
    f"{'changes':>8}{'errors':>7}{'kB':>6}{'server':>9}"
)


def _percentiles(seconds: list[float]) -> tuple[float, float, float]:
    """Milliseconds: the middle, the 95th percentile, and the most."""
    cuts = quantiles(seconds, n=20, method="inclusive")
    return 1e3 * cuts[9], 1e3 * cuts[18], 1e3 * max(seconds)


@asynccontextmanager
async def visitors(address: str, count: int) -> AsyncIterator[list[Session]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(visit(address)) for _ in range(count)]


async def work(session: Session, todo: Changes, seconds: float, phase: float) -> list[Answer]:
    """One visitor who changes something every two seconds, the first time after `phase`."""
    answers: list[Answer] = []
    began = time.perf_counter()
    for due in itertools.count(began + phase, EVERY):
        await asyncio.sleep(due - time.perf_counter())
        late = time.perf_counter() - due
        if due + late >= began + seconds:
            break
        answers.append((await session.change(next(todo))).waited(late))
    return answers


async def crowd(tally: Tally, seconds: float, chance: Random) -> None:
    """All of them at once, with a hammer beside them if there is to be one."""
    todo = [tally.kind(session, Random(chance.random())) for session in tally.sessions]
    used = tally.server.busy()
    async with AsyncExitStack() as stack:
        if tally.hammer:
            session = await stack.enter_async_context(visit(tally.server.address))
            blows = asyncio.create_task(
                hammer(session, Random(chance.random()), tally.hammer == "patient")
            )
            stack.callback(blows.cancel)
        for answers in await asyncio.gather(
            *(
                work(session, one, seconds, chance.uniform(0, EVERY))
                for session, one in zip(tally.sessions, todo, strict=True)
            )
        ):
            tally.answers += answers
    tally.processor += tally.server.busy() - used
    await rest(tally.server)


async def hammer(session: Session, chance: Random, patient: bool) -> None:
    """One expensive formula after the other, as fast as it goes, until it is cancelled."""
    for change in changes.expensive(session, chance):
        if patient:
            await session.change(change)
            continue
        await session.ask(change)
        try:
            async with asyncio.timeout(IMPATIENCE):
                await session.answered(time.perf_counter())
        except TimeoutError:
            pass


async def rest(server: Server) -> None:
    """Until the server has done what it was asked; a run that computes cannot be stopped."""
    while True:
        used = server.busy()
        await asyncio.sleep(1)
        if server.busy() - used < IDLE:
            return


async def warm_up(sessions: list[Session]) -> None:
    """What a server does once: code for the rules, stationary points and basins of losses."""
    for name in (*changes.LOSSES, changes.OPENING):
        await sessions[0].change({"loss_choice": name})


async def measure(count: int, seconds: float, calm: bool) -> tuple[list[Tally], float]:
    """The tallies, and the share of a processor that the visitors themselves took."""
    chance = Random(0)
    with served("benchmarks/bare_app.py") as floor, served() as ours:
        async with visitors(floor.address, count) as bare, visitors(ours.address, count) as race:
            await warm_up(race)
            still = Tally("floor: bare app's slider", floor, bare, changes.ripples)
            eta = Tally("changed eta", ours, race, changes.eta, still)
            tallies = [
                still,
                eta,
                Tally("changed start", ours, race, changes.start, still),
                Tally("another loss", ours, race, changes.loss, still),
            ]
            for who in () if calm else ("patient", "impatient"):
                what = f"eta, beside {who} hammer"
                tallies.append(Tally(what, ours, race[1:], changes.eta, eta, who))
            took, began = time.process_time(), time.perf_counter()
            for _ in range(ROUNDS):
                for tally in tallies:
                    await crowd(tally, seconds / ROUNDS, chance)
                    for session in race:
                        await session.change({"loss_choice": changes.OPENING})
            share = (time.process_time() - took) / (time.perf_counter() - began)
    return tallies, share


def lines(tallies: list[Tally]) -> Iterator[Line]:
    """What is to be reached."""
    for tally in tallies:
        if tally.against:
            yield Line(f"{tally.what}, p95", tally.p95(), "ms", BOUND, tally.against.p95())
    yield Line("errors", sum(tally.errors().total() for tally in tallies), "", 0)


def report(
    sessions: int = 30,
    seconds: float = 30,
    reruns: int = 2000,
    visits: int = 300,
    calm: bool = False,
) -> None:
    tallies, share = asyncio.run(measure(sessions, seconds, calm))
    print(f"\n{sessions} sessions, each with a change every {EVERY:g} s, for {seconds:g} s")
    print("picture: until the paths are there; server: its processor time for one change;")
    print(f"these visitors took {share:.0%} of one processor")
    print(HEADER)
    for tally in tallies:
        print(tally)
        for error, count in tally.errors().most_common(3):
            print(f"    {count} times: {error}")
    print(f"\n  {'ratio to the floor, or to no hammer':60}{'ratio':>6}   to reach")
    for line in lines(tallies):
        print(line)
    if reruns:
        memory.report(reruns, visits)


def main() -> None:
    parser = argparse.ArgumentParser(description="Sessions at once, beside a bare Streamlit app.")
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--reruns", type=int, default=2000, help="0: no memory is measured")
    parser.add_argument("--visits", type=int, default=300)
    parser.add_argument("--calm", action="store_true", help="without the hammers")
    report(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
