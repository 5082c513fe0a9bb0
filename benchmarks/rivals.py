"""The rivals that are installed; None in place of those that are not."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def _installed(module: str) -> ModuleType | None:
    try:
        return import_module(module)
    except ModuleNotFoundError:
        return None


torch_rival = _installed("benchmarks.torch_rival")
jax_rival = _installed("benchmarks.jax_rival")


def missing() -> list[str]:
    """The rivals that are left out here."""
    rivals = {"torch": torch_rival, "jax and optax": jax_rival}
    return [name for name, module in rivals.items() if module is None]
