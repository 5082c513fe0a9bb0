"""The table of view settings says all that a view has."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from experiments import OPENING, to_query
from experiments.view import VIEW_SETTINGS, View, settings_header, view_header

OTHER = View((-1, 1, -1, 1), (1, 1, 1, 0, 0, 0), "held", False, "log", "30", False, True, "batch")


def test_the_table_has_every_field_of_a_view_once() -> None:
    assert sorted(s.key for s in VIEW_SETTINGS) == sorted(f.name for f in fields(View))


@pytest.mark.parametrize("setting", VIEW_SETTINGS, ids=lambda s: s.key)
def test_what_is_usual_is_one_of_the_options(setting) -> None:
    if setting.kind == "choice":
        assert setting.usual in setting.options
        assert set(setting.data_only) <= set(setting.options) - {setting.usual}
    else:
        assert setting.options == setting.data_only == ()


def test_the_player_is_told_what_is_not_as_usual() -> None:
    assert view_header(View()) == {}
    assert View(**json.loads(json.dumps(view_header(View(marks=False))))) == View(marks=False)
    assert set(view_header(OTHER)) == {s.key for s in VIEW_SETTINGS} - {"lang"}
    assert [row["key"] for row in settings_header()] == [s.key for s in VIEW_SETTINGS]


def test_what_only_data_have_is_asked_of_no_other_loss() -> None:
    query = to_query(replace(OPENING, view=View(curve="held", ghost="batch", marks=False)))
    assert query == {"marks": "off", "v": "1"}
