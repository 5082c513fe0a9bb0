"""Which texts are missing in a language, or were changed in English since they were translated.

python -m words           tells
python -m words --read    notes that each translation was read beside its English again
"""

from __future__ import annotations

import sys

from words.translated import faults, note

if "--read" in sys.argv[1:]:
    note()
found = faults()
print("\n".join(found) or "Every text stands in every language.")  # noqa: T201
sys.exit(bool(found))
