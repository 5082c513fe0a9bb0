"""What is wrong is said in a sentence or two, and at the character where it is."""

import re

import pytest

from formulas import FormulaError, Language, read
from formulas.parser import parse
from tests.words import korean

# text, the character it is about, words of the message
MISTAKES = [
    ("", 0, "Type a loss, for example x^2 + y^2."),
    ("   ", 0, "Type a loss"),
    ("f(x, y) =", 0, "Type a loss"),
    ("sine(x)", 0, "did you mean sin?"),
    ("cosine(x)", 0, "did you mean cos?"),
    ("arcsinus(x)", 0, "did you mean arcsin?"),
    ("exponential(x)", 0, "did you mean exp?"),
    ("pow(x)", 0, "did you mean x^2?"),
    ("np exp(x)", 0, "Write functions alone"),
    ("if(x > 0 and y > 0, 1, 2)", 9, "Put one if inside another."),
    ("x + x[0]^2", 5, "An index cannot be used here"),
    ("x[-1] + y", 1, "An index cannot be used here"),
    ("x[0]^2", 0, "“x_0” is not known: this loss has x and y"),
    ("x(2)y", 1, "Is x(2) the variable x_2 or 2*x?"),
    ("⌊x⌋", 0, "Write floor(x)."),
    ("x^2 + z", 6, "“z” is not known: this loss has x and y."),
    ("foobarbaz", 0, "this loss has x and y, and functions like"),
    ("x2", 0, "this loss has x and y. For a power write x^2."),
    ("x3y", 0, "For a power write x^3*y."),
    ("sin2(x)", 0, "sin^2(x)"),
    ("log2x", 0, "log2(x) or log(2x)"),
    ("x 2", 2, "Is a sign missing before 2?"),
    ("2 3", 2, "Is a sign missing before 3?"),
    ("x +", 2, "Something is missing after “+”."),
    ("x + * y", 4, "Something is missing before “*”."),
    ("(x + )", 3, "Something is missing after “+”."),
    ("x^", 1, "Something is missing after “^”."),
    ("()", 0, "These brackets are empty."),
    ("2(x + y", 1, "never closed; add )."),
    ("x + y)", 5, "closes nothing"),
    ("(x + y]", 6, "( is closed by ]; use )."),
    ("|x", 0, "no partner"),
    ("2|x| + |y", 7, "no partner"),
    ("|x|y|", 4, "no partner"),
    ("x, y", 1, "A comma separates arguments"),
    ("1,5x", 1, "write decimals as 1.5"),
    ("1,000x", 1, "thousands as 1000"),
    ("max(x; y)", 5, "Write a comma"),
    ("x; y", 1, "Write one formula; remove this ;."),
    ("e^-0.5(x^2+y^2)", 6, "brackets: e^(-0.5(x^2+y^2)) or (e^-0.5)(x^2+y^2)."),
    ("1/20x^2", 4, "Write (1/20)x^2 or 1/(20x^2)."),
    ("2 + [x]", 4, "Write floor(x) or (x)."),
    ("|2|x|-1|", 0, "paired in two ways"),
    ("max(0,5x, y)", 4, "Write 0.5, or 0, 5 with a blank"),
    ("sin(0,5x)", 4, "Write 0.5; a comma separates"),
    ("x^2e-3", 2, "Write x^(2e-3) or x^2*e-3."),
    ("cos^22x", 4, "Write cos^22(x) or cos^2(2x)."),
    ("eye(5000)", 0, "For a product write e*y*e."),
    ("max(x)", 0, "max takes 2 to 6 arguments, not 1: max(x, y, ...)."),
    ("1 + sin(x, y)", 4, "sin takes 1 argument, not 2: sin(x)."),
    ("atan2(y)", 0, "atan2 takes 2 arguments, not 1: atan2(y, x)."),
    ("hypot x", 0, "hypot needs brackets: hypot(x, y)."),
    ("2 + sin", 7, "sin needs something to work on"),
    ("x > 0", 2, "Comparisons only work inside if"),
    ("if(x, 1, 2)", 4, "A comparison is missing"),
    ("if(x = 0, 1, 2)", 5, "if compares with"),
    ("if(x > 0, 1)", 0, "if takes 3 arguments, not 2"),
    ("x^2 = 1", 4, "(a - b)^2"),
    ("x!", 1, "Write a factorial out as a product."),
    ("x + \\foo(x)", 4, "LaTeX"),
    ("x + 2½", 5, "(2 + 1/2)"),
    ("½x", 0, "Write (1/2) in place of “½”."),
    ("x + ∞", 4, "Infinity"),
    ("x + α", 4, "“α” is not known: this loss has x and y."),
    ("2 + х", 4, "not a letter known here"),  # a Cyrillic letter
    ("x\u202e", 1, "U+202E"),
    ("2ㅠx", 1, "did you mean pi?"),
    ("ㅌ^2 + ㅛ", 0, "did you mean x?"),
    ("xㅡ1", 1, "did you mean -?"),
    ("냐ㅜ(x)", 0, "“냐” is a Korean letter"),
    ("㏑(x)", 0, "did you mean ln?"),
    ("ｘ ＋ ｚ", 4, "“z” is not known"),
    ("x² + y₁", 5, "“y₁” is not known; did you mean y?"),
    ("x + Σ", 4, "“Σ” is not a letter known here: this loss has x and y."),
    ("x² ³", 3, "Which power comes first"),
    ("1/0", 1, "divides by zero"),
    ("x + log(0)", 4, "no real value"),
    ("x + 10^400", 6, "too large"),
    ("x + 1e400", 4, "too large"),
    ("x + 1e-400", 4, "too small"),
    ("x + 10^-400", 6, "too small"),
    ("x^101", 1, "Exponents beyond 100"),
    ("(-2)^x", 4, "positive base"),
    ("sqrt(-x^2)", 0, "no real value"),
    ("1" * 41, 0, "40 digits are the limit"),
    ("x" * 501, 500, "500 is the limit"),
    ("+".join("x" * 126), 250, "250 numbers, names and signs"),
    ("(" * 41 + "x", 40, "40 levels"),
    ("-" * 41 + "x", 39, "too many signs"),
    ("x" + "^x" * 41, 79, "too many powers"),
]


@pytest.mark.parametrize(("text", "position", "words"), MISTAKES)
def test_message_and_position(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert words in caught.value.message
    assert caught.value.position == position


@pytest.mark.parametrize("text", [text for text, _, _ in MISTAKES])
def test_messages_are_one_or_two_short_sentences(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    message = caught.value.message
    assert re.match(r"[A-Z“(]|\w+ (takes|needs|compares)", message)
    assert message.endswith((".", "?"))
    assert len(message) <= 130
    assert "Token" not in message
    assert "None" not in message


@pytest.mark.parametrize("text", [text for text, _, _ in MISTAKES])
def test_messages_are_said_in_korean(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    korean.check(caught.value.message, text)


@pytest.mark.parametrize(
    ("names", "has"),
    [
        ((), "this loss has no names"),
        (("w",), "this loss has w"),
        (("w", "g", "t"), "this loss has w, g and t"),
    ],
)
def test_what_names_there_are_is_said_in_korean(names: tuple[str, ...], has: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse("q", Language(names))
    assert caught.value.message.endswith(f"{has}.")
    korean.check(caught.value.message)


def test_the_error_as_text_counts_characters_from_one() -> None:
    assert str(FormulaError("Something is missing.", 2)) == "Something is missing. (character 3)"
    assert str(FormulaError("This is too long.")) == "This is too long."


def test_words_written_together_are_told_apart() -> None:
    with pytest.raises(FormulaError, match=r"did you mean w1 height\?"):
        parse("2 + w1height", Language(("w1", "height")))


def test_names_that_begin_alike_are_told_apart_at_once() -> None:
    """Trying every way to part this word would take as long as the universe is old."""
    with pytest.raises(FormulaError):
        parse("a" * 200 + "w", Language(("a", "aa", "aaa")))
