"""Reads texts in a process of its own with little memory, and reports what became of each.

Texts come as a JSON list on standard input; standard output gets a JSON list of
[outcome, seconds of processor time]. Outcome is "refused", "read", or the name of an exception
that should not have left the reader. Called with the word "whole", it asks all that the page asks
of a loss, each in a copy of this process, and adds the megabytes that it took at most.
"""

import gc
import json
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from analysis import basins
from analysis.survey import survey
from formulas import Formula, FormulaError, Language, gradient, hessian, symbol
from formulas.code import FLOATS, JAVASCRIPT, NUMPY, write_lines
from formulas.program import straight_line
from landscapes import Landscape
from landscapes.axes import axes_in
from optimizers import RULES, suggested_eta, trace
from optimizers.compile.javascript import loss_function
from verdicts import judge

MEMORY = 2**30
PATIENCE = 5  # seconds of processor time after which an item counts as hanging
FRAMES = 850  # of Python's 1000; the web server stands below


class HangError(Exception):
    pass


def everything(text: str) -> str:
    """All that the laboratory asks of a formula."""
    names = axes_in(text)
    formula = Formula.read(text, Language(names))
    variables = [symbol(name) for name in names]
    slopes = gradient(formula.expression, variables)
    curvature = hessian(formula.expression, variables)
    assert len(formula.latex) + sum(len(formula.latex_of(slope)) for slope in slopes) < 100_000
    for results in ((formula.expression, *slopes), (formula.expression, *curvature)):
        program = straight_line(results)
        for dialect in (FLOATS, NUMPY, JAVASCRIPT):
            names = [f"result{i}" for i in range(len(results))]
            assert sum(map(len, write_lines(program, names, dialect))) < 200_000
    return "read"


def whole(text: str) -> str:
    """All that the page asks of a loss and of three long runs over it."""
    loss = Landscape.read(text)
    formula = loss.loss.formula
    assert formula.latex
    assert all(formula.latex_of(slope) for slope in loss.loss.gradient_expressions)
    assert loss.grid()[2].size
    assert loss_function(loss.loss)
    assert survey(loss).trusted or survey(loss).doubt
    assert basins(loss).labels.size
    for key in ("gd", "adam", "nag"):
        eta = suggested_eta(RULES[key], loss)
        assert judge(
            trace(RULES[key], loss, (1.3, -0.7), steps=2000, settings={"eta": eta}), loss
        ).reason
    return "read"


def in_a_copy(text: str) -> tuple[str, float, float]:
    """`attempt` at `whole` in a copy of this process, and the megabytes that it took."""
    end, start = os.pipe()
    if not (copy := os.fork()):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        before = pages * resource.getpagesize() / 2**20
        os.write(start, json.dumps((*attempt(text, whole), megabytes() - before)).encode())
        os._exit(0)
    os.waitpid(copy, 0)
    said = json.loads(os.read(end, 2**16))
    os.close(end)
    os.close(start)
    return tuple(said)


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def attempt(text: str, task: Callable[[str], str] = everything) -> tuple[str, float]:
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        outcome = task(text)
    except FormulaError as error:
        outcome = "refused" if error.message.endswith((".", "?")) else error.message
    except Exception as error:
        outcome = f"{type(error).__name__}: {error}"[:200]
    signal.setitimer(signal.ITIMER_PROF, 0)
    return outcome, time.process_time() - begun


def hang(*_: object) -> None:
    raise HangError


if __name__ == "__main__":
    warnings.simplefilter("error")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(FRAMES)
    signal.signal(signal.SIGPROF, hang)
    everything("x^2 + sin(y)")  # what is loaded only once is not counted
    texts = json.load(sys.stdin)
    if sys.argv[1:] == ["whole"]:
        warnings.simplefilter("ignore")  # of the numbers of losses that overflow
        whole("x^2 + sin(y) + |x|")
        gc.freeze()
        json.dump([in_a_copy(text) for text in texts], sys.stdout)
    else:
        json.dump([attempt(text) for text in texts], sys.stdout)
