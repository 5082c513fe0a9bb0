"""Joins small ES modules into one, following their import statements.

Files are written as `import { a, b } from "./file.js";` and `export` in front of declarations.
Streamlit takes one module, so they are put behind each other, what is imported first, without
those words. All of them then share one scope: a name is declared once in all the files.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w/]+\.js)";\n', re.MULTILINE)
_ANY_IMPORT = re.compile(r"^import\b.*", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
_DECLARED = re.compile(r"^(export )?(?:async )?(?:const|let|function|class) (\w+)", re.MULTILINE)


class BundleError(ValueError):
    """Modules that cannot be joined; says which, and why."""


def bundle(entry: Path) -> str:
    """The module `entry` with all that it imports, as one text.

    Raises BundleError for imports in a circle, of a name that the file does not export or in
    another form than above, and for a name that two files declare.
    """
    sources: dict[Path, str] = {}
    _visit(entry, sources, ())
    declared: dict[str, Path] = {}
    for path, text in sources.items():
        for _, name in _DECLARED.findall(text):
            if name in declared:
                raise BundleError(f"{declared[name].name} and {path.name} both declare {name}")
            declared[name] = path
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in sources.values())


def _visit(path: Path, sources: dict[Path, str], importers: tuple[Path, ...]) -> None:
    """Adds what `path` imports to `sources`, then itself."""
    if path in importers:
        circle = (*importers[importers.index(path) :], path)
        raise BundleError("imports in a circle: " + " -> ".join(one.name for one in circle))
    if path in sources:
        return
    text = path.read_text(encoding="utf-8")
    if strange := _ANY_IMPORT.search(_IMPORT.sub("", text)):
        raise BundleError(f"{path.name}: cannot follow {strange.group()}")
    for names, file in _IMPORT.findall(text):
        source = path.parent / file
        _visit(source, sources, (*importers, path))
        exported = {name for export, name in _DECLARED.findall(sources[source]) if export}
        if missing := {name.strip() for name in names.split(",")} - exported - {""}:
            raise BundleError(f"{file} exports no {', '.join(missing)} for {path.name}")
    sources[path] = text
