"""Files that mean harm, and how each is to end: the beginning of its sentence, or `read`.

Run as a module it reads each of them, and prints what became of it as JSON: the outcome, seconds
of processor time, and the megabytes that the process has taken beyond those at its start.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from random import Random

from formulas import FormulaError
from landscapes.data import read_csv

MEGABYTE = 2**20
_RANDOM = Random(0)


def _rows(count: int, width: int, most: int = 100) -> str:
    rows = (",".join(str(_RANDOM.randrange(most)) for _ in range(width)) for _ in range(count))
    return "\n".join(rows)


FILES: dict[str, tuple[str | bytes, str]] = {
    "quotes": ('"' * MEGABYTE, "Row 1 has a value of more than"),
    "an open quote": ('u,v\n"' + "a," * (MEGABYTE // 2 - 10), "Row 2 has a value of more than"),
    "quotes in quotes": ("u,v\n" + '"""""",""""""\n' * 70_000, "There are more than 20000 rows"),
    "commas": ("," * MEGABYTE, "Row 1 has more than 200 values"),
    "tabs": ("\t" * MEGABYTE, "Row 1 has a value of more than"),
    "lines": ("\n" * MEGABYTE, "This file is empty"),
    "a line of a megabyte": ("1," * (MEGABYTE // 2), "Row 1 has more than 200 values"),
    "a number of a megabyte": ("1" * MEGABYTE, "Row 1 has a value of more than 131072"),
    "a name of a megabyte": ("u" * (MEGABYTE - 20) + "\n1\n2\n", "Row 1 has a value of more than"),
    "half a million rows": ("1\n" * (MEGABYTE // 2), "There are more than 20000 rows"),
    "10,000 columns": (",".join("1" * 10_000), "Row 1 has more than 200 values"),
    "200 columns": ("\n".join([",".join("1" * 200)] * 2600), "There are 200 columns; 30 are the"),
    "200 columns of words": ("\n".join([",".join("ab" * 100)] * 2600), "No column has numbers"),
    "separators said": ("sep=;\n" * 150_000, "There are more than 20000 rows"),
    "a quote for a separator": ('sep="\n1"2\n', "Rows below the names"),
    "zeros": ("u,v\n" + "\0" * 1000, "This file is not plain text"),
    "zip": (b"PK\3\4" + b"\0" * 10_000, "This is a spreadsheet file"),
    "old spreadsheet": (b"\xd0\xcf\x11\xe0" + b"\0" * 10_000, "This is a spreadsheet file"),
    "web page": ("<html>" + "<td>" * 200_000, "This is a web page"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100, "This file is not plain text"),
    "noise": (_RANDOM.randbytes(MEGABYTE), "This file is not plain text"),
    "high bytes": (b"\xff" * MEGABYTE, "This file is not plain text"),
    "halves of UTF-16": (b"\xff\xfe" + b"\xd8" * (MEGABYTE - 2), "This file is not plain text"),
    "brackets in a name": ("(" * 100_000 + "[" * 20_000 + ",v\n1,2\n3,4\n", "read"),
    "long years": ("d,v\n" + ("9" * 5000 + "-1-1,1\n") * 150, "read"),
    "groups of thousands": ("u\n2\n" + "1" + ",000" * 30_000, "Row 3, column u: 1,000,"),
    "points": ("u,v\n" + "1." * 60_000 + ",2\n3,4\n5,6", "Row 2, column u: “1.1."),
    "20,000 rows of numbers": (_rows(20_000, 7, 10**5), "read"),
    "20,000 dates": (
        "d,v\n" + "".join(f"2024-{k % 12 + 1}-{k % 28 + 1} {k % 24}:00,1\n" for k in range(20_000)),
        "read",
    ),
    "20,000 words": ("d,v\n" + "".join(f"w{k},{k}\n" for k in range(20_000)), "read"),
    "more than a megabyte": ("u,v\n" + "1,2\n" * 300_000, "This file is larger than 1 MB"),
}


def attempt(source: str | bytes) -> str:
    """What becomes of a file: `read`, or why it was refused."""
    try:
        read_csv(source)
    except FormulaError as error:
        return f"refused: {error.message}"
    return "read"


def main() -> None:
    """Reads all of them."""
    read_csv("u,v\n1,2\n3,4\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcomes: dict[str, tuple[str, float, float]] = {}
    for name, (source, _) in FILES.items():
        began = time.process_time()
        outcome = attempt(source)
        seconds = time.process_time() - began
        taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        outcomes[name] = outcome, seconds, taken / 1024
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
