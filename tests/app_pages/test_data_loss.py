"""Losses over data on the playground, without a browser: chosen, typed, and of one's own table."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis import stationary_points
from app_pages import loss_controls
from experiments import Experiment
from landscapes import DATA, Loss
from optimizers import Batches
from tests.landscapes.data.certified import CARS

APP = Path(__file__).parents[2] / "app.py"
SECONDS = 30
CSV = b"u;speed\n" + b"".join(f"{i / 4};{2 - i / 8}\n".encode() for i in range(16))


@pytest.fixture
def raced(monkeypatch: pytest.MonkeyPatch) -> list[Experiment]:
    """Every experiment that was run, the last one shown."""
    seen: list[Experiment] = []
    run = Experiment.run
    monkeypatch.setattr(Experiment, "run", lambda one: (seen.append(one), run(one))[1])
    return seen


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=SECONDS)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def upload(app: AppTest, content: bytes) -> None:
    app.file_uploader[0].upload("table.csv", content)
    app.run()
    assert not app.exception


def texts(app: AppTest) -> str:
    return "\n".join(one.value for one in (*app.text, *app.caption, *app.markdown, *app.latex))


def loss_of(experiment: Experiment) -> Loss:
    assert experiment.landscape.loss.rows
    return experiment.landscape.loss


def test_every_data_loss_opens_with_its_lesson_and_formula(raced: list[Experiment]) -> None:
    app = opened()
    for key, loss in DATA.items():
        app.selectbox(key="loss_choice").select(key).run()
        assert not app.exception
        assert raced[-1].landscape is loss
        assert raced[-1].start == loss.start
        assert raced[-1].config.batches == Batches(8)
        assert app.text_input(key="formula").value == loss.loss.text
        said = texts(app)
        assert loss.lesson in said
        assert ", ".join(f"`{name}`" for name in loss.loss.data.columns) in said
        assert rf"\frac{{1}}{{{len(loss.loss.data.training)}}} \sum" in said
        assert app.number_input(key="start_x").label == "Start w1"


def test_the_gradient_of_one_example_is_shown_in_the_typed_letters() -> None:
    said = texts(opened(loss="blobs"))
    assert r"\partial \ell / \partial w_{1}" in said
    assert "u_{2}" in said
    assert "c_u" not in said


@pytest.mark.parametrize(
    ("sent", "batch"), [(4, 4), (0, 0), (10**9, 0), (-3, 0), (float("nan"), 0)]
)
def test_a_batch_is_bounded_by_the_rows(
    monkeypatch: pytest.MonkeyPatch, raced: list[Experiment], sent: float, batch: int
) -> None:
    # As a browser that keeps to no limit: the value is there before any widget is drawn.
    monkeypatch.setattr(loss_controls, "data_controls", lambda loss: None)
    app = opened(loss="line", batch="8", v="1")
    app.session_state["batch"] = sent
    app.run()
    assert not app.exception
    assert raced[-1].config.batches == (Batches(batch) if batch else None)


def test_other_data_keep_a_formula_that_they_can_be_put_into(raced: list[Experiment]) -> None:
    app = opened(loss="line")
    app.text_input(key="formula").set_value("|w1 u + w2 - v|").run()
    assert app.selectbox(key="loss_choice").value == "own_over_data"
    app.selectbox(key="table").select("sine").run()
    assert loss_of(raced[-1]).text == "|w1 u + w2 - v|"
    assert loss_of(raced[-1]).data == DATA["sine"].loss.data
    app.selectbox(key="table").select("blobs").run()
    assert raced[-1].landscape is DATA["blobs"]
    assert app.selectbox(key="loss_choice").value == "blobs"


def test_from_a_loss_of_x_and_y_to_one_over_data_and_back(raced: list[Experiment]) -> None:
    app = opened()
    app.selectbox(key="loss_choice").select("own_over_data").run()
    assert raced[-1].landscape is DATA["line"]
    assert app.selectbox(key="loss_choice").value == "own_over_data"
    app.selectbox(key="loss_choice").select("own").run()
    assert raced[-1].landscape.loss.text == "x^2 + 10 sin(y)"
    assert app.number_input(key="start_x").label == "Start x"


def test_names_that_are_no_columns_are_the_weights(raced: list[Experiment]) -> None:
    app = opened(loss="line")
    assert "weights: `w1`, `w2`" in texts(app)
    app.text_input(key="formula").set_value("L(θ₁, θ₀) = (θ₁ u + θ_0 - v)^2").run()
    assert not app.exception
    assert raced[-1].landscape.names == ("theta1", "theta0")
    assert "weights: `θ1`, `θ0`" in texts(app)
    assert app.number_input(key="start_x").label == "Start θ1"
    assert any(r"\partial \ell / \partial \theta_{1}" in latex.value for latex in app.latex)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "(w1 q + w2 - v)^2",
            "This has 3 names that are no columns, q, w1 and w2; two can be weights. "
            "The columns are u, v.",
        ),
        ("(u - v)^2", "The loss needs a weight, w1 or w2: without one there is nothing to learn."),
        ("", "Type a loss"),
    ],
)
def test_a_wrong_formula_is_said_and_the_picture_stays(
    raced: list[Experiment], typed: str, sentence: str
) -> None:
    app = opened(loss="line")
    app.text_input(key="formula").set_value(typed).run()
    assert not app.exception
    assert sentence in texts(app)
    assert raced[-1].landscape is DATA["line"]


def test_a_formula_without_any_value_is_shown_as_such(raced: list[Experiment]) -> None:
    app = opened(loss="line")
    app.text_input(key="formula").set_value("sqrt(-1 - (w1 u)^2)").run()
    assert not app.exception
    assert not app.warning


def test_an_uploaded_table_gets_a_loss_and_stays(raced: list[Experiment]) -> None:
    app = opened()
    app.selectbox(key="loss_choice").select("own_over_data").run()
    app.selectbox(key="table").select("uploaded").run()
    assert "Choose a CSV file first" in texts(app)
    assert raced[-1].landscape is DATA["line"]
    upload(app, CSV)
    loss = loss_of(raced[-1])
    assert (loss.text, loss.data.columns) == ("(w1 u + w2 - speed)^2", ("u", "speed"))
    (x0, x1), (y0, y1) = raced[-1].landscape.x_range, raced[-1].landscape.y_range
    assert x0 < -0.5 < x1
    assert y0 < 2 < y1
    assert "Columns: `u`, `speed`" in texts(app)
    assert "Your table stays in this session" in texts(app)
    # Away from it and back again.
    app.selectbox(key="loss_choice").select("booth").run()
    app.selectbox(key="loss_choice").select("own_over_data").run()
    app.selectbox(key="table").select("uploaded").run()
    assert loss_of(raced[-1]).data == loss.data


def test_how_much_is_held_out_is_a_choice(raced: list[Experiment]) -> None:
    app = opened(loss="line")
    assert app.slider(key="held_out").value == 25
    app.slider(key="held_out").set_value(0).run()
    loss = loss_of(raced[-1])
    assert (loss.rows, loss.held_out) == (80, None)
    assert app.selectbox(key="loss_choice").value == "own_over_data"
    app.slider(key="held_out").set_value(25).run()
    assert raced[-1].landscape is DATA["line"]
    app.selectbox(key="table").select("uploaded").run()
    upload(app, CSV)
    assert app.slider(key="held_out").value == 0
    assert loss_of(raced[-1]).rows == 16
    app.slider(key="held_out").set_value(50).run()
    assert loss_of(raced[-1]).rows == 8
    app.selectbox(key="table").select("copies").run()
    assert app.slider(key="held_out").value == 33
    assert loss_of(raced[-1]).data == DATA["copies"].loss.data


def test_the_textbook_s_answer_comes_out_of_an_uploaded_table(raced: list[Experiment]) -> None:
    app = opened(loss="line")
    app.selectbox(key="table").select("uploaded").run()
    upload(app, CARS.csv.encode())
    land = raced[-1].landscape
    assert land.loss.text == CARS.formula
    (minimum,) = stationary_points(land)
    assert (minimum.x, minimum.y) == pytest.approx(CARS.weights, rel=1e-6)


@pytest.mark.parametrize("sent", [80, -3, float("nan"), 10**9])
def test_a_share_beyond_the_slider_is_bounded(
    monkeypatch: pytest.MonkeyPatch, raced: list[Experiment], sent: float
) -> None:
    monkeypatch.setattr(loss_controls, "data_controls", lambda loss: None)
    app = opened(loss="line")
    app.session_state["held_out"] = sent
    app.run()
    assert not app.exception
    table = loss_of(raced[-1]).whole_table
    assert table is not None
    assert table.held_out_share in (0, 50)


def test_where_a_mark_is_in_doubt_the_visitor_chooses(raced: list[Experiment]) -> None:
    app = opened(loss="line")
    app.selectbox(key="table").select("uploaded").run()
    upload(app, b"u;v\n1,500;2\n2,250;3\n3,125;5\n")
    assert "can be 1500 or 1.5. Choose the decimal mark" in texts(app)
    assert app.radio(key="decimal").value is None
    assert app.radio(key="decimal").options == [r"1\,500 \= 1500", r"1\,500 \= 1\.5"]
    app.radio(key="decimal").set_value(",").run()
    assert loss_of(raced[-1]).data.rows[0, 0] == 1.5
    app.radio(key="decimal").set_value(".").run()
    assert loss_of(raced[-1]).data.rows[0, 0] == 1500
    upload(app, CSV)
    assert not app.radio


def test_a_table_in_korean_shows_its_names_and_what_was_done_to_it(
    raced: list[Experiment],
) -> None:
    app = opened(loss="line", lang="ko")
    app.selectbox(key="table").select("uploaded").run()
    rows = "".join(f"{k},김,{150 + k},{50 + k if k % 4 else 'NA'}\n" for k in range(1, 17))
    upload(app, f"번호,이름,키 (cm),_몸무게_\n{rows}".encode("cp949"))
    loss = loss_of(raced[-1])
    assert loss.text == "(w1 c3 + w2 - c4)^2"
    assert loss.rows == 12
    said = texts(app)
    assert r"열: `c3` = 키 \(cm\), `c4` = \_몸무게\_" in said
    assert "“이름” 열은 2행의 “김”이 수가 아니어서 뺐습니다" in said.replace("\\", "")
    assert "수식에 쓰인 열에 값이 없는 4행은 뺐습니다." in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", "This is a spreadsheet file; save it as CSV and choose that."),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "This file is not plain text"),
        (b"u,v\n", "Rows below the names: 0."),
        (b"u,v\n1,2\n3,red\n5,6\n7,8\n", "Row 3, column v: “red” is not a number"),
        (b"u,v\n" + b"1,2\n" * 60_000, "There are more than 20000 rows"),
    ],
)
def test_a_wrong_table_is_said_and_nothing_is_lost(
    raced: list[Experiment], content: bytes, sentence: str
) -> None:
    app = opened(loss="line")
    app.selectbox(key="table").select("uploaded").run()
    upload(app, CSV)
    before = loss_of(raced[-1])
    upload(app, content)
    assert sentence in texts(app)
    assert "Your earlier table is still in use." in texts(app)
    assert loss_of(raced[-1]).data == before.data
    assert loss_of(raced[-1]).text == before.text
    upload(app, CSV)
    assert sentence not in texts(app)
    assert "Your earlier table is still in use." not in texts(app)


def test_a_wrong_first_table_leaves_none_behind() -> None:
    app = opened(loss="line")
    app.selectbox(key="table").select("uploaded").run()
    upload(app, b"u v\n1 2\n")
    assert "put commas between the columns" in texts(app)
    assert "Your earlier table is still in use." not in texts(app)


def test_a_formula_is_kept_for_the_next_table_only_where_it_was_typed(
    raced: list[Experiment],
) -> None:
    app = opened(loss="line")
    app.selectbox(key="table").select("uploaded").run()
    upload(app, b"v\n" + b"".join(b"%d\n" % i for i in range(8)))
    assert loss_of(raced[-1]).text == "(w1 + w2 - v)^2"
    upload(app, b"u,v\n" + b"".join(b"%d,%d\n" % (i, 2 * i) for i in range(8)))
    assert loss_of(raced[-1]).text == "(w1 u + w2 - v)^2"
    app.text_input(key="formula").set_value("|w1 u - v|").run()
    upload(app, b"u,v\n" + b"".join(b"%d,%d\n" % (i, 3 * i) for i in range(8)))
    assert loss_of(raced[-1]).text == "|w1 u - v|"


def test_sgd_begins_without_noise_of_its_own_over_data_alone(raced: list[Experiment]) -> None:
    app = opened(loss="line")
    app.session_state["optimizers"] = ["gd", "sgd"]
    app.run()
    assert raced[-1].entrants[1].settings["sigma"] == 0.0
    gd, sgd = raced[-1].run()
    assert (gd.points == sgd.points).all()
    app.selectbox(key="loss_choice").select("booth").run()
    assert raced[-1].entrants[1].settings["sigma"] == 1.0


def test_noise_may_fade_and_be_fresh(raced: list[Experiment]) -> None:
    app = opened(loss="booth", noise="2", decay="0.55", fresh="on")
    assert (raced[-1].config.noise.decay, raced[-1].independent_noise) == (0.55, True)
    app.session_state["noise_decay"], app.session_state["fresh"] = float("nan"), False
    app.run()
    assert not app.exception
    assert (raced[-1].config.noise.decay, raced[-1].independent_noise) == (0.0, False)
