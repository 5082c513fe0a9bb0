"""One function of formulas: a row of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mpmath import MPContext
from sympy import Expr

Partial = Callable[..., Expr]


@dataclass(frozen=True)
class Code:
    """A function in another language.

    `name` is what calls it, `definition` the line that defines it where the language has it not.
    """

    name: str
    definition: str = ""


@dataclass(frozen=True)
class TypedFunction:
    """A function, as it is typed, computed, differentiated and typeset.

    `build` makes its expression and `value` its value for plain floats; like `math` it raises
    outside the domain and where numbers overflow. `precise` is its value in mpmath, called with a
    context and its numbers; the context has most under the same name. `latex` is what stands
    before the brackets, or has a `{}` where the arguments go.

    `classes` are the functions of SymPy that the row speaks for: none where `build` puts it
    together from others. Of these, `partials` are the derivatives by each argument, called with
    the function's value and its arguments. Code of plain floats and NumPy calls the function by
    `name`; `array` is its value there, NaN or infinite where `value` raises.

    `kinks`, `jumps` and `ends` take the arguments: zero where the slope jumps or is infinite,
    zero where the value jumps, negative where there is no value.
    """

    name: str
    build: Callable[..., Expr]
    value: Callable[..., float]
    latex: str
    classes: tuple[type, ...] = ()
    partials: tuple[Partial, ...] = ()
    array: Callable[..., Any] | None = None
    javascript: Code | None = None
    kinks: Callable[..., Any] | None = None
    jumps: Callable[..., Any] | None = None
    ends: Callable[..., Any] | None = None
    precise: Callable[..., Any] | None = None
    spellings: tuple[str, ...] = ()
    fewest: int = 1
    most: int = 1
    raised: bool = False  # typeset as sin^2(x) rather than (sin(x))^2
    usage: str = ""  # how to write it, where that is more than its name and x, y

    def exactly(self, mp: MPContext, *numbers: Any) -> Any:
        """The value in a context of mpmath; complex or infinite where there is none."""
        return self.precise(mp, *numbers) if self.precise else getattr(mp, self.name)(*numbers)

    @property
    def signature(self) -> str:
        """How to write it: `atan2(y, x)`."""
        if self.usage or self.most == 1:
            return self.usage or f"{self.name}(x)"
        return f"{self.name}(x, y)" if self.most == self.fewest else f"{self.name}(x, y, ...)"

    @property
    def fenced(self) -> bool:
        """Whether signs of its own stand around its argument, as in |x|."""
        return self.latex.startswith(r"\left")

    def typeset(self, arguments: str) -> str:
        """LaTeX of the function applied to typeset arguments."""
        if "{}" in self.latex:
            return self.latex.replace("{}", arguments)
        return rf"{self.latex}\left({arguments}\right)"
