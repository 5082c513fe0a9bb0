"""Lesson 10: a typed function of one variable, summed over up to 30 coordinates."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import numpy as np
import streamlit as st

from analysis.one_variable import OneVariable
from app_pages.formula_error import show_error
from app_pages.language import translated, word
from app_pages.naming import in_short, marked
from app_pages.session import session
from app_pages.widgets import kept, show_chart
from charts.dimensions import StepCurve, function_curve, share_curves, step_curves
from formulas import FormulaError
from studies.many_dimensions import (
    MAX_COORDINATES,
    STEPS,
    Descent,
    descents,
    share_of_minima,
)
from studies.positive_definite import shares_of_positive_definite

USUAL = OneVariable("(w^2 - 1)^2 + 0.3w", -2.0, 2.0)
COORDINATES = (2, 10, MAX_COORDINATES)
DRAWN = 401  # places along the curve

_read = lru_cache(maxsize=64)(OneVariable.read)
_descents = lru_cache(maxsize=32)(descents)


@st.fragment
def show_many_dimensions() -> None:
    """The typed function, how likely a minimum of the sum is, and races down it."""
    st.markdown(f"#### {word('learn.dimensions.heading')}")
    function = _typed_function()
    curve, shares = st.columns(2, gap="medium")
    with curve:
        _show_function(function)
    with shares:
        _show_shares(function)
    if function.of_kind("minimum") and function.of_kind("maximum"):
        _show_descents(function)


def _typed_function() -> OneVariable:
    """What was typed, or the last that could be used, and what is wrong."""
    formula, low, high = st.columns([2, 1, 1], vertical_alignment="bottom")
    text = kept(
        formula.text_input, "learn.dimensions.formula", "dimensions.formula", USUAL.text,
        live="300ms",
    )  # fmt: skip
    ends = [
        kept(
            column.number_input, f"learn.dimensions.{name}", f"dimensions.{name}",
            value=value, format="%g",
        )
        for column, name, value in ((low, "from", USUAL.low), (high, "to", USUAL.high))
    ]  # fmt: skip
    try:
        function = _read(text, *ends)
    except FormulaError as error:
        show_error(text, error)
        return session.dimensions_last or USUAL
    session.dimensions_last = function
    return function


def _show_function(function: OneVariable) -> None:
    w = np.linspace(function.low, function.high, DRAWN)
    marks = {}
    for kind in ("minimum", "maximum"):
        at = np.array(function.of_kind(kind))
        marks[kind] = (word(f"learn.dimensions.{kind}"), at, function.value(at))
    curve = function_curve(w, function.value(w), marks)
    show_chart(curve, "dimensions.function", "learn.dimensions.function_alt")
    minima, maxima = (len(function.of_kind(kind)) for kind in ("minimum", "maximum"))
    st.markdown(_counted(minima, maxima))
    left_out = len(function.zeros) - minima - maxima
    if left_out:
        many = "one" if left_out == 1 else "many"
        st.caption(word(f"learn.dimensions.left_out_{many}", count=left_out))


def _counted(minima: int, maxima: int) -> str:
    if not minima + maxima:
        return word("learn.dimensions.nothing")
    if not minima:
        return word("learn.dimensions.no_minimum")
    if not maxima:
        return word("learn.dimensions.no_maximum")
    shares = [share_of_minima(minima, maxima, n) for n in (1, 2, 3, MAX_COORDINATES)]
    one, two, three = (f"${share.numerator}/{share.denominator}$" for share in shares[:3])
    return word(
        "learn.dimensions.counted",
        minima=minima,
        maxima=maxima,
        one=one,
        two=two,
        three=three,
        most=MAX_COORDINATES,
        all=f"${power_of_ten(shares[3])}$",
    )


def power_of_ten(share: Fraction | float) -> str:
    """A number to two digits as LaTeX: 5.2 times 10^-6."""
    digits, exponent = f"{float(share):.1e}".split("e")
    return rf"{digits} \times 10^{{{int(exponent)}}}" if int(exponent) < -2 else f"{share:.2g}"


def _show_shares(function: OneVariable) -> None:
    minima, maxima = (len(function.of_kind(kind)) for kind in ("minimum", "maximum"))
    numbers = range(1, MAX_COORDINATES + 1)
    definite = shares_of_positive_definite(MAX_COORDINATES)
    shares = {}
    if minima + maxima:
        of_sum = [float(share_of_minima(minima, maxima, n)) for n in numbers]
        shares[word("learn.dimensions.of_sum")] = of_sum
    shares[word("learn.dimensions.of_matrices")] = list(definite)
    axes = word("learn.dimensions.coordinates_axis"), word("learn.dimensions.share_axis")
    curves = share_curves(shares, *axes)
    show_chart(curves, "dimensions.shares", "learn.dimensions.shares_alt")
    st.caption(
        word(
            "learn.dimensions.matrices",
            most=MAX_COORDINATES,
            share=f"${power_of_ten(definite[-1])}$",
        )
    )


def _show_descents(function: OneVariable) -> None:
    st.markdown(f"#### {word('learn.dimensions.beside')}")
    st.markdown(word("learn.dimensions.beside_what"))
    n: int = kept(
        st.segmented_control, "learn.dimensions.coordinates", "dimensions.n", COORDINATES,
        default=COORDINATES[-1], required=True,
    )  # fmt: skip
    runs = _descents(function, n if n in COORDINATES else COORDINATES[-1])
    losses, leading_down = st.columns(2, gap="medium")
    for column, name, values in (
        (losses, "loss", [run.losses for run in runs]),
        (leading_down, "leading_down", [run.leading_down for run in runs]),
    ):
        curves = [
            StepCurve(run.rule.key, translated(run.rule.name), one.astype(float))
            for run, one in zip(runs, values, strict=True)
        ]
        axes = word("learn.dimensions.step_axis"), word(f"learn.dimensions.{name}_axis")
        with column:
            chart = step_curves(curves, *axes)
            show_chart(chart, f"dimensions.{name}", f"learn.dimensions.{name}_alt")
    st.markdown("  \n".join(map(_sentence, runs)))


def _sentence(run: Descent) -> str:
    name = f"{marked(run.rule)} ({in_short(run.rule, {'eta': run.eta})})"
    if run.left_at is None:
        return word("learn.dimensions.still_there", name=name, steps=STEPS)
    return word("learn.dimensions.left", name=name, step=run.left_at)
