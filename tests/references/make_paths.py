"""Makes `paths.npz`: paths of 200 steps walked by torch.optim and optax, in float64.

Run by hand where torch 2.13 and optax 0.2.8 are installed: `python tests/references/make_paths.py`.
The tests read only the stored file. Neither our reader of formulas nor our derivatives take part:
each loss is written a second time as a Python function, and its gradient comes from the automatic
differentiation of the library that walks.

The losses are calm (no chaos, no cliffs), so that rounding is not amplified and two right
implementations agree to nearly all digits.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jax
import numpy as np
import optax
import torch

jax.config.update("jax_enable_x64", True)
# Also what torch keeps for itself, such as NAdam's product of momenta, follows this type.
torch.set_default_dtype(torch.float64)

STEPS = 200
TARGET = Path(__file__).with_name("paths.npz")

# Each loss as our reader gets it and as the libraries get it; `lib` is torch or jax.numpy.
LOSSES: dict[str, Callable[[Any, Any, Any], Any]] = {
    "0.5x^2 + 2.5y^2 + 0.3x*y": lambda lib, x, y: 0.5 * x * x + 2.5 * y * y + 0.3 * x * y,
    "ln(cosh(x - 1)) + 2ln(cosh(0.7y + 0.2x))": lambda lib, x, y: (
        lib.log(lib.cosh(x - 1)) + 2 * lib.log(lib.cosh(0.7 * y + 0.2 * x))
    ),
    "ln(1 + exp(x - y)) + ln(1 + exp(-x)) + 0.1y^2": lambda lib, x, y: (
        lib.log(1 + lib.exp(x - y)) + lib.log(1 + lib.exp(-x)) + 0.1 * y * y
    ),
    "(x + 2y - 7)^2 + (2x + y - 5)^2": lambda lib, x, y: (
        (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2
    ),
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2": lambda lib, x, y: (
        (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
    ),
}
VALLEY, BOWL, SOFTPLUS, BOOTH, HIMMELBLAU = LOSSES
STARTS = {
    VALLEY: (3.7, -2.3),
    BOWL: (3.3, 2.1),
    SOFTPLUS: (-2.9, 3.4),
    BOOTH: (-1.3, 2.7),
    HIMMELBLAU: (3.6, 1.5),  # near its minimum (3, 2)
}

# How each library is asked for a rule, from the settings in our letters.
TORCH: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "gd": lambda w, eta: torch.optim.SGD(w, lr=eta),
    "sgd": lambda w, eta, sigma: torch.optim.SGD(w, lr=eta),
    "momentum": lambda w, eta, mu: torch.optim.SGD(w, lr=eta, momentum=mu),
    "nag": lambda w, eta, mu: torch.optim.SGD(w, lr=eta, momentum=mu, nesterov=True),
    "adagrad": lambda w, eta, epsilon: torch.optim.Adagrad(w, lr=eta, eps=epsilon),
    "adadelta": lambda w, eta, rho, epsilon: torch.optim.Adadelta(w, lr=eta, rho=rho, eps=epsilon),
    "rmsprop": lambda w, eta, rho, epsilon: torch.optim.RMSprop(w, lr=eta, alpha=rho, eps=epsilon),
    "rprop": lambda w, eta, eta_plus, eta_minus: torch.optim.Rprop(
        w, lr=eta, etas=(eta_minus, eta_plus)
    ),
    "adam": lambda w, **s: torch.optim.Adam(w, **_adam_words(s)),
    "adamw": lambda w, weight_decay, **s: torch.optim.AdamW(
        w, weight_decay=weight_decay, **_adam_words(s)
    ),
    "amsgrad": lambda w, **s: torch.optim.Adam(w, amsgrad=True, **_adam_words(s)),
    "adamax": lambda w, **s: torch.optim.Adamax(w, **_adam_words(s)),
    "nadam": lambda w, **s: torch.optim.NAdam(w, **_adam_words(s)),
    "radam": lambda w, **s: torch.optim.RAdam(w, **_adam_words(s)),
}
OPTAX: dict[str, Callable[..., optax.GradientTransformation]] = {
    "gd": lambda eta: optax.sgd(eta),
    "momentum": lambda eta, mu: optax.sgd(eta, momentum=mu),
    "adadelta": lambda eta, rho, epsilon: optax.adadelta(eta, rho=rho, eps=epsilon),
    "rmsprop": lambda eta, rho, epsilon: optax.rmsprop(
        eta, decay=rho, eps=epsilon, eps_in_sqrt=False
    ),
    "adam": lambda eta, beta1, beta2, epsilon: optax.adam(eta, beta1, beta2, epsilon),
    "adamw": lambda eta, beta1, beta2, epsilon, weight_decay: optax.adamw(
        eta, beta1, beta2, epsilon, weight_decay=weight_decay
    ),
    "adamax": lambda eta, beta1, beta2, epsilon: optax.adamax(eta, beta1, beta2, epsilon),
    "radam": lambda eta, beta1, beta2, epsilon: optax.radam(eta, beta1, beta2, epsilon),
    "adabelief": lambda eta, beta1, beta2, epsilon: optax.adabelief(
        eta, beta1, beta2, eps=epsilon, eps_root=epsilon
    ),
    "lion": lambda eta, beta1, beta2, weight_decay: optax.lion(
        eta, beta1, beta2, weight_decay=weight_decay
    ),
}


def _adam_words(settings: dict[str, float]) -> dict[str, Any]:
    """The settings of Adam's family in torch's words."""
    return {
        "lr": settings["eta"],
        "betas": (settings["beta1"], settings["beta2"]),
        "eps": settings["epsilon"],
    }


@dataclass(frozen=True)
class Case:
    """One reference path: who walked it, and on what. Without `start`, the loss's own."""

    rule: str
    library: str
    loss: str
    settings: dict[str, float]
    start: tuple[float, float] | None = None

    @property
    def origin(self) -> tuple[float, float]:
        return self.start or STARTS[self.loss]


def _adam(eta: float, beta1: float, beta2: float, epsilon: float = 1e-8) -> dict[str, float]:
    return {"eta": eta, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}


# Adagrad, Rprop, AMSGrad and NAdam follow another convention in optax (their texts say which), so
# only torch walks them; torch has no AdaBelief and no Lion.
CASES = (
    Case("gd", "torch", VALLEY, {"eta": 0.1}),
    Case("gd", "torch", BOOTH, {"eta": 0.02}),
    Case("gd", "optax", HIMMELBLAU, {"eta": 0.01}),
    Case("sgd", "torch", BOWL, {"eta": 0.1, "sigma": 0.0}),
    Case("sgd", "torch", HIMMELBLAU, {"eta": 0.005, "sigma": 0.0}),
    Case("momentum", "torch", HIMMELBLAU, {"eta": 0.01, "mu": 0.9}),
    Case("momentum", "torch", VALLEY, {"eta": 0.05, "mu": 0.5}),
    Case("momentum", "optax", SOFTPLUS, {"eta": 0.1, "mu": 0.97}),
    Case("nag", "torch", HIMMELBLAU, {"eta": 0.01, "mu": 0.9}),
    Case("nag", "torch", VALLEY, {"eta": 0.1, "mu": 0.5}),
    Case("nag", "torch", SOFTPLUS, {"eta": 0.3, "mu": 0.98}),
    Case("adagrad", "torch", VALLEY, {"eta": 0.5, "epsilon": 1e-10}),
    Case("adagrad", "torch", BOWL, {"eta": 1.5, "epsilon": 0.3}),
    Case("adadelta", "torch", SOFTPLUS, {"eta": 1.0, "rho": 0.9, "epsilon": 1e-6}),
    Case("adadelta", "torch", VALLEY, {"eta": 2.0, "rho": 0.5, "epsilon": 1e-3}),
    Case("adadelta", "optax", BOWL, {"eta": 1.0, "rho": 0.95, "epsilon": 1e-4}),
    Case("rmsprop", "torch", SOFTPLUS, {"eta": 0.01, "rho": 0.9, "epsilon": 1e-8}),
    Case("rmsprop", "torch", BOOTH, {"eta": 0.05, "rho": 0.99, "epsilon": 0.1}),
    Case("rmsprop", "optax", VALLEY, {"eta": 0.02, "rho": 0.5, "epsilon": 0.01}),
    Case("rprop", "torch", BOOTH, {"eta": 0.1, "eta_plus": 1.2, "eta_minus": 0.5}),
    Case("rprop", "torch", HIMMELBLAU, {"eta": 0.01, "eta_plus": 1.05, "eta_minus": 0.3}),
    # From afar both limits of the step size are met: 50 and 0.000001.
    Case("rprop", "torch", VALLEY, {"eta": 30.0, "eta_plus": 2.0, "eta_minus": 0.01}, (310, -270)),
    Case("adam", "torch", HIMMELBLAU, _adam(0.1, 0.9, 0.999)),
    Case("adam", "torch", VALLEY, _adam(0.02, 0.5, 0.95, 0.1)),
    Case("adam", "optax", BOWL, _adam(0.1, 0.8, 0.99)),
    Case("adamw", "torch", BOOTH, _adam(0.1, 0.9, 0.999) | {"weight_decay": 0.01}),
    Case("adamw", "torch", BOWL, _adam(0.05, 0.8, 0.95, 1e-4) | {"weight_decay": 0.3}),
    Case("adamw", "optax", HIMMELBLAU, _adam(0.1, 0.9, 0.99) | {"weight_decay": 0.1}),
    Case("amsgrad", "torch", HIMMELBLAU, _adam(0.1, 0.9, 0.999)),
    Case("amsgrad", "torch", BOWL, _adam(0.2, 0.7, 0.8, 1e-3)),
    Case("adamax", "torch", VALLEY, _adam(0.1, 0.9, 0.999)),
    Case("adamax", "torch", BOOTH, _adam(0.05, 0.6, 0.98, 1e-2)),
    Case("adamax", "optax", SOFTPLUS, _adam(0.05, 0.95, 0.99)),
    Case("nadam", "torch", BOOTH, _adam(0.05, 0.9, 0.999)),
    Case("nadam", "torch", SOFTPLUS, _adam(0.05, 0.6, 0.95, 1e-3)),
    Case("radam", "torch", VALLEY, _adam(0.05, 0.9, 0.999)),
    Case("radam", "torch", BOOTH, _adam(0.02, 0.7, 0.98, 1e-2)),
    # The averaged square is never trusted: rho_inf = 3.
    Case("radam", "torch", BOWL, _adam(0.05, 0.9, 0.5)),
    Case("radam", "optax", SOFTPLUS, _adam(0.1, 0.8, 0.99, 1e-16)),
    Case("adabelief", "optax", HIMMELBLAU, _adam(0.1, 0.9, 0.999, 1e-16)),
    Case("adabelief", "optax", VALLEY, _adam(0.02, 0.6, 0.95, 1e-3)),
    Case("adabelief", "optax", BOWL, _adam(0.1, 0.9, 0.99, 1e-8)),
    Case("lion", "optax", VALLEY, {"eta": 0.03, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0}),
    Case("lion", "optax", BOWL, {"eta": 0.1, "beta1": 0.6, "beta2": 0.8, "weight_decay": 0.2}),
)


def torch_path(case: Case) -> np.ndarray:
    """Points (STEPS + 1, 2) of the rule in torch.optim."""
    point = torch.tensor(case.origin, dtype=torch.float64, requires_grad=True)
    optimizer = TORCH[case.rule]([point], **case.settings)
    points = [np.array(case.origin)]
    for _ in range(STEPS):
        optimizer.zero_grad()
        LOSSES[case.loss](torch, point[0], point[1]).backward()
        optimizer.step()
        shown = point.detach().clone()
        if case.rule == "nag":
            # torch keeps the look-ahead point w - eta mu b; adding eta mu b gives w.
            velocity = optimizer.state[point]["momentum_buffer"]
            shown += case.settings["eta"] * case.settings["mu"] * velocity
        points.append(shown.numpy())
    return np.array(points)


def optax_path(case: Case) -> np.ndarray:
    """Points (STEPS + 1, 2) of the rule in optax."""
    loss = LOSSES[case.loss]
    gradient = jax.jit(jax.grad(lambda w: loss(jax.numpy, w[0], w[1])))
    optimizer = OPTAX[case.rule](**case.settings)
    point = jax.numpy.array(case.origin, dtype=jax.numpy.float64)
    state = optimizer.init(point)
    step = jax.jit(optimizer.update)
    points = [np.array(point)]
    for _ in range(STEPS):
        change, state = step(gradient(point), state, point)
        point = optax.apply_updates(point, change)
        points.append(np.array(point))
    return np.array(points)


def main() -> None:
    walkers = {"torch": torch_path, "optax": optax_path}
    paths = [walkers[case.library](case) for case in CASES]
    facts = [asdict(case) | {"start": case.origin} for case in CASES]
    versions = {"torch": torch.__version__, "optax": optax.__version__, "jax": jax.__version__}
    about = json.dumps({"versions": versions, "cases": facts})
    np.savez_compressed(TARGET, about=np.array(about), paths=np.array(paths))
    print(f"{len(paths)} paths, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
