"""What people write for things elsewhere, and what it is here."""

from __future__ import annotations

import re

# Which text of `formula.advice` goes with a sign or a word.
ADVICE = {
    "!": "factorials",
    "%": "percent",
    "?": "if",
    ".": "point",
    "°": "degrees",
    **dict.fromkeys("⌊⌋", "floor"),
    **dict.fromkeys("⌈⌉", "ceil"),
    "∞": "infinity",
    **dict.fromkeys("∫∬∮", "integrals"),
    **dict.fromkeys("∂∇′", "derivatives"),
    "lim": "limits",
    "\\": "latex",
    **dict.fromkeys(("np", "numpy", "math", "torch"), "functions_alone"),
    **dict.fromkeys(("and", "or", "not", "&"), "if_in_if"),
    **dict.fromkeys(("inf", "infinity"), "infinity"),
    **dict.fromkeys(("deg", "degree", "degrees", "rad", "radians", "deg2rad"), "degrees"),
    **dict.fromkeys(("sind", "cosd", "tand", "rad2deg"), "degrees"),
    **dict.fromkeys(("random", "rand", "randn", "randint", "rnd", "runif", "rnorm"), "noise"),
    **dict.fromkeys(("noise", "gauss", "normal", "uniform", "rng"), "noise"),
    **dict.fromkeys(("lgamma", "factorial", "fact"), "factorials"),
}
# What a function of another name is in the functions that there are.
MEANT = {
    **dict.fromkeys(("sine", "sinus", "sen"), "sin"),
    **dict.fromkeys(("cosine", "cosinus"), "cos"),
    **dict.fromkeys(("tangent", "tangens"), "tan"),
    **dict.fromkeys(("root", "squareroot"), "sqrt"),
    **dict.fromkeys(("absolute", "fabs", "modulus"), "abs"),
    "exponential": "exp",
    **dict.fromkeys(("pow", "power", "squared"), "x^2"),
    **dict.fromkeys(("cube", "cubed"), "x^3"),
    **dict.fromkeys(("loge", "log_e"), "ln"),
    **dict.fromkeys(("maximum", "fmax", "amax"), "max"),
    **dict.fromkeys(("minimum", "fmin", "amin"), "min"),
    **dict.fromkeys(("clamp",), "clip"),
    **dict.fromkeys(("modulo", "rem", "remainder", "fmod"), "mod(x, y)"),
    **dict.fromkeys(("step", "unitstep", "unit_step"), "heaviside"),
    **dict.fromkeys(("trunc", "truncate", "fix", "int"), "sign(x) floor(|x|)"),
    **dict.fromkeys(("frac", "fract"), "x - floor(x)"),
    "exp2": "2^x",
    "exp10": "10^x",
    "erfc": "1 - erf(x)",
    "logit": "log(x/(1 - x))",
    **dict.fromkeys(("rsqrt", "invsqrt"), "1/sqrt(x)"),
    **dict.fromkeys(("mean", "average", "avg"), "(x + y)/2"),
    "logsumexp": "log(e^x + e^y)",
    "gelu": "x(1 + erf(x/sqrt(2)))/2",
    **dict.fromkeys(("silu", "swish"), "x sigmoid(x)"),
    "elu": "if(x > 0, x, e^x - 1)",
    **dict.fromkeys(("leaky_relu", "leakyrelu", "lrelu"), "max(x, 0.01x)"),
    "relu6": "clip(x, 0, 6)",
    "mish": "x tanh(softplus(x))",
    "softsign": "x/(1 + |x|)",
    **dict.fromkeys(("l2norm", "norm2", "l2"), "norm(x, y)"),
    **dict.fromkeys(("l1norm", "norm1", "l1"), "|x| + |y|"),
}
# log_3, log_a, log3: a logarithm to a base of its own.
LOGARITHM = re.compile("log(?:_(?=[A-Za-z])|_?(?=[0-9]))([0-9]+|[A-Za-z])", re.IGNORECASE)
