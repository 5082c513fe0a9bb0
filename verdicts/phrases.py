"""What is said of a run: facts and events in words.

A sentence claims no more than the survey knows: where that doubts itself, what is said of "the
lowest" and of counts is said of what was found.
"""

from __future__ import annotations

from analysis import StationaryPoint
from landscapes import Landscape
from verdicts.escapes import Escape
from verdicts.events import Event, EventKind
from verdicts.facts import (
    AtMinimum,
    AtStationaryPoint,
    AtUnsurveyedMinimum,
    Cycling,
    EtaAboveLimit,
    EtaTooLarge,
    Facts,
    FallsOn,
    Frozen,
    Gone,
    HardlyMoved,
    HeldByDecay,
    Kind,
    LeftDomain,
    NoSlope,
    NoValue,
    OnFlatGround,
    RankedMinimum,
    ShakenOff,
    StillMoving,
    Thrown,
)
from verdicts.formatting import NOTHING, against, along, amount, place, setting
from verdicts.oscillation import Oscillation
from verdicts.saddle_delay import SaddleDelay
from verdicts.traps import Trap, Wall
from words import Said, joined, say

AIMED = 0.3  # a start with less of it along the way down owes its delay to that
MAX_ESCAPES = 4  # whose steps are told
ON_THE_WAY = Kind.GLOBAL_MINIMUM, Kind.LOCAL_MINIMUM, Kind.STILL_MOVING, Kind.CYCLING
"""The kinds in which escapes and delays are told: of others the end says it all."""
EVENTS = {
    EventKind.ESCAPES: "escapes",
    EventKind.NEARS_SADDLE: "nears",
    EventKind.LEAVES_SADDLE: "leaves",
    EventKind.OVERSHOOTS: "overshoots",
}
LIMITS = {"momentum": "2(1 + mu)/lambda_max", "nag": "2(1 + mu)/((1 + 2 mu) lambda_max)"}
LOWER = {"border": "lower_still_on_border", "elsewhere": "lower_still", "pole": "bottomless"}


def reason(kind: Kind, facts: Facts) -> Said:
    """How a run ended and why, with its numbers, and what it met on its way."""
    further = _on_the_way(facts) if kind in ON_THE_WAY else []
    out = [] if isinstance(facts.ending, Gone) else _out_of_view(facts)
    return joined((*_ending(kind, facts), *further, *out, "."), "")


def event_text(event: Event, landscape: Landscape) -> Said:
    """What happened, in a few words."""
    where = place(event.point, landscape)
    if event.kind is not EventKind.ENTERS:
        return say(f"verdict.events.{EVENTS[event.kind]}", place=where)
    if event.until is None:
        return say("verdict.events.enters_last", place=where)
    steps = event.until - event.step + 1
    return say("verdict.events.enters_long", place=where, steps=steps)


def _ending(kind: Kind, facts: Facts) -> list[Said]:
    """How it ended, in parts that follow each other without a sign between them."""
    here, loss = place(facts.point, facts.landscape), amount(facts.loss, facts.scale)
    match facts.ending:
        case NoValue(anywhere):
            return [_end("no_value_at_start" if anywhere else "no_value_in_view")]
        case LeftDomain(step, point):
            return [_end("left_domain", step=step, place=place(point, facts.landscape))]
        case NoSlope(step, point, ahead):
            if not step and not ahead:
                return [_end("no_slope_at_start", loss=loss)]
            key, where = "no_slope_ahead" if ahead else "no_slope", place(point, facts.landscape)
            return [_end(key, step=step, place=where, loss=loss)]
        case FallsOn(step):
            none = [] if facts.minima else [say(f"verdict.further.none{_found(facts)}")]
            key = "falls_on" if step else "falls_on_outside"
            return [_end(key, step=step, loss=amount(facts.loss), last=facts.last), *none]
        case EtaAboveLimit(step, eta, limit, rule):
            letters, value = LIMITS.get(rule, "2/lambda_max"), amount(limit)
            return [_out(step, "eta_above_limit", eta=setting(eta), limit=letters, value=value)]
        case EtaTooLarge(step, eta, stays):
            return [_out(step, "eta_too_large", eta=setting(eta), stays=setting(stays))]
        case ShakenOff(step, cause):
            return [_out(step, f"shaken_off_by_{cause}")]
        case Thrown(step):
            first, loss = amount(facts.start_loss), amount(facts.loss)
            if facts.last < max(1, step):
                return [_out(step, "one_leap", loss=loss)]
            numbers = {"first": first, "loss": loss, "last": facts.last}
            if not step:
                return [_end("stayed_outside", **numbers)]
            return [_end("left_view", step=step, **numbers)]
        case AtMinimum() as at:
            return _at_minimum(at, kind, facts)
        case AtUnsurveyedMinimum(among_many):
            if facts.in_view:
                key = "one_of_many" if among_many else "others_unknown"
                return [_end(key, place=here, loss=loss)]
            if facts.lowest is None:
                return [_end("outside", place=here, loss=loss)]
            loss, lowest = against(facts.loss, facts.lowest, facts.scale)
            key = "outside_as_low" if loss == lowest else "outside_against"
            return [_end(key, place=here, loss=loss, lowest=lowest)]
        case AtStationaryPoint(point, has_slope):
            here = place((point.x, point.y), facts.landscape)
            if point.kind == "degenerate":
                return [_end("near_flat_point" if has_slope else "flat_point", place=here)]
            name, way = say(f"verdict.names.{point.kind}"), _way_down(point, facts.landscape)
            return [_end("held_up" if has_slope else "stays", name=name, place=here, way=way)]
        case OnFlatGround(fall):
            if fall <= NOTHING * facts.scale:
                return [_end("flat", where=_where(facts), loss=loss)]
            return [_end("almost_flat", where=_where(facts), loss=loss, fall=amount(fall))]
        case Cycling() as cycling:
            return [_end("cycling", where=_cycle(cycling, facts), why=_why(cycling.oscillation))]
        case HardlyMoved(eta):
            if eta is None:
                return [_end("stuck", place=here, loss=loss)]
            return [_end("stuck_with_eta", place=here, loss=loss, eta=setting(eta))]
        case Frozen(eta, most):
            numbers = {"eta": amount(eta), "most": setting(most)}
            return [_end("frozen", where=_where(facts), loss=loss, **numbers)]
        case HeldByDecay(pull):
            return [_end("held_by_decay", where=_where(facts), loss=loss, pull=amount(pull))]
        case StillMoving() as moving:
            return [_still_moving(moving, facts)]


def _end(key: str, **parts: object) -> Said:
    return say(f"verdict.ends.{key}", **parts)


def _out(step: int, key: str, **parts: object) -> Said:
    """How it diverged; a path that never was in view has no step at which it left."""
    outside = say("verdict.names.diverged_outside")
    diverged = say("verdict.names.diverged", step=step) if step else outside
    return _end(key, diverged=diverged, **parts)


def _at_minimum(at: AtMinimum, kind: Kind, facts: Facts) -> list[Said]:
    minimum, loss = at.minimum, amount(facts.loss, facts.scale)
    name = _name(minimum, facts, counted=kind is Kind.GLOBAL_MINIMUM)
    in_its_middle = kind is Kind.LOCAL_MINIMUM and not minimum.shape
    where = place(minimum.point if in_its_middle else facts.point, facts.landscape)
    swinging = []
    if at.oscillation is not None:
        width, why = amount(at.oscillation.width), _why(at.oscillation)
        swinging = [say("verdict.further.swinging", width=width, why=why)]
    if at.at_tip:
        swinging = [say("verdict.further.at_tip", step=facts.last)]
    if kind is Kind.GLOBAL_MINIMUM:
        unchecked = [] if facts.trusted else [say("verdict.further.unchecked")]
        return [_end("reached", name=name, place=where, loss=loss), *swinging, *unchecked]
    if at.lower is None:
        return [_end("beside_a_jump", place=where, loss=loss), *swinging]
    loss, lower = against(facts.loss, at.lower.loss, facts.scale)
    if at.lower.where != "minimum":
        key, there = LOWER[at.lower.where], place(at.lower.point, facts.landscape)
        still = say(f"verdict.further.{key}", place=there, loss=lower)
        said = _end("reached", name=name, place=where, loss=loss)
        return [said, *swinging, still, *_held(at.held)]
    held = {"name": name, "place": where, "loss": loss, "lowest": lower}
    if not minimum.shape:
        return [_end("trapped", **held), *swinging, *_held(at.held)]
    shape = say(f"verdict.shapes.{minimum.shape}")
    return [_end("trapped_in_region", shape=shape, **held), *swinging, *_held(at.held)]


def _held(held: Trap | Wall | None) -> list[Said]:
    """What it was that kept a path from getting any lower."""
    match held:
        case Wall(height):
            key = "wall" if height else "level"
            return [say(f"verdict.held.{key}", height=amount(height))]
        case Trap(distance, height, step, steps, climbed):
            numbers = {"distance": amount(distance), "height": amount(height)}
            said = [say(f"verdict.held.{steps}", step=amount(step), **numbers)]
            if climbed:
                key = "climbed" if climbed < height else "climbed_elsewhere"
                said.append(say(f"verdict.held.{key}", climbed=amount(climbed)))
            return said
    return []


def _cycle(cycling: Cycling, facts: Facts) -> Said:
    """The cycle with the minima that it goes around, or its place where it goes around none."""
    swing = cycling.oscillation
    key, width = ("patch", swing.width) if swing.apart is None else ("points", swing.apart)
    cycle = say(f"verdict.cycles.{key}", width=amount(width))
    if cycling.minimum is not None:
        return say("verdict.cycles.around", cycle=cycle, name=_name(cycling.minimum, facts))
    if cycling.minima:
        return say("verdict.cycles.across", cycle=cycle, count=cycling.minima)
    return say("verdict.cycles.near", cycle=cycle, place=place(cycling.center, facts.landscape))


def _still_moving(moving: StillMoving, facts: Facts) -> Said:
    where, minimum = _where(facts), moving.minimum
    how = say(f"verdict.names.{'crawling' if moving.crawls else 'moving'}")
    if minimum is not None:
        name, there = _name(minimum, facts), place(minimum.point, facts.landscape)
        loss, bottom = against(facts.loss, minimum.loss, facts.scale)
        key = "moving_near" if moving.near else "moving_in_basin"
        return _end(key, how=how, where=where, name=name, place=there, loss=loss, bottom=bottom)
    if facts.lowest is None:
        loss = amount(facts.loss, facts.scale)
        return _end(f"moving_to_none{_found(facts)}", how=how, where=where, loss=loss)
    loss, lowest = against(facts.loss, facts.lowest, facts.scale)
    return _end(f"moving_above{_found(facts)}", how=how, where=where, loss=loss, lowest=lowest)


def _on_the_way(facts: Facts) -> list[Said]:
    """Escapes and the longest delay."""
    said = []
    if facts.escapes:
        said += _escaped(facts.escapes)
    if facts.delay is not None:
        said.append(delayed(facts.delay, facts.landscape))
    return said


def _escaped(escapes: tuple[Escape, ...]) -> list[Said]:
    """How many basins it escaped, when, and what carried it: the same for all, or one by one."""
    told = escapes[:MAX_ESCAPES]
    steps = ", ".join(str(escape.step) for escape in told)
    steps += ", ..." if len(escapes) > MAX_ESCAPES else ""
    key = "escaped_one" if len(escapes) == 1 else "escaped_many"
    said = [say(f"verdict.further.{key}", count=len(escapes), steps=steps)]
    if any(escape.means is None for escape in told):
        return said
    groups = {escape.means: [e for e in told if e.means is escape.means] for escape in told}
    for means, alike in groups.items():
        number = "one" if len(alike) == 1 else "many"
        climb, length = max(e.climb for e in alike), max(e.length for e in alike)
        key = f"{means}_{number}" if climb else f"{means}_level"
        what = say(f"verdict.escape.{key}", climb=amount(climb), length=amount(length))
        when = "alone" if len(groups) == 1 else f"at_{number}"
        at = ", ".join(str(escape.step) for escape in alike)
        said.append(say(f"verdict.escape.{when}", steps=at, what=what))
    return said


def _out_of_view(facts: Facts) -> list[Said]:
    """When it left the view, and came back if it did."""
    if not facts.excursions:
        return []
    first, last, times = facts.excursions[0], facts.excursions[-1], len(facts.excursions)
    numbers = {"times": times, "left": last.left, "back": last.back, "first": first.left}
    key = "out_again" if times > 1 else "out"
    if last.back is None:
        return [say(f"verdict.further.{key}", **numbers)] if last.left else []
    if not first.left and times == 1:
        return [say("verdict.further.came", **numbers)]
    return [say(f"verdict.further.{key}_and_back", **numbers)]


def delayed(delay: SaddleDelay, landscape: Landscape) -> Said:
    """What is said of a delay at a saddle, behind how the path ended."""
    first, last, saddle = delay.first, delay.last, delay.saddle
    where, way = place((saddle.x, saddle.y), landscape), _way_down(saddle, landscape)
    slowed = say("verdict.further.slowed", place=where, first=first, last=last, way=way)
    if delay.share >= AIMED or not saddle.is_smooth:
        return slowed
    return slowed + say("verdict.further.aimed", share=f"{delay.share:.2g}")


def _name(minimum: RankedMinimum, facts: Facts, *, counted: bool = False) -> Said:
    """`the global minimum`, `local minimum 3 of 7`; equally low ones may be `counted`."""
    if not minimum.is_global and minimum.rank > 1:
        return say(f"verdict.names.local{_found(facts)}", rank=minimum.rank, count=facts.minima)
    if minimum.shape:
        return say(f"verdict.names.{minimum.shape}")
    if not (facts.trusted and minimum.is_global):
        return say(f"verdict.names.lowest{_found(facts)}")
    if facts.global_minima == 1:
        return say("verdict.names.global")
    key = "equal_globals" if counted else "one_global"
    return say(f"verdict.names.{key}", count=facts.global_minima)


def _found(facts: Facts) -> str:
    """The end of the key of a text that claims no more than what was found."""
    return "" if facts.trusted else "_found"


def _where(facts: Facts) -> Said:
    where = place(facts.point, facts.landscape)
    return say(f"verdict.names.{'at' if facts.in_view else 'outside'}", place=where)


def _why(oscillation: Oscillation) -> Said:
    return say(f"verdict.why.{oscillation.cause}")


def _way_down(point: StationaryPoint, landscape: Landscape) -> Said:
    """`curvature -2.00 along y`; a kink has none."""
    if not point.is_smooth:
        return say("verdict.names.kinked_way")
    curvature, axis = amount(point.eigenvalues[0]), along(point.directions[0], landscape.labels)
    return say("verdict.names.curved_way", curvature=curvature, direction=axis)
