"""How rules, their settings and the runners of a race are named on the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from app_pages.language import translated, word
from charts import style_of
from experiments import Entrant, Experiment
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


@dataclass(frozen=True)
class Runner:
    """One entrant of a race in words.

    `number` is its own among those of its rule, `rule` that rule's name. `apart` are the settings
    that set it apart from the others of its rule, `detail` its other settings, both in short.
    """

    key: str
    number: int
    rule: str
    apart: str
    detail: str

    @property
    def name(self) -> str:
        """The rule's name, with what sets it apart."""
        return f"{self.rule} ({self.apart})" if self.apart else self.rule


def runners(experiment: Experiment) -> tuple[Runner, ...]:
    """Those of a race in their order."""
    by_rule: dict[str, list[Entrant]] = {}
    for entrant in experiment.entrants:
        by_rule.setdefault(entrant.rule.key, []).append(entrant)
    return tuple(
        _runner(key, number, entrant, by_rule[entrant.rule.key])
        for key, number, entrant in zip(
            experiment.keys, experiment.numbers, experiment.entrants, strict=True
        )
    )


def _runner(key: str, number: int, entrant: Entrant, of_rule: Sequence[Entrant]) -> Runner:
    rule = entrant.rule
    own, *others = (rule.defaults | dict(one.settings) for one in (entrant, *of_rule))
    apart = {k: v for k, v in own.items() if any(other[k] != v for other in others)}
    alike = {k: v for k, v in own.items() if k not in apart}
    return Runner(key, number, translated(rule.name), _listed(apart), in_short(rule, alike))


def glyph(key: str) -> str:
    """The marker of a rule or a runner as a character."""
    return _GLYPHS.get(style_of(key).marker, "●")


def marker_picture(key: str) -> str:
    """The marker in its colour as the address of a picture, for a table."""
    sign = f"<text x='10' y='16' text-anchor='middle' fill='{style_of(key).ink}'>"
    picture = f"<svg xmlns='{_SVG}' width='20' height='20'>{sign}{glyph(key)}</text></svg>"
    return f"data:image/svg+xml,{quote(picture, safe=_PLAIN)}"


def marked(rule: Rule) -> str:
    """The rule's name in bold behind its marker in its colour, as Markdown."""
    return f"{_sign(rule.key)} **{translated(rule.name)}**"


def marked_runner(runner: Runner) -> str:
    """The same of a runner, in bold but for what sets it apart."""
    # Before a Korean particle Markdown does not see the end of bold text that ends in a bracket.
    apart = f" ({runner.apart})" if runner.apart else ""
    return f"{_sign(runner.key)} **{runner.rule}**{apart}"


def _sign(key: str) -> str:
    return f':color[{glyph(key)}]{{foreground="{style_of(key).ink}"}}'


def in_short(rule: Rule, settings: Mapping[str, float]) -> str:
    """The learning rate and whatever differs from the rule's defaults: η 0.003, μ 0.97."""
    special = {k: v for k, v in settings.items() if k == "eta" or v != rule.defaults[k]}
    return _listed(special)


def _listed(settings: Mapping[str, float]) -> str:
    return ", ".join(f"{_LETTERS[letter]} {value:g}" for letter, value in settings.items())


def recurrence(rule: Rule) -> str:
    """The rule's recurrence as LaTeX, one line below the other, aligned at the equals signs."""
    lines = (line.replace(" = ", " &= ", 1) for line in rule.latex)
    return typeset(r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}")


def typeset(latex: str) -> str:
    """LaTeX with the one word that formulas have in the visitor's language."""
    return latex.replace(r"\text{otherwise}", rf"\text{{{word('app.otherwise')}}}")
