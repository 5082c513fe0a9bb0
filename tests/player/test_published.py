"""Files put into the static folder, and the loader that fetches them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from player.published import delivered, publish
from words import LANGUAGES, section


def test_publishing_writes_once_and_heals_a_broken_copy(tmp_path: Path) -> None:
    folder = tmp_path / "static"
    target = publish("a.js", b"whole", folder)
    assert target is not None
    assert target.read_bytes() == b"whole"
    first = target.stat().st_mtime_ns
    assert publish("a.js", b"whole", folder) == target
    assert target.stat().st_mtime_ns == first
    target.write_bytes(b"half")
    assert publish("a.js", b"whole", folder) == target
    assert target.read_bytes() == b"whole"
    assert list(folder.iterdir()) == [target]


def test_a_loader_stands_for_the_published_module(tmp_path: Path) -> None:
    script = delivered("player", "export default function () {}\n", tmp_path)
    (published,) = tmp_path.iterdir()
    assert published.read_text() == "export default function () {}\n"
    assert f"app/static/{published.name}" in script
    assert "static/MODULE_FILE" not in script


def test_a_missing_module_is_told_in_every_language(tmp_path: Path) -> None:
    script = delivered("player", "export default 1\n", tmp_path)
    (told,) = re.findall(r'textContent = (".*");', script)
    for language in LANGUAGES:
        assert section("player", language)["not_arrived"] in json.loads(told)


def test_another_module_has_another_name(tmp_path: Path) -> None:
    delivered("player", "export default 1\n", tmp_path)
    delivered("player", "export default 2\n", tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "static").write_text("a file where the folder should be")
    assert publish("a.js", b"", tmp_path / "static") is None
    module = "export default 1\n"
    assert delivered("player", module, tmp_path / "static") == module
