"""Code is read as the language that it is from reads it, and never run."""

import math

import pytest

from formulas import Formula, FormulaError, Language, read, symbol, unknown_names
from tests.formulas.values import Value, check
from tests.words import korean

pi, e = math.pi, math.e

PASTED: dict[str, Value] = {
    # modules
    "np.sin(x) + math.exp(-x**2) * torch.cos(y)": lambda x, y: (
        math.sin(x) + math.exp(-x * x) * math.cos(y)
    ),
    "Math.pow(x, 2) + Math.PI*y + Math.E": lambda x, y: x * x + pi * y + e,
    "jnp.tanh(x) + tf.math.sin(y) + sp.cos(x)": lambda x, y: (
        math.tanh(x) + math.sin(y) + math.cos(x)
    ),
    "numpy.arctan2(y, x) + np.hypot(x, y)": lambda x, y: math.atan2(y, x) + math.hypot(x, y),
    "torch.relu(x) + F.softplus(y) + torch.nn.functional.relu(y)": lambda x, y: (
        max(x, 0) + math.log(1 + math.exp(y)) + max(y, 0)
    ),
    "std::sin(x) + std::pow(x, 2) + M_PI": lambda x, y: math.sin(x) + x * x + pi,
    "math.tau*x + math.pi + math.e**x": lambda x, y: 2 * pi * x + pi + math.exp(x),
    "Math.SQRT2*x + Math.LN2": lambda x, y: math.sqrt(2) * x + math.log(2),
    # other names and operators as functions
    "pow(x,2)+pow(y, 2)": lambda x, y: x * x + y * y,
    "np.power(x - 1, 2.0)": lambda x, y: (x - 1) ** 2,
    "2**-pow(x, 2) + -pow(x, 2)": lambda x, y: 2 ** -(x * x) - x * x,
    "2pow(x, 2)": lambda x, y: 2 * x * x,
    "pow(pow(x, 2), 3)": lambda x, y: x**6,
    "np.maximum(x, y) + fmin(x, y) + fabs(x) + np.absolute(y)": lambda x, y: (
        x + y + abs(x) + abs(y)
    ),
    "np.max([x, y]) + max((x, 2))": lambda x, y: max(x, y) + max(x, 2),
    "np.add(x, y)*np.multiply(x, 2) - tf.subtract(x, y)": lambda x, y: (x + y) * 2 * x - (x - y),
    "float(3)*x + np.float64(2)*y + torch.tensor(3.)*x": lambda x, y: 6 * x + 2 * y,
    "np.sqrt(np.abs(x))": lambda x, y: math.sqrt(abs(x)),
    "np.exp(-(x**2 + y**2))": lambda x, y: math.exp(-(x * x + y * y)),
    "np.square(x) + x.square() - np.clip(x, 0, 1)*torch.clamp(y, -1, 1)": lambda x, y: (
        2 * x * x - min(max(x, 0), 1) * min(max(y, -1), 1)
    ),
    "np.linalg.norm([x, y]) + math.erf(x)": lambda x, y: math.hypot(x, y) + math.erf(x),
    # element by element
    "x.^2 + x.*y + x./y + 2.*x + 1./x": lambda x, y: x * x + x * y + x / y + 2 * x + 1 / x,
    "x .** 2 .+ y .- 1": lambda x, y: x * x + y - 1,
    "sin.(x) .+ x .^ 2": lambda x, y: math.sin(x) + x * x,
    # methods
    "x.pow(2) + (x+y).pow(2) - x.sin()": lambda x, y: x * x + (x + y) ** 2 - math.sin(x),
    "(x*y).abs().sqrt() + torch.sin(x).pow(2)": lambda x, y: (
        math.sqrt(abs(x * y)) + math.sin(x) ** 2
    ),
    "-x.pow(2) + 2*y.mul(x).add(1)": lambda x, y: -x * x + 2 * (y * x + 1),
    # numbers
    "1.5f*x + powf(y, 2.0f)": lambda x, y: 1.5 * x + y * y,
    "PI()*x + POWER(y, 2)": lambda x, y: pi * x + y * y,
    "1e-3*x + 1.5e3*y + x**2.0": lambda x, y: 1e-3 * x + 1.5e3 * y + x * x,
    # parameters
    "lambda x, y: x**2 - y": lambda x, y: x * x - y,
    "f = lambda x, y: x**2 - y": lambda x, y: x * x - y,
    "(x, y) => x**2 - y": lambda x, y: x * x - y,
    "const f = (x, y) => { return x*x - y; };": lambda x, y: x * x - y,
    "(x, y) -> x*x - y": lambda x, y: x * x - y,
    "def f(x, y): return x**2 - y": lambda x, y: x * x - y,
    "def f(x: float, y: float) -> float:\n    return x**2 - y  # a valley": lambda x, y: x * x - y,
    "import numpy as np\ndef f(x, y):\n    return np.sin(x)": lambda x, y: math.sin(x),
    "def f(x, y, a=1, b=100): return (a - x)**2 + b*(y - x**2)**2": lambda x, y: (
        (1 - x) ** 2 + 100 * (y - x * x) ** 2
    ),
    "lambda x, y, k=-2.5: x - k*y": lambda x, y: x + 2.5 * y,
    "f = @(x, y) x.^2 - y;": lambda x, y: x * x - y,
    "function f(x, y) { return Math.sin(x)*y; }": lambda x, y: math.sin(x) * y,
    "f <- function(x, y) x^2 - y": lambda x, y: x * x - y,
    "double f(double x, double y) { return x*x - y; }": lambda x, y: x * x - y,
    "[](double x, double y) { return x*x - y; }": lambda x, y: x * x - y,
    "f[x_, y_] := Sin[x] + Exp[-y^2]": lambda x, y: math.sin(x) + math.exp(-y * y),
    "f(x,y) := x^2 - y;": lambda x, y: x * x - y,
    # what stands around it
    "return x**2 - y;": lambda x, y: x * x - y,
    "x^2 - y ;": lambda x, y: x * x - y,
    "z = x.^2 - y; % a valley": lambda x, y: x * x - y,
    "x*x - y; // a valley": lambda x, y: x * x - y,
    "x**2 - y  # a valley": lambda x, y: x * x - y,
    "x**2 /* a valley */ - y": lambda x, y: x * x - y,
    "x**2 \\\n - y": lambda x, y: x * x - y,
    # choices
    "x**2 if x > 0 else -x": lambda x, y: x * x if x > 0 else -x,
    "1 + (x if x > y else y if y > 0 else 3)": lambda x, y: 1 + (x if x > y else y if y > 0 else 3),
    "f(x, y) = x if (x > y) else y": lambda x, y: max(x, y),
    "x > 0 ? x : -2*x": lambda x, y: x if x > 0 else -2 * x,
    "(x > 0) ? x*x : (y > 0 ? y : 3)": lambda x, y: x * x if x > 0 else y if y > 0 else 3,
    "x>0 ? y>0 ? 1 : 2 : y>0 ? 3 : 4": lambda x, y: [[4, 3], [2, 1]][x > 0][y > 0],
    "max(x > 0 ? x : 1, y)": lambda x, y: max(x if x > 0 else 1, y),
    "np.where((x > 0), x, -x) + np.where(x > y, 1, 2)": lambda x, y: abs(x) + (1 if x > y else 2),
    "x === y ? 1 : x == 0.7 ? 2 : 3": lambda x, y: 2 if x == 0.7 else 3,
    "If[x > 0, x, y]": lambda x, y: x if x > 0 else y,
}


@pytest.mark.parametrize("text", PASTED)
def test_value_is_that_of_the_program(text: str) -> None:
    check(text, PASTED[text])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lambda w, b: w**2 + b", ("w", "b")),
        ("def loss(w, b): return w**2 + b", ("w", "b")),
        ("(v, u) => u*v", ("v", "u")),
        ("f = @(v, u) u.*v", ("v", "u")),
        ("1.5f x + f", ("f", "x")),
        ("f[v_, u_] := u v", ("v", "u")),
        ("lambda x: x[0]**2 + x[1]**2", ("x0", "x1")),
        ("def f(x): return (x[0] - x[1])**2", ("x0", "x1")),
        ("double f(const double w, double b) { return w*b; }", ("w", "b")),
        ("function(w = 0, b = 1) w*b", ("w", "b")),
        ("def f(u, v, w=3): return u*v*w", ("u", "v")),
    ],
)
def test_parameters_are_the_names_in_their_order(text: str, names: tuple[str, ...]) -> None:
    assert unknown_names(text, Language(())) == names


REFUSED = [
    ("x.diff(x)", 1, "Write functions alone"),
    ("1 + x.subs(x, y)", 5, "Write functions alone"),
    ("2*x.sum()", 3, "Write functions alone"),
    ("x.__class__", 1, "A point stands inside a number only"),
    ("np.foo(x)", 3, "“foo” is not read here"),
    ("1 + np.median(x)", 7, "“median” is not read here"),
    ("np.random.randn() + x", 10, "Noise on every gradient"),
    ("math.radians(x)", 5, "pi"),
    ("x.^2.^3", 4, "Which power comes first"),
    ("1 + np.sin(x) + z", 16, "“z” is not known"),
    ("x + Math.pow(x, 1/0)", 17, "divides by zero"),
    ("pow(x)", 0, "did you mean x^2?"),
    ("np.where((x > 0) & (y > 0), x, y)", 17, "Put one if inside another."),
    ("x // 2", 2, "floor(x/2)"),
    ("def f(x, y):\n  a = x*x\n  return a + y", 25, "as one expression"),
    ("lambda x, y: x**2 + z", 20, "“z” is not known"),
    ("x ? y", 2, "Write if(x > 0, a, b)."),
    ("x if y else 1", 5, "A comparison is missing"),
    ("(x, y) => x +", 12, "missing after “+”"),
    ("np.sin(x", 6, "never closed"),
    ("(" * 41 + "x.sin()", 40, "40 levels"),
]


@pytest.mark.parametrize(("text", "position", "words"), REFUSED)
def test_what_is_not_read_is_said_where_it_stands(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert words in caught.value.message
    assert caught.value.position == position
    korean.check(caught.value.message, text)


@pytest.mark.parametrize(
    ("text", "value"), [("(w return - 1)^2", 25), ("return w + 1", 7), ("2 w/return", 3)]
)
def test_a_column_called_return_is_a_name(text: str, value: float) -> None:
    expression = Formula.read(text, Language(("w", "return"))).expression
    assert expression.subs({symbol("w"): 3, symbol("return"): 2}) == value
