"""One typed formula: its text, its tree, its expression."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sympy import Expr

from formulas.expression import to_expression
from formulas.language import Language
from formulas.latex import typeset, typeset_expression
from formulas.parser import parse
from formulas.tree import Node


@dataclass(frozen=True)
class Formula:
    """`tree` keeps what was typed, `expression` is the same in SymPy."""

    text: str
    tree: Node
    expression: Expr

    @classmethod
    def read(cls, text: str, language: Language | None = None) -> Formula:
        """Reads `text`, by default a loss of x and y; raises `FormulaError`."""
        tree = parse(text, language or Language())
        return cls(text, tree, to_expression(tree))

    @property
    def latex(self) -> str:
        """The formula as typed: nothing reordered or simplified."""
        return typeset(self.tree)

    def latex_of(self, derivative: Expr) -> str:
        """A derivative, with decimals where the formula was typed with decimals."""
        return typeset_expression(derivative, decimals=bool(re.search(r"\.[0-9]", self.text)))
