"""Where each rule stands in the family tree.

A generation is the longest way from a rule without parents. Within it the momentum line stands
before the middle, the adaptive line behind it, and what has both between them, each in the order
of its parents' places, then of its years. Places are in units of one node.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from statistics import mean, median

from optimizers import Rule

Place = tuple[float, float]  # generation, and place across
NEARER = 0.45  # the two lines of descent to each other, when they stand
BRICKS = 0.64  # of a node from one to the next, where they stand like bricks
FEW = 4  # of a generation stand beside each other on a phone; more take two lines


def generations(rules: Mapping[str, Rule]) -> dict[str, int]:
    """How many rules lie between each and the beginning, the longest way."""
    depths: dict[str, int] = {}

    def of(key: str) -> int:
        if key not in depths:
            depths[key] = max((of(parent) + 1 for parent in rules[key].parents), default=0)
        return depths[key]

    return {key: of(key) for key in rules}


def lying(rules: Mapping[str, Rule]) -> dict[str, Place]:
    """Generations from left to right."""
    places: dict[str, Place] = {}
    for generation, line, keys in _groups(rules):
        size = len(keys)
        if generation == 0 or line == "both":
            between = median([_middle(rules[key], places) for key in keys])
            rows = [between + at - (size - 1) / 2 for at in range(size)]
        elif line == "direction":
            # From the outside in, so that the way from momentum to Adam is free.
            rows = [at - _widest(rules, line) for at in range(size)]
        else:
            rows = [at + 1 for at in range(size)]
        # A group is ordered by the places of parents, which stand in the generations before it.
        keys = sorted(keys, key=lambda key: (_middle(rules[key], places), rules[key].year))
        places |= {key: (generation, row) for key, row in zip(keys, rows, strict=True)}
    return places


def standing(rules: Mapping[str, Rule]) -> dict[str, Place]:
    """Generations from top to bottom, for a narrow screen: (place across, line).

    The two lines of descent close up; a large generation stands in two lines, like bricks.
    """
    flat = lying(rules)
    crowded = {
        generation
        for generation, of_it in groupby(sorted(g for g, _ in flat.values()))
        if len(list(of_it)) > FEW
    }
    places: dict[str, Place] = {}
    for key, (generation, row) in flat.items():
        line = generation + sum(earlier < generation for earlier in crowded)
        if generation in crowded:
            order = sorted(r for g, r in flat.values() if g == generation)
            places[key] = (row * BRICKS, line + 0.9 * (order.index(row) % 2))
        elif rules[key].family == "both" or generation == 0:
            parents = [places[parent][0] for parent in rules[key].parents]
            places[key] = (parents[0] if len(parents) == 1 else row, line)
        else:
            places[key] = (row - NEARER if row > 0 else row + NEARER, line)
    return places


def _groups(rules: Mapping[str, Rule]) -> Iterator[tuple[int, str, list[str]]]:
    """(generation, line, its rules), the oldest generation first."""
    depth = generations(rules)
    kin = sorted(rules, key=lambda key: (depth[key], rules[key].family))
    for (generation, line), keys in groupby(kin, key=lambda key: (depth[key], rules[key].family)):
        yield generation, line, list(keys)


def _widest(rules: Mapping[str, Rule], line: str) -> int:
    return max(len(keys) for depth, one, keys in _groups(rules) if depth and one == line)


def _middle(rule: Rule, places: Mapping[str, Place]) -> float:
    return mean([places[parent][1] for parent in rule.parents] or [0.0])
