"""Where a formula may have a hole, or a peak, that is narrower than the cells of a grid.

exp(-10^6 (x^2 + y^2)) is nothing but near the one place where its exponent is highest. That place
is found however narrow the hole is, since the exponent itself varies slowly.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from sympy import Expr, Pow, exp

from analysis.field import Field
from formulas import FormulaError, gradient, hessian
from landscapes import FormulaLoss
from landscapes.code import Array, Code, array_code

MAX_PARTS = 6  # exponents and denominators that are looked at
PLACES = 24  # along each side of the view, from which Newton's method starts
MAX_HOLES = 64


def narrow_places(field: Field) -> tuple[Array, Array]:
    """The places u, v (n,) in view where exponents and denominators have no slope.

    None for a loss that is no formula of two weights.
    """
    loss = field.landscape.loss
    if field.landscape.plane is not None or not isinstance(loss, FormulaLoss):
        return np.zeros(0), np.zeros(0)
    line = (np.arange(PLACES) + 0.5) / PLACES
    found = []
    for code in _codes(loss):
        u, v = (part.ravel() for part in np.meshgrid(line, line))
        for _ in range(8):
            with np.errstate(all="ignore"):
                parts = (np.broadcast_to(p, u.shape) for p in code(*field.xy(u, v)))
                gu, gv, uu, uv, vv = parts
                determinant = (uu * vv - uv * uv) * field.width * field.height
                step_u = (uv * gv - vv * gu) * field.height / determinant
                step_v = (uv * gu - uu * gv) * field.width / determinant
                u, v = u + step_u, v + step_v
        with np.errstate(invalid="ignore"):
            there = (np.hypot(step_u, step_v) < 1e-9) & (np.abs(u - 0.5) <= 0.5)
            there &= np.abs(v - 0.5) <= 0.5
        places = np.unique(np.round(u[there] + 1j * v[there], 9))
        if places.size <= MAX_HOLES:
            found.append(places)
    every = np.concatenate(found) if found else np.zeros(0, dtype=complex)
    return every.real.copy(), every.imag.copy()


@lru_cache(maxsize=64)
def _codes(loss: FormulaLoss) -> tuple[Code, ...]:
    """Code of the derivatives of each exponent and denominator that depends on both weights."""
    expression, weights = loss.expression, loss.variables
    parts: set[Expr] = {one.args[0] for one in expression.atoms(exp)}
    parts |= {one.base for one in expression.atoms(Pow) if one.exp.is_negative}
    codes = []
    for part in sorted(parts, key=str):
        if part.free_symbols >= set(weights):
            try:
                slopes = gradient(part, weights), hessian(part, weights)
            except FormulaError:
                continue
            codes.append(array_code((*slopes[0], *slopes[1]), loss.symbols))
    return tuple(codes[:MAX_PARTS])
