"""Experiments as values: `Scene`, and the named ones."""

from experiments.opening import OPENING
from experiments.scene import Entrant, Scene

SCENES: dict[str, Scene] = {"opening": OPENING}

__all__ = ["OPENING", "SCENES", "Entrant", "Scene"]
