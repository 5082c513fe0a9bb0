"""How rules and their settings are named on the pages."""

from __future__ import annotations

from collections.abc import Mapping

from charts import style_of
from optimizers import Rule

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
    "weight_decay": "weight decay",
}


def glyph(rule: Rule) -> str:
    """The rule's marker as a character."""
    return _GLYPHS.get(style_of(rule.key).marker, "●")


def marked(rule: Rule) -> str:
    """The rule's name in bold behind its marker in its colour, as Markdown."""
    return f':color[{glyph(rule)}]{{foreground="{style_of(rule.key).color}"}} **{rule.name}**'


def in_short(rule: Rule, settings: Mapping[str, float]) -> str:
    """The learning rate and whatever differs from the rule's defaults: η 0.003, μ 0.97."""
    return ", ".join(
        f"{_LETTERS.get(letter, letter)} {value:g}"
        for letter, value in settings.items()
        if letter == "eta" or value != rule.defaults[letter]
    )


def recurrence(rule: Rule) -> str:
    """The rule's recurrence as LaTeX, one line below the other, aligned at the equals signs."""
    lines = (line.replace(" = ", " &= ", 1) for line in rule.latex)
    return r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}"
