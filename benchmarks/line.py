"""One judged quantity of a report: what was measured, and what is to be reached."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A measured quantity, and the bound on it or, where there is a floor, on their ratio."""

    what: str
    value: float
    unit: str
    bound: float
    floor: float | None = None
    at_least: bool = False

    def __str__(self) -> str:
        judged = self.value / self.floor if self.floor else self.value
        kept = judged >= self.bound if self.at_least else judged <= self.bound
        ratio = f"{judged:.2f}" if self.floor else ""
        bound = f"{'at least' if self.at_least else 'at most'} {self.bound:g}"
        return (
            f"  {self.what:42}{self.value:9.1f} {self.unit:9}{ratio:>6}   {bound}"
            f"{'' if kept else ', MISSED'}"
        )
