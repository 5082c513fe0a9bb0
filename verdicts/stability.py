"""The learning rate above which a rule cannot settle in a bowl of a given curvature.

On a quadratic of curvature lambda (Polyak 1964; Goh, Why Momentum Really Works, Distill 2017;
for Nesterov's form from the roots of its characteristic polynomial):

    gradient descent   eta < 2 / lambda
    momentum           eta < 2 (1 + mu) / lambda
    look-ahead         eta < 2 (1 + mu) / ((1 + 2 mu) lambda)
"""

from __future__ import annotations

from collections.abc import Mapping


def largest_stable_eta(rule: str, settings: Mapping[str, float], curvature: float) -> float | None:
    """The limit of a rule, by its key; None if not known in closed form, or for no bowl."""
    if curvature <= 0:
        return None
    mu = settings.get("mu", 0.0)
    match rule:
        case "gd" | "sgd":
            return 2 / curvature
        case "momentum":
            return 2 * (1 + mu) / curvature
        case "nag":
            return 2 * (1 + mu) / ((1 + 2 * mu) * curvature)
    return None
