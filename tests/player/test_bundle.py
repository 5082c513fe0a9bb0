"""Modules are joined in the order of their imports, or refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.bundle import BundleError, bundle


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "main.js"


def test_what_is_imported_comes_first_and_once(tmp_path: Path) -> None:
    entry = written(
        tmp_path,
        main='import { b } from "./b.js";\nimport { a } from "./a.js";\n'
        "export default function () { return a + b; }\n",
        b='import { a } from "./a.js";\nexport const b = 2 * a;\n',
        a="const hidden = 3;\nexport const a = hidden;\n",
        unused="export const c = 4;\n",
    )
    assert bundle(entry) == (
        "const hidden = 3;\nconst a = hidden;\n\nconst b = 2 * a;\n\n"
        "export default function () { return a + b; }\n"
    )


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (
            {
                "main": 'import { a } from "./a.js";\n',
                "a": 'import { b } from "./b.js";\nexport const a = 1;\n',
                "b": 'import { a } from "./a.js";\nexport const b = 1;\n',
            },
            "imports in a circle: a.js -> b.js -> a.js",
        ),
        (
            {
                "main": 'import { a } from "./a.js";\nfunction same() {}\n',
                "a": "export const a = 1;\nconst same = 2;\n",
            },
            "a.js and main.js both declare same",
        ),
        (
            {
                "main": 'import { a, b } from "./a.js";\n',
                "a": "export const a = 1;\nconst b = 2;\n",
            },
            "a.js exports no b for main.js",
        ),
        ({"main": 'import * as all from "./a.js";\n', "a": ""}, "main.js: cannot follow import "),
        ({"main": 'import { a } from "elsewhere";\n'}, "main.js: cannot follow import { a }"),
    ],
    ids=["circle", "declared twice", "not exported", "another form", "another place"],
)
def test_what_cannot_be_joined_is_refused(
    tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    with pytest.raises(BundleError, match="^" + reason.replace("{", r"\{").replace("*", r"\*")):
        bundle(written(tmp_path, **files))
