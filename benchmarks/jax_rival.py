"""The eleven rules by optax, and Adam over many starts by JAX. Importing this needs both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks.losses import Loss

jax.config.update("jax_enable_x64", True)

NAME = f"optax {optax.__version__}"

_MAKERS: dict[str, Callable[[float], optax.GradientTransformation]] = {
    "gd": optax.sgd,
    "sgd": optax.sgd,
    "momentum": lambda eta: optax.sgd(eta, momentum=0.9),
    "nag": lambda eta: optax.sgd(eta, momentum=0.9, nesterov=True),
    "adagrad": optax.adagrad,
    "rmsprop": optax.rmsprop,
    "adam": optax.adam,
    "adamw": lambda eta: optax.adamw(eta, weight_decay=0.01),
    "radam": optax.radam,
    "nadam": optax.nadam,
    "adabelief": optax.adabelief,
}


def path(key: str, loss: Loss, steps: int, eta: float) -> Callable[[], np.ndarray]:
    """A new run, not yet compiled: `lax.scan` over the steps, the path recorded."""
    optimizer = _MAKERS[key](eta)
    slope = jax.grad(lambda w: loss.value(jnp, w[0], w[1]))

    def step(carry: Any, _: None) -> tuple[Any, jax.Array]:
        w, state = carry
        updates, state = optimizer.update(slope(w), state, w)
        w = optax.apply_updates(w, updates)
        return (w, state), w

    @jax.jit
    def run(w: jax.Array) -> jax.Array:
        return jax.lax.scan(step, (w, optimizer.init(w)), None, length=steps)[1]

    return lambda: np.asarray(run(jnp.array(loss.start)))


def adam_ends(loss: Loss, starts: np.ndarray, steps: int, eta: float) -> Callable[[], np.ndarray]:
    """A new run of Adam from all starts, not yet compiled."""
    beta1, beta2, epsilon = 0.9, 0.999, 1e-8
    slopes = jax.grad(lambda w: loss.value(jnp, w[0], w[1]).sum())

    def step(i: Any, carry: Any) -> Any:
        w, m, v = carry
        t = i + 1.0
        g = slopes(w)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        return w - eta * m_hat / (jnp.sqrt(v_hat) + epsilon), m, v

    @jax.jit
    def run(w: jax.Array) -> jax.Array:
        zero = jnp.zeros_like(w)
        return jax.lax.fori_loop(0, steps, step, (w, zero, zero))[0]

    return lambda: np.asarray(run(jnp.asarray(starts.T))).T
