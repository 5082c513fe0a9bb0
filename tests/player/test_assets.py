"""What the browser is given, and how Plotly.js is published."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from player import assets


def test_the_joined_module_has_every_file_and_one_export() -> None:
    module = assets.module()
    for path in (assets.HERE / "js").glob("*.js"):
        assert path.read_text(encoding="utf-8").splitlines()[-1].removeprefix("export ") in module
    assert not re.search(r"^import ", module, re.MULTILINE)
    assert re.findall(r"^export .*", module, re.MULTILINE) == [
        "export default function (component) {"
    ]


def test_no_name_is_declared_twice() -> None:
    names = re.findall(r"^(?:async )?(?:const|let|function|class) (\w+)", assets.module(), re.M)
    assert sorted(set(names)) == sorted(names)


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "//" not in re.sub(r"^\s*//.*$|\s// .*$", "", assets.module(), flags=re.MULTILINE)


def test_plotly_is_published_under_its_version(tmp_path: Path) -> None:
    target = assets.publish_plotly(tmp_path)
    assert target is not None
    assert target.name == assets.plotly_name()
    assert target.read_bytes() == assets.plotly_source().read_bytes()


@pytest.mark.parametrize("path", sorted((assets.HERE / "js").glob("*.js")), ids=lambda p: p.stem)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
