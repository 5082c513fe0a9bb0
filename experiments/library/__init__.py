"""The lessons: one module each, found by itself. What a visitor reads stands in `words`."""

from importlib import import_module
from pkgutil import iter_modules

from experiments.lesson import Lesson

_FOUND: list[Lesson] = [
    import_module(f"{__name__}.{module.name}").LESSON
    for module in iter_modules(__path__)
    if not module.ispkg and not module.name.startswith("_")
]
LESSONS: dict[str, Lesson] = {
    lesson.key: lesson for lesson in sorted(_FOUND, key=lambda lesson: lesson.number)
}

__all__ = ["LESSONS"]
