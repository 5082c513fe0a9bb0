"""What is pasted from papers and programs, brought to the language of formulas."""

from collections.abc import Collection

from formulas.pasted.code import from_code
from formulas.pasted.latex import from_latex, is_latex
from formulas.pasted.sums import with_indices_in_names, with_limits_inside
from formulas.pasted.typed import MAX_DEPTH, Typed
from formulas.tokens import plain

__all__ = ["MAX_DEPTH", "Typed", "rewritten"]


def rewritten(text: str, names: Collection[str] = ()) -> Typed:
    """Typed or pasted `text` in the language of formulas, of which `names` are no words of code.

    Raises `FormulaError`.
    """
    typed = Typed.whole(plain(text))
    # The limits of a sum may be all that shows LaTeX: asked of the text as it was.
    inside = with_limits_inside(typed)
    read = from_latex(inside) if is_latex(typed.text) else from_code(inside, names)
    return with_indices_in_names(read)
