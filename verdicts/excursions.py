"""Times that a path spent outside the view, and came back from."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.stretches import stretches
from verdicts.path import Path


@dataclass(frozen=True)
class Excursion:
    """Out of view from step `left` on, and in view again at step `back`; None for never.

    A path that starts outside has `left` 0.
    """

    left: int
    back: int | None


def excursions(path: Path) -> tuple[Excursion, ...]:
    """When a path was outside the view, in order."""
    if path.inside.all():
        return ()
    firsts, lasts = stretches(path.inside)
    outside = ~path.inside[firsts]
    return tuple(
        Excursion(first, last + 1 if last < path.last else None)
        for first, last in zip(firsts[outside].tolist(), lasts[outside].tolist(), strict=True)
    )
