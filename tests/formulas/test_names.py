"""Names are found as people mean them, and every spelling of an index is one name."""

import pytest

from formulas import FormulaError, Language, read, symbol, unknown_names
from formulas.names import GREEK, canonical, in_natural_order, shown
from tests.words import korean

COLUMNS = Language(("u", "v", "x1"), "loss")
ALONE = Language(())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("(w1 tanh(w2 u + w3) - v)^2", ("w1", "w2", "w3")),
        ("f(u) = w12 u + b + w1", ("b", "w1", "w12")),
        ("a sin(b u) + |c| + pi e^2", ("a", "b", "c")),
        ("a b u + abu", ("a", "b")),
        ("W1 u + w1 + x1 + x2", ("w1", "x2")),
        ("eˣ + theta3", ("theta3", "x")),
        ("u^2 + sin v", ()),
        ("w u + w1", ("w", "w1")),
        ("w1u", ("w1",)),
        ("w_1 u", ("w1",)),
        ("(w x + b - v)^2", ("b", "w", "x")),
        ("L(w, b) = (w u + b - v)^2", ("w", "b")),
        ("L(w, b; u, v) = (w u + b - v)^2", ("w", "b")),
    ],
)
def test_unknown_names_are_the_variables_that_reading_would_need(
    text: str, names: tuple[str, ...]
) -> None:
    assert unknown_names(text, COLUMNS) == names
    read(text, (*COLUMNS.names, *names))


@pytest.mark.parametrize(
    "text",
    [
        *("u2 + w1", "sin2 + w1", "usin2 + w", "pi3 w", "weight u", "wu", "w1 +", "weight1 u"),
        *("", "(w1", "w" * 501, "+".join("w" * 126), "w?", "w.diff(w)", "u + v = w", "v = w u"),
    ],
)
def test_names_are_asked_only_of_what_could_be_read(text: str) -> None:
    with pytest.raises(FormulaError):
        unknown_names(text, COLUMNS)


X1, X2 = symbol("x1"), symbol("x2")
ROSENBROCK = 100 * (X2 - X1**2) ** 2 + (1 - X1) ** 2


@pytest.mark.parametrize(
    "text",
    [
        "100*(x(2)-x(1)^2)^2+(1-x(1))^2",
        "100*(x (2) - x( 1 )^2)^2 + (1 - x(1))^2",
        "100(x2 - x1^2)^2 + (1 - x1)^2",
        "100(x_2 - x_1^2)^2 + (1 - x_1)^2",
        "100(x_{2} - x_{1}^{2})^2 + (1 - x_{1})^2",
        "100(x₂ - x₁²)² + (1 - x₁)²",
        "100*(x[2] - x[1]**2)**2 + (1 - x[1])**2",
        "100(X2 - X1^2)^2 + (1 - X_1)^2",
        "100(x2 - x₁x[1])^2 + (1 - x_1)^2",
        "f(x1, x2) = 100(x2 - x1^2)^2 + (1 - x1)^2",
        "f(x_1, x_2) = 100(x_2 - x_1^2)^2 + (1 - x_1)^2",
        "f(x) = 100(x2 - x1^2)^2 + (1 - x1)^2",
        "f(x) = 100*(x(2)-x(1)^2)^2+(1-x(1))^2",
        "lambda x: 100*(x[2] - x[1]**2)**2 + (1 - x[1])**2",
    ],
)
def test_every_spelling_of_an_index_is_one_name(text: str) -> None:
    assert unknown_names(text, ALONE) == ("x1", "x2")
    assert read(text, ("x1", "x2")) == ROSENBROCK


@pytest.mark.parametrize(
    ("text", "names", "same"),
    [
        ("θ1^2 + θ2", ("theta1", "theta2"), "a^2 + b"),
        ("θ₁² + θ_2", ("theta1", "theta2"), "a^2 + b"),
        ("theta_1^2 + theta(2) + 0theta(1)", ("theta1", "theta2"), "a^2 + b"),
        ("J(θ) = θ1^2 + θ2", ("theta1", "theta2"), "a^2 + b"),
        ("𝜃^2 + ϕ", ("phi", "theta"), "b^2 + a"),
        ("sinθ cosφ", ("phi", "theta"), "sin(b) cos(a)"),
        ("αβ", ("alpha", "beta"), "a b"),
        ("xi^2 + ηξ", ("eta", "xi"), "b^2 + a b"),
        ("ξ^2 + x", ("x", "xi"), "b^2 + a"),
        ("µ^2 + Ω", ("mu", "omega"), "a^2 + b"),
        ("lambda^2 + mu", ("lambda", "mu"), "a^2 + b"),
        ("λx", ("lambda", "x"), "a b"),
        ("w^2 + b", ("b", "w"), "b^2 + a"),
        ("L(w, b) = w^2 + b", ("w", "b"), "a^2 + b"),
        ("lambda w, b: w**2 + b", ("w", "b"), "a^2 + b"),
        ("loss = w^2 + b", ("b", "w"), "b^2 + a"),
        ("E(x, y) = x^2 + y", ("x", "y"), "a^2 + b"),
        ("z = x^2 + y", ("x", "y"), "a^2 + b"),
        ("f(width, height) = width^2 + 2Height", ("width", "height"), "a^2 + 2b"),
        ("loss(p) = p[0]^2 + p[1]", ("p0", "p1"), "a^2 + b"),
        ("lambda params: params[0]**2 + params[1]", ("params0", "params1"), "a^2 + b"),
        ("W^2 + B", ("b", "w"), "b^2 + a"),
        ("u^2 + v^2 + uv", ("u", "v"), "a^2 + b^2 + a b"),
        ("w b", ("b", "w"), "a b"),
        ("wb + w + b", ("b", "w"), "a b + a + b"),
        ("L(w, b) = (1 - wb)^2", ("w", "b"), "(1 - a b)^2"),
        ("0.26(x1^2 + x2^2) - 0.48x1x2", ("x1", "x2"), "0.26(a^2 + b^2) - 0.48a b"),
        ("x_1sin(x_2) + sinx1", ("x1", "x2"), "a sin(b) + sin(a)"),
        ("x(1)x(2)", ("x1", "x2"), "a b"),
        ("a(w - 1)^2", ("a", "w"), "a(b - 1)^2"),
        ("w10 + w9^2", ("w9", "w10"), "a^2 + b"),
        ("i^2 + d", ("d", "i"), "b^2 + a"),
        ("x2^2", ("x2",), "a^2"),
        ("x_2 + y", ("x2", "y"), "a + b"),
        ("y = x1^2 + x2", ("x1", "x2"), "a^2 + b"),
        ("y = w^2 + b", ("b", "w"), "b^2 + a"),
        ("w_x^2 + w_y", ("w_x", "w_y"), "a^2 + b"),
        ("ω_x^2 + v_max", ("omega_x", "v_max"), "a^2 + b"),
        ("x{1}^2 + x{2}", ("x1", "x2"), "a^2 + b"),
        ("f(x2, y) = x2 + y", ("x2", "y"), "a + b"),
        ("x(2) + x^2", ("x",), "2a + a^2"),
        ("xy", ("x", "y"), "a b"),
        ("5", (), "5"),
    ],
)
def test_names_and_their_order(text: str, names: tuple[str, ...], same: str) -> None:
    assert unknown_names(text, ALONE) == names
    letters = dict(zip(map(symbol, "ab"), map(symbol, names), strict=False))
    assert read(text, names) == read(same, ("a", "b")).xreplace(letters)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("x2 + y", 0, "Is “x2” the variable x_2 or x^2?"),
        ("y + x2", 4, "Is “x2” the variable x_2 or x^2?"),
        ("x2 + y2", 0, "Is “x2” the variable x_2 or x^2?"),
        ("a + 3a2", 5, "Is “a2” the variable a_2 or a^2?"),
        ("3x2", 1, "Is “x2” the variable x_2 or x^2?"),
        ("sin(x3)", 4, "Is “x3” the variable x_3 or x^3?"),
        ("x3y", 0, "Is “x3” the variable x_3 or x^3?"),
        ("x(2)y", 1, "Is x(2) the variable x_2 or 2*x?"),
        ("y^2 + (x(0) - 1)^2", 8, "Is x(0) the variable x_0 or 0*x?"),
        ("x(1)^2 + y(1)^2", 1, "Is x(1) the variable x_1 or 1*x?"),
        ("y = x2", 4, "Is “x2” the variable x_2 or x^2?"),
        ("x(1)^2 + x", 1, "Is x(1) the variable x_1 or 1*x?"),
        ("x(x(1))", 3, "Is x(1) the variable x_1 or 1*x?"),
        ("x_1234 + y", 0, "“x_1234” is not known"),
        (
            "gamma(x) + y",
            0,
            "for a product write gamma*(...).",
        ),
        ("2γ(x - 1)", 1, "“γ(...)” is not a known function"),
        ("y + f(x)", 4, "“f(...)” is not a known function; for a product write f*(...)."),
        ("g(x + 1) + x", 0, "“g(...)” is not a known function"),
        ("2p(w)", 1, "“p(...)” is not a known function"),
        ("u(x, y)", 0, "“u(...)” is not a known function"),
        ("x + 2xi^2", 5, "Is “xi” the variable ξ or x*i?"),
        ("x_i + y", 0, "“x_i” is not known: this loss has x and y"),
        ("e_x + y", 0, "“e_x” is not known"),
        ("x{2} + y", 1, "Is x{2} the variable x_2 or 2*x?"),
        ("x(1} + x(2)", 3, "( is closed by }; use )."),
        ("x_{1) + y", 2, "never closed; add }"),
        ("2wsinb", 1, "did you mean w sin b?"),
        ("kx^2", 0, "did you mean k x?"),
        ("f(width, a) = 2awidth", 15, "did you mean a width?"),
        ("x[i] + y", 1, "An index cannot be used here"),
        ("uv", 0, "did you mean u v?"),
        ("w + 2wb", 5, "did you mean w b?"),
        ("xyz", 0, "did you mean x y z?"),
        ("sine(w)", 0, "did you mean sin?"),
        ("width^2", 0, "“width” is not known"),
        ("e1^2 + e2^2", 0, "“e1” is not known"),
        ("cosine2(x)", 0, "“cosine2” is not known"),
        ("y = x^2", 2, "an equation a = b"),
        ("z = x + z", 2, "an equation a = b"),
        ("wb = 3", 0, "did you mean w b?"),
        ("x + Σ", 4, "this loss has x and y"),
        ("f(sin, x) = x", 0, "“f(...)” is not a known function"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaError) as caught:
        unknown_names(text, ALONE)
    assert words in caught.value.message
    assert caught.value.position == position
    korean.check(caught.value.message, text)


def test_names_have_one_spelling_in_ascii_and_one_for_the_eye() -> None:
    spellings = ("θ1", "θ₁", "θ_1", "Θ_1", "theta1", "theta_1")
    assert {canonical(one).lower() for one in spellings} == {"theta1"}
    assert [canonical(one) for one in ("m_hat", "w_12", "x₁₀", "height")] == [
        *("m_hat", "w12", "x10", "height")
    ]
    assert [shown(one) for one in ("theta1", "x1", "w", "height", "mu", "omega_x")] == [
        *("θ1", "x1", "w", "height", "μ", "ω_x")
    ]
    assert {canonical(letter): letter for letter in GREEK} == {
        name: shown(name) for name in GREEK.values()
    }
    assert in_natural_order(("w10", "w", "w9", "b")) == ("b", "w", "w9", "w10")
