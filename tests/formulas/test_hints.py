"""Whoever follows a hint gets a formula that is read, and as the hint says."""

import re

import pytest

from formulas import FUNCTIONS, FormulaError, read
from formulas.elsewhere import MEANT
from words import LANGUAGES, into, say
from words.catalog import catalog

# What is typed, and what the hint proposes in its place: each is read, no two are the same.
PROPOSED = {
    "e^-0.5(x^2+y^2)": ("e^(-0.5(x^2+y^2))", "(e^-0.5)(x^2+y^2)"),
    "e^-0.5x^2y^2": ("e^(-0.5x^2y^2)", "(e^-0.5)x^2y^2"),
    "e^-2|x|": ("e^(-2|x|)", "(e^-2)|x|"),
    "2^3 x y": ("2^(3 x y)", "(2^3) x y"),
    "e^sin(x)cos(y)": ("e^(sin(x)cos(y))", "(e^sin(x))cos(y)"),
    "e^sin x cos y": ("e^(sin x cos y)", "(e^sin x) cos y"),
    "x^ln(y)(y+1)": ("x^(ln(y)(y+1))", "(x^ln(y))(y+1)"),
    "x^-2(y+1)": ("x^(-2(y+1))", "(x^-2)(y+1)"),
    "1/20x^2": ("(1/20)x^2", "1/(20x^2)"),
    "x/y/2x": ("(x/y/2)x", "x/y/(2x)"),
    "2/3 sin(x)": ("(2/3) sin(x)", "2/(3 sin(x))"),
    "1/-2x": ("(1/-2)x", "1/(-2x)"),
    "x^2e-3": ("x^(2e-3)", "x^2*e-3"),
    "x^-2e1": ("x^-(2e1)", "x^-2*e*1"),
    "cos^22x": ("cos^22(x)", "cos^2(2x)"),
    "sin^12 x^2": ("sin^12(x^2)", "sin^1(2x^2)"),
    "[x/2]": ("floor(x/2)", "(x/2)"),
    "eye(5000)": ("e*y*e",),
    "xxy": ("x*x*y",),
    "sin2(x)": ("sin(2x)", "sin^2(x)"),
    "log2x": ("log2(x)", "log(2x)"),
    "sqrt2": ("sqrt(2)", "sqrt(2x)"),
    "log_3(x)": ("log(x)/log(3)",),
    "log7(x)": ("log(x)/log(7)",),
    "½x": ("(1/2)",),
}


@pytest.mark.parametrize("text", PROPOSED)
def test_what_is_proposed_is_read(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert all(proposal in caught.value.message for proposal in PROPOSED[text])
    expressions = [read(proposal) for proposal in PROPOSED[text]]
    assert len(set(expressions)) == len(expressions)


@pytest.mark.parametrize("word", MEANT)
def test_what_another_name_means_is_read(word: str) -> None:
    meant = MEANT[word]
    assert word not in FUNCTIONS
    assert read(FUNCTIONS[meant].signature.replace(", ...", "") if meant in FUNCTIONS else meant)


@pytest.mark.parametrize("function", {row.name: row for row in FUNCTIONS.values()}.values())
def test_a_function_is_written_as_its_sentence_says(function) -> None:
    signature = function.signature.replace(", ...", "").replace("a, b", "2, y")
    assert read(f"x + {signature}") is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("log_e(x)", "did you mean ln?"),
        ("erfc(x)", "did you mean 1 - erf(x)?"),
        ("exp2(x)", "did you mean 2^x?"),
        ("gelu(x)", "did you mean x(1 + erf(x/sqrt(2)))/2?"),
        ("x + random()", "Noise on every gradient"),
        ("x + 0.1 randn", "Noise on every gradient"),
        ("x^2 + noise", "Noise on every gradient"),
        ("rnd(1) x", "Noise on every gradient"),
        ("sin(30°)", "in radians; write sin(30 pi/180)"),
        ("sin(30 deg)", "in radians; write sin(30 pi/180)"),
        ("cosd(x)", "in radians; write sin(30 pi/180)"),
        ("x % 2", "Write mod(x, 2)"),
        ("x + 5%", "0.05 for 5%"),
        ("x; y", "remove this ;"),
        ("if(x = 0, 1, 2)", "== or !="),
        ("foo(x)", "functions like sin, exp and sqrt"),
    ],
)
def test_the_way_out_is_told(text: str, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert message in caught.value.message


def test_nobody_is_sent_where_nothing_is() -> None:
    for language in LANGUAGES:
        advice = catalog(language)["formula.advice.noise"]
        assert into(say("controls.noise"), language) in advice
    assert float(read("sin(30 pi/180)")) == 0.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_as_an_example_is_read(language: str) -> None:
    keys = [key for key in catalog(language) if key.startswith("formula.advice.")]
    examples = {
        example
        for key in keys
        for example in re.findall(r"(?:[a-z]+\()(?:[^()]|\([^()]*\))*\)", catalog(language)[key])
    }
    assert len(examples) >= 8
    for example in examples:
        assert read(example.replace("x > 0, a, b", "x > 0, 1, 2"))
