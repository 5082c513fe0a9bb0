"""The losses that the laboratory knows by name, in the order of its menu.

An entry is one formula with its view, a telling start, the global minima inside the view, what it
teaches about optimizers (in the texts, under its key), and where it comes from; it stands in the
file of what it teaches.
Minima without a closed form were refined by Newton's method in 40 digits and rounded to the
nearest double.
"""

from landscapes.classics import CLASSICS
from landscapes.ripples import RIPPLES
from landscapes.saddles import SADDLES
from landscapes.texts import with_texts
from landscapes.valleys import VALLEYS
from landscapes.wells import WELLS

CATALOG = with_texts("losses", CLASSICS | VALLEYS | SADDLES | WELLS | RIPPLES)
