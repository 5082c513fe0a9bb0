"""Experiments as values: `Scene`, and the named ones."""

from scenes.opening import OPENING
from scenes.scene import Entrant, Scene

SCENES: dict[str, Scene] = {"opening": OPENING}

__all__ = ["OPENING", "SCENES", "Entrant", "Scene"]
