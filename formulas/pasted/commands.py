"""The commands of LaTeX: what each is in the language of formulas, or what to write instead."""

from __future__ import annotations

import re

from formulas.names import GREEK

NAMES = {
    **{name: name for name in (*GREEK.values(), "pi")},
    **{f"var{name}": name for name in ("epsilon", "theta", "rho", "sigma", "phi", "kappa", "pi")},
    "ell": "l",
}
SIGNS = {
    **dict.fromkeys(("cdot", "times", "ast", "*", "bullet"), "*"),
    **dict.fromkeys(("div", "slash"), "/"),
    **dict.fromkeys(("le", "leq", "leqslant"), "<="),
    **dict.fromkeys(("ge", "geq", "geqslant"), ">="),
    **dict.fromkeys(("ne", "neq"), "!="),
    **dict.fromkeys(("coloneqq", "equiv", "triangleq"), "="),
    **dict.fromkeys(("vert", "mid", "Vert", "|"), "|"),
    **{"lt": "<", "gt": ">", "_": "_", "colon": ":"},
    **{"{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]"},
    **dict.fromkeys(("lvert", "lVert"), " abs("),
    **{"lfloor": " floor(", "lceil": " ceil("},
    **dict.fromkeys(("rvert", "rVert", "rfloor", "rceil"), ")"),
}
BLANK = {
    *(",", ";", ":", "!", ">", " ", "\n", "/", "(", ")", "[", "]"),
    *("quad", "qquad", "space", "enspace", "thinspace", "displaystyle", "textstyle"),
    *("limits", "nolimits", "nonumber", "notag", "mathstrut", "strut", "rm", "bf", "it"),
}
BLANK_WITH_ARGUMENT = ("label", "tag", "hspace", "vspace", "phantom", "color")
FONTS = {
    *("mathrm", "mathbf", "mathit", "mathsf", "mathcal", "mathnormal", "boldsymbol", "bm"),
    *("text", "textrm", "textbf", "textit", "mbox", "operatorname", "operatorname*"),
}
FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac", "nicefrac")
FENCE = re.compile("(left|right)|[bB]igg?([lrm]?)")
# What opens with each delimiter of `\left` and `\right`.
OPENING = {
    **dict.fromkeys(("(", ")", "."), "("),
    **dict.fromkeys(("[", "]", r"\lbrack", r"\rbrack"), "["),
    **dict.fromkeys((r"\{", r"\}", r"\lbrace", r"\rbrace"), "{"),
    **dict.fromkeys(("|", r"\vert", r"\lvert", r"\rvert"), " abs("),
    **dict.fromkeys((r"\|", r"\Vert", r"\lVert", r"\rVert"), " norm("),
    **dict.fromkeys((r"\lfloor", r"\rfloor"), " floor("),
    **dict.fromkeys((r"\lceil", r"\rceil"), " ceil("),
}
PLAIN_ENVIRONMENTS = {
    *("equation", "align", "aligned", "alignat", "split", "gather", "gathered", "multline"),
    *("displaymath", "math", "eqnarray"),
}
CASES = {"cases", "dcases", "rcases", "array"}
# Which text of `formula.advice` goes with what is not read.
ADVICE = {
    **dict.fromkeys(("int", "iint", "iiint", "oint"), "integrals"),
    **dict.fromkeys(("lim", "limsup", "liminf", "to", "rightarrow", "sup", "inf"), "limits"),
    **dict.fromkeys(("partial", "nabla", "prime", "dot", "ddot", "grad"), "derivatives"),
    **dict.fromkeys(("matrix", "pmatrix", "bmatrix", "vmatrix", "Vmatrix"), "matrices"),
    **dict.fromkeys(("smallmatrix", "vec", "top", "intercal", "mathbb", "det"), "matrices"),
    **dict.fromkeys(("ldots", "cdots", "dots", "vdots"), "every_term"),
    **dict.fromkeys(("pm", "mp"), "one_sign"),
    **dict.fromkeys(("sum", "prod"), "series"),
    "infty": "infinity",
    "binom": "factorials",
    **dict.fromkeys(("bmod", "pmod", "mod"), "remainders"),
    **dict.fromkeys(("%", "$", "#"), "remove"),
}
