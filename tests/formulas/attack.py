"""Reads texts in a process of its own with little memory, and reports what became of each.

Texts come as a JSON list on standard input; standard output gets a JSON list of
[outcome, seconds of processor time]. Outcome is "refused", "read", or the name of an exception
that should not have left the reader.
"""

import json
import resource
import signal
import sys
import time
import warnings

from formulas import Formula, FormulaError, gradient, hessian, symbol
from formulas.code import FLOATS, JAVASCRIPT, NUMPY, write_lines
from formulas.program import straight_line

MEMORY = 2**30
PATIENCE = 5  # seconds after which an item counts as hanging
FRAMES = 850  # of Python's 1000; the web server stands below
VARIABLES = (symbol("x"), symbol("y"))


class HangError(Exception):
    pass


def everything(text: str) -> str:
    """All that the laboratory asks of a formula."""
    formula = Formula.read(text)
    slopes = gradient(formula.expression, VARIABLES)
    curvature = hessian(formula.expression, VARIABLES)
    assert len(formula.latex) + sum(len(formula.latex_of(slope)) for slope in slopes) < 100_000
    for results in ((formula.expression, *slopes), (formula.expression, *curvature)):
        program = straight_line(results)
        for dialect in (FLOATS, NUMPY, JAVASCRIPT):
            names = [f"result{i}" for i in range(len(results))]
            assert sum(map(len, write_lines(program, names, dialect))) < 200_000
    return "read"


def attempt(text: str) -> tuple[str, float]:
    begun = time.process_time()
    signal.alarm(PATIENCE)
    try:
        outcome = everything(text)
    except FormulaError as error:
        outcome = "refused" if error.message.endswith((".", "?")) else error.message
    except Exception as error:
        outcome = f"{type(error).__name__}: {error}"[:200]
    signal.alarm(0)
    return outcome, time.process_time() - begun


def hang(*_: object) -> None:
    raise HangError


if __name__ == "__main__":
    warnings.simplefilter("error")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(FRAMES)
    signal.signal(signal.SIGALRM, hang)
    everything("x^2 + sin(y)")  # what is loaded only once is not counted
    json.dump([attempt(text) for text in json.load(sys.stdin)], sys.stdout)
