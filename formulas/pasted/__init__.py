"""What is pasted from papers and programs, brought to the language of formulas."""

from formulas.pasted.code import from_code
from formulas.pasted.latex import from_latex, is_latex
from formulas.pasted.sums import with_indices_in_names, with_limits_inside
from formulas.pasted.typed import MAX_DEPTH, Typed
from formulas.tokens import plain

__all__ = ["MAX_DEPTH", "Typed", "rewritten"]


def rewritten(text: str) -> Typed:
    """Typed or pasted `text` in the language of formulas. Raises `FormulaError`."""
    typed = Typed.whole(plain(text))
    read = from_latex if is_latex(typed.text) else from_code
    return with_indices_in_names(read(with_limits_inside(typed)))
