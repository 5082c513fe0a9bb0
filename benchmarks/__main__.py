"""All benchmarks, in one run: python -m benchmarks, or some of them by name, as in REPORTS."""

from __future__ import annotations

import os
import platform
import sys

import numpy as np

from benchmarks import load, maps, new_loss, one_start, page, rivals, studies

REPORTS = {
    "one_start": one_start.report,
    "maps": maps.report,
    "new_loss": new_loss.report,
    "studies": studies.report,
    "page": page.report,
    "load": load.report,
}


def main() -> None:
    chosen = sys.argv[1:] or list(REPORTS)
    if unknown := set(chosen) - set(REPORTS):
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(REPORTS)}")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} cores.")
    print("ratio: how many times as long as the first line of its table; medians, taking turns.")
    for name in rivals.missing():
        print(f"not installed, left out: {name}")
    for name in chosen:
        REPORTS[name]()


if __name__ == "__main__":
    main()
