"""What a lesson shows below its races, where races over two variables are not enough."""

from collections.abc import Callable

from app_pages.learn_figures.costs import show_costs
from app_pages.learn_figures.many_dimensions import show_many_dimensions

FIGURES: dict[str, Callable[[], None]] = {
    "many_dimensions": show_many_dimensions,
    "costs": show_costs,
}

__all__ = ["FIGURES"]
