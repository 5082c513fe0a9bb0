"""The eleven rules by torch.optim, with torch's own derivatives. Importing this needs torch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from benchmarks.losses import Loss

NAME = f"torch.optim {torch.__version__.split('+')[0]}"

# torch has no AdaBelief; AMSGrad, of about the same work, stands in its place.
_MAKERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "gd": torch.optim.SGD,
    "sgd": torch.optim.SGD,
    "momentum": lambda w, lr: torch.optim.SGD(w, lr=lr, momentum=0.9),
    "nag": lambda w, lr: torch.optim.SGD(w, lr=lr, momentum=0.9, nesterov=True),
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "radam": torch.optim.RAdam,
    "nadam": torch.optim.NAdam,
    "adabelief": lambda w, lr: torch.optim.Adam(w, lr=lr, amsgrad=True),
}


def path(key: str, loss: Loss, steps: int, eta: float) -> np.ndarray:
    w = torch.tensor(loss.start, dtype=torch.float64, requires_grad=True)
    optimizer = _MAKERS[key]([w], lr=eta)
    points = [w.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss.value(torch, w[0], w[1]).backward()
        optimizer.step()
        points.append(w.detach().clone())
    return torch.stack(points).numpy()
