"""How rules and their settings are named on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from app_pages.language import translated, word
from charts import style_of
from optimizers import Rule

_SVG = "http://www.w3.org/2000/svg"  # the name of the format, never asked for
_PLAIN = "/:='<> "  # what an address of a picture may hold as it is: a table is sent often
_GLYPHS = {
    "circle": "●",
    "square": "■",
    "diamond": "◆",
    "triangle-up": "▲",
    "triangle-down": "▼",
    "triangle-left": "◀",
    "triangle-right": "▶",
    "star": "★",
    "cross": "✚",
    "x": "✖",
    "pentagon": "⬟",
    "hexagon": "⬢",
    "hexagram": "✶",
    "hourglass": "⧗",
    "bowtie": "⧓",
    "star-diamond": "✦",
}
_LETTERS = {
    "eta": "η",
    "eta_plus": "η₊",
    "eta_minus": "η₋",
    "mu": "μ",
    "rho": "ρ",
    "beta1": "β₁",
    "beta2": "β₂",
    "epsilon": "ε",
    "sigma": "σ",
    "weight_decay": "λ",
}


def glyph(rule: Rule) -> str:
    """The rule's marker as a character."""
    return _GLYPHS.get(style_of(rule.key).marker, "●")


def marker_picture(rule: Rule) -> str:
    """The rule's marker in its colour as the address of a picture, for a table."""
    sign = f"<text x='10' y='16' text-anchor='middle' fill='{style_of(rule.key).color}'>"
    picture = f"<svg xmlns='{_SVG}' width='20' height='20'>{sign}{glyph(rule)}</text></svg>"
    return f"data:image/svg+xml,{quote(picture, safe=_PLAIN)}"


def marked(rule: Rule) -> str:
    """The rule's name in bold behind its marker in its colour, as Markdown."""
    sign = f':color[{glyph(rule)}]{{foreground="{style_of(rule.key).color}"}}'
    return f"{sign} **{translated(rule.name)}**"


def in_short(rule: Rule, settings: Mapping[str, float]) -> str:
    """The learning rate and whatever differs from the rule's defaults: η 0.003, μ 0.97."""
    return ", ".join(
        f"{_LETTERS[letter]} {value:g}"
        for letter, value in settings.items()
        if letter == "eta" or value != rule.defaults[letter]
    )


def recurrence(rule: Rule) -> str:
    """The rule's recurrence as LaTeX, one line below the other, aligned at the equals signs."""
    lines = (line.replace(" = ", " &= ", 1) for line in rule.latex)
    return typeset(r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}")


def typeset(latex: str) -> str:
    """LaTeX with the one word that formulas have in the visitor's language."""
    return latex.replace(r"\text{otherwise}", rf"\text{{{word('app.otherwise')}}}")
