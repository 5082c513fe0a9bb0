"""Eleven rules as a user would type them in NumPy: a point as an array, a loop, a recorded path."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Gradient = Callable[[np.ndarray], np.ndarray]


def gd(gradient: Gradient, w: np.ndarray, steps: int, eta: float) -> np.ndarray:
    path = [w]
    for _ in range(steps):
        w = w - eta * gradient(w)
        path.append(w)
    return np.array(path)


def momentum(
    gradient: Gradient, w: np.ndarray, steps: int, eta: float, mu: float = 0.9
) -> np.ndarray:
    path, b = [w], np.zeros_like(w)
    for _ in range(steps):
        b = mu * b + gradient(w)
        w = w - eta * b
        path.append(w)
    return np.array(path)


def nag(gradient: Gradient, w: np.ndarray, steps: int, eta: float, mu: float = 0.9) -> np.ndarray:
    path, b = [w], np.zeros_like(w)
    for _ in range(steps):
        b = mu * b + gradient(w - eta * mu * b)
        w = w - eta * b
        path.append(w)
    return np.array(path)


def adagrad(
    gradient: Gradient, w: np.ndarray, steps: int, eta: float, epsilon: float = 1e-10
) -> np.ndarray:
    path, s = [w], np.zeros_like(w)
    for _ in range(steps):
        g = gradient(w)
        s = s + g**2
        w = w - eta * g / (np.sqrt(s) + epsilon)
        path.append(w)
    return np.array(path)


def rmsprop(
    gradient: Gradient,
    w: np.ndarray,
    steps: int,
    eta: float,
    rho: float = 0.9,
    epsilon: float = 1e-8,
) -> np.ndarray:
    path, s = [w], np.zeros_like(w)
    for _ in range(steps):
        g = gradient(w)
        s = rho * s + (1 - rho) * g**2
        w = w - eta * g / (np.sqrt(s) + epsilon)
        path.append(w)
    return np.array(path)


def adam(
    gradient: Gradient,
    w: np.ndarray,
    steps: int,
    eta: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    weight_decay: float = 0.0,
) -> np.ndarray:
    path, m, v = [w], np.zeros_like(w), np.zeros_like(w)
    for t in range(1, steps + 1):
        g = gradient(w)
        if weight_decay:
            w = w - eta * weight_decay * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        w = w - eta * m_hat / (np.sqrt(v_hat) + epsilon)
        path.append(w)
    return np.array(path)


def adamw(gradient: Gradient, w: np.ndarray, steps: int, eta: float) -> np.ndarray:
    return adam(gradient, w, steps, eta, weight_decay=0.01)


def radam(
    gradient: Gradient,
    w: np.ndarray,
    steps: int,
    eta: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> np.ndarray:
    path, m, v = [w], np.zeros_like(w), np.zeros_like(w)
    rho_inf = 2 / (1 - beta2) - 1
    for t in range(1, steps + 1):
        g = gradient(w)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
        if rho > 5:
            r = (rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)
            w = w - eta * m_hat * np.sqrt(r * (1 - beta2**t)) / (np.sqrt(v) + epsilon)
        else:
            w = w - eta * m_hat
        path.append(w)
    return np.array(path)


def nadam(
    gradient: Gradient,
    w: np.ndarray,
    steps: int,
    eta: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> np.ndarray:
    path, m, v, product = [w], np.zeros_like(w), np.zeros_like(w), 1.0
    for t in range(1, steps + 1):
        g = gradient(w)
        mu = beta1 * (1 - 0.96 ** (0.004 * t) / 2)
        mu_next = beta1 * (1 - 0.96 ** (0.004 * (t + 1)) / 2)
        product *= mu
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = (1 - mu) * g / (1 - product) + mu_next * m / (1 - product * mu_next)
        v_hat = v / (1 - beta2**t)
        w = w - eta * m_hat / (np.sqrt(v_hat) + epsilon)
        path.append(w)
    return np.array(path)


def adabelief(
    gradient: Gradient,
    w: np.ndarray,
    steps: int,
    eta: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-16,
) -> np.ndarray:
    path, m, s = [w], np.zeros_like(w), np.zeros_like(w)
    for t in range(1, steps + 1):
        g = gradient(w)
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * (g - m) ** 2 + epsilon
        m_hat = m / (1 - beta1**t)
        s_hat = s / (1 - beta2**t)
        w = w - eta * m_hat / (np.sqrt(s_hat) + epsilon)
        path.append(w)
    return np.array(path)


def adam_ends(gradient: Gradient, w: np.ndarray, steps: int, eta: float) -> np.ndarray:
    """Adam over whole arrays of starts (n, 2), as for a map: only the end is kept."""
    beta1, beta2, epsilon = 0.9, 0.999, 1e-8
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, steps + 1):
        g = gradient(w)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        w = w - eta * m_hat / (np.sqrt(v_hat) + epsilon)
    return w


RULES: dict[str, Callable[[Gradient, np.ndarray, int, float], np.ndarray]] = {
    "gd": gd,
    "sgd": gd,
    "momentum": momentum,
    "nag": nag,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
    "radam": radam,
    "nadam": nadam,
    "adabelief": adabelief,
}
