"""The family tree as SVG: a pure function of the rules and of the words in it.

Colours of the page stand as CSS variables in `tree.css`, so one picture serves light and dark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from app_pages.tree.layout import Place, generations, lying, standing
from optimizers import Rule

LINES = ("direction", "step size", "both")


@dataclass(frozen=True)
class Words:
    """What stands in the picture beside years.

    `title` is what it is, `lines` a title for each line of descent; the others give a name, a
    marker, its colour and the parameters of its address for each rule.
    """

    title: str
    lines: Mapping[str, str]
    name: Callable[[Rule], str]
    glyph: Callable[[Rule], str]
    color: Callable[[Rule], str]
    address: Callable[[Rule], str]


@dataclass(frozen=True)
class _Shape:
    """Sizes in units of the picture.

    They are those of a node, the distance to the next along the generations and across, letters
    in a line of a name, its height, and the margin around all.
    """

    upright: bool
    width: float
    height: float
    along: float
    across: float
    letters: int
    leading: float
    margin: float

    def centre(self, place: Place) -> tuple[float, float]:
        """Of a node of `lying`, or upright of `standing`."""
        one, other = place
        if self.upright:
            return one * self.across, other * self.along
        return one * self.along, other * self.across


_LYING = _Shape(False, 152, 58, 202, 70, 20, 16, 10)
_STANDING = _Shape(True, 84, 62, 80, 89, 11, 12.5, 4)


def ancestors(key: str, rules: Mapping[str, Rule]) -> frozenset[str]:
    """All rules that this one came from, and itself."""
    kin = {key}
    for parent in rules[key].parents:
        kin |= ancestors(parent, rules)
    return frozenset(kin)


def picture(rules: Mapping[str, Rule], chosen: str, words: Words, *, upright: bool) -> str:
    """The tree as one <svg>, the chosen rule and all that it came from set off."""
    shape = _STANDING if upright else _LYING
    places = (standing if upright else lying)(rules)
    centres = {key: shape.centre(place) for key, place in places.items()}
    way = ancestors(chosen, rules)
    lanes = [_lane(line, rules, centres, words, shape) for line in LINES]
    links = sorted(
        ((parent, key) for key, rule in rules.items() for parent in rule.parents),
        key=lambda link: way.issuperset(link),  # those set off are drawn last
    )
    edges = [
        _edge(centres[parent], centres[key], shape, lit=key in way and parent in way)
        for parent, key in links
    ]
    nodes = [
        _node(rules[key], centres[key], words, shape, chosen=key == chosen, lit=key in way)
        for key in rules
    ]
    left = min(x for x, _ in centres.values()) - shape.width / 2 - shape.margin
    right = max(x for x, _ in centres.values()) + shape.width / 2 + shape.margin
    top = min(y for _, y in centres.values()) - shape.height / 2 - shape.margin
    bottom = max(y for _, y in centres.values()) + shape.height / 2 + shape.margin
    if not upright:  # room for the titles of the outer lanes
        top, bottom = top - 24, bottom + 24
    box = " ".join(f"{side:g}" for side in (left, top, right - left, bottom - top))
    kind = "upright" if upright else "lying"
    return (
        f'<svg class="{kind}" viewBox="{box}" role="group" aria-label="{escape(words.title)}">'
        + "".join((*lanes, *edges, *nodes))
        + "</svg>"
    )


def _lane(
    line: str,
    rules: Mapping[str, Rule],
    centres: Mapping[str, tuple[float, float]],
    words: Words,
    shape: _Shape,
) -> str:
    """The ground under a line of descent, with its title. The beginning is in none."""
    depth = generations(rules)
    on_it = [centres[key] for key, rule in rules.items() if rule.family == line and depth[key]]
    if not on_it:
        return ""
    pad = shape.margin * 0.8
    left = min(x for x, _ in on_it) - shape.width / 2 - pad
    right = max(x for x, _ in on_it) + shape.width / 2 + pad
    top = min(y for _, y in on_it) - shape.height / 2 - pad
    bottom = max(y for _, y in on_it) + shape.height / 2 + pad
    ground = (
        f'<rect class="lane" x="{left:g}" y="{top:g}" width="{right - left:g}" '
        f'height="{bottom - top:g}" rx="12"/>'
    )
    # Lying, titles stand outside the lanes; upright, in the room beside the oldest rule and Adam.
    x, end = left + 4, shape.upright and line != "direction"
    at = bottom + 18 if line == "step size" else top - 8
    if shape.upright:
        x = right - 8 if end else x
        at = top + 2 * shape.leading if line == "both" else top - 36
    lines = wrapped(words.lines[line], 18) if shape.upright else [words.lines[line]]
    spans = "".join(
        f'<tspan x="{x:g}" y="{at + shape.leading * number:g}">{escape(one)}</tspan>'
        for number, one in enumerate(lines)
    )
    return f'{ground}<text class="title{" end" if end else ""}">{spans}</text>'


def _edge(start: tuple[float, float], end: tuple[float, float], shape: _Shape, *, lit: bool) -> str:
    """A bow from the parent's far side to the child's near side.

    Upright it bends at once, then falls straight: so it passes between the nodes of a generation.
    """
    (x0, y0), (x1, y1) = start, end
    if shape.upright:
        y0, y1 = y0 + shape.height / 2, y1 - shape.height / 2
        bend = shape.along - shape.height
        bow = f"C{x0:g} {y0 + bend:g} {x1:g} {y0:g} {x1:g} {y0 + bend:g}V{y1:g}"
    else:
        x0, x1 = x0 + shape.width / 2, x1 - shape.width / 2
        bend = (x1 - x0) / 2
        bow = f"C{x0 + bend:g} {y0:g} {x1 - bend:g} {y1:g} {x1:g} {y1:g}"
    return f'<path class="edge{" lit" if lit else ""}" d="M{x0:g} {y0:g}{bow}"/>'


def _node(
    rule: Rule,
    centre: tuple[float, float],
    words: Words,
    shape: _Shape,
    *,
    chosen: bool,
    lit: bool,
) -> str:
    """A link with marker and year above the name."""
    x, y = centre
    name = words.name(rule)
    lines = wrapped(name, shape.letters)
    above = y - shape.leading * len(lines) / 2 + shape.leading * 0.25
    spans = "".join(
        f'<tspan x="{x:g}" y="{above + shape.leading * (number + 1):g}">{escape(one)}</tspan>'
        for number, one in enumerate(lines)
    )
    marks = " chosen" if chosen else " lit" if lit else ""
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<a class="node{marks}" href="?{escape(words.address(rule))}" data-rule="{rule.key}" '
        f'aria-label="{escape(name)}, {rule.year}"{current}>'
        f'<rect x="{x - shape.width / 2:g}" y="{y - shape.height / 2:g}" '
        f'width="{shape.width:g}" height="{shape.height:g}" rx="9"/>'
        f'<text class="year" x="{x:g}" y="{above:g}">'
        f'<tspan class="glyph" fill="{words.color(rule)}">{words.glyph(rule)}</tspan>'
        f"<tspan> {rule.year}</tspan></text>"
        f'<text class="name">{spans}</text></a>'
    )


def wrapped(text: str, letters: int) -> list[str]:
    """The text in lines of at most so many letters, a Korean one for two, if its words allow it."""
    lines = [""]
    for one in text.split():
        longer = f"{lines[-1]} {one}".strip()
        if lines[-1] and sum(2 if ord(c) > 0x1100 else 1 for c in longer) > letters:
            lines.append(one)
        else:
            lines[-1] = longer
    return lines
