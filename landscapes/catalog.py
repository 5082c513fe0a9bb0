"""The losses that the laboratory knows by name, in the order of its menu.

An entry is one formula with its view, a telling start, the global minima inside the view, what it
teaches about optimizers, and where it comes from; it stands in the file of what it teaches.
Minima without a closed form were refined by Newton's method in 40 digits and rounded to the
nearest double.
"""

from landscapes.classics import CLASSICS
from landscapes.landscape import Landscape
from landscapes.ripples import RIPPLES
from landscapes.saddles import SADDLES
from landscapes.valleys import VALLEYS
from landscapes.wells import WELLS

CATALOG: dict[str, Landscape] = CLASSICS | VALLEYS | SADDLES | WELLS | RIPPLES
