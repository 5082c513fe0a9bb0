"""Tables as people have them: marks, dates, words, holes, titles, names in any script."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from formulas import FormulaError
from landscapes.data import AmbiguousMarksError, read_csv, read_table
from tests.words import korean

# What stands in the cells of a column, and what it is worth. A table of one column has no
# separator that could tell something.
MARKS: dict[str, tuple[str, list[float]]] = {
    "thousands beside decimals": ("a;b\n1,250;0.5\n1,500;2", [1250, 1500]),
    "decimals beside decimals": ("a;b\n1,250;0,5\n1,500;2", [1.25, 1.5]),
    "German": ("a;b\n1.500;2,5\n2.250;1", [1500, 2250]),
    "German, with both": ("a\n1.500\n2.234,5", [1500, 2234.5]),
    "English, with both": ("a\t b\n1,500\t2\n1,234.5\t3", [1500, 1234.5]),
    "several marks": ("a;b\n1,234,567;2\n1,500;3", [1234567, 1500]),
    "several points": ("a;b\n1.234.567;2\n1.500;3", [1234567, 1500]),
    "a leading zero is no thousand": ("a;b\n0,125;2\n1,500;3", [0.125, 1.5]),
    "nor are four digits before": ("a;b\n1234,125;2\n1,500;3", [1234.125, 1.5]),
    "nor are two behind": ("a;b\n2,50;2\n1,500;3", [2.5, 1.5]),
    "nor has an exponent any": ("a;b\n1,5e3;2\n1,500;3", [1500, 1.5]),
    "quoted between commas": ('a,b\n"1,500",2\n"12,000",3', [1500, 12000]),
    "quoted decimals between commas": ('a,b\n"1,5",2\n"1,500",3', [1.5, 1.5]),
    "points between commas": ("a,b\n1.500,2\n2.250,3", [1.5, 2.25]),
    "blanks": ("a;b\n1 500;2\n12 000,5;3", [1500, 12000.5]),
    "narrow blanks": ("a;b\n1\u202f500;2\n12\u00a0000;3", [1500, 12000]),
    "apostrophes": ("a;b\n1'500;2\n12’000.5;3", [1500, 12000.5]),
    "lakhs": ("a;b\n1,00,000;2\n12,34,567.5;3", [100000, 1234567.5]),
    "negative": ("a;b\n-1,250;0.5\n+1,500;2", [-1250, 1500]),
    "one column tells the other": ("a;b\n1,500;7\n2,500;1.25", [1500, 2500]),
    "the own column before others": ("a;b\n1,500;0.5\n2,25;7", [1.5, 2.25]),
}


@pytest.mark.parametrize(("source", "expected"), MARKS.values(), ids=MARKS)
def test_marks_of_thousands_and_decimals_are_told_apart(source: str, expected: list[float]) -> None:
    np.testing.assert_array_equal(read_csv(source).rows[:, 0], expected)


DOUBTS: dict[str, tuple[str, str, float, float]] = {
    "semicolons": ("a;b\n1,500;2\n2,250;3", "1,500", 1500, 1.5),
    "tabs": ("a\tb\n7\t2\n2,250\t3", "2,250", 2250, 2.25),
    "points": ("a;b\n1.500;2\n2.250;3", "1.500", 1.5, 1500),
    "one column": ("a\n12.500\n13.000", "12.500", 12.5, 12500),
    "quoted in one column": ('a\n"1,500"\n"2,500"', "1,500", 1500, 1.5),
    "both elsewhere": ("a;b;c\n1,500;0.5;0,5\n2,250;3;1", "1,500", 1500, 1.5),
    "negative": ("a;b\n-1.500;2\n2;3", "-1.500", -1.5, -1500),
}


@pytest.mark.parametrize(("source", "cell", "point", "comma"), DOUBTS.values(), ids=DOUBTS)
def test_where_both_readings_are_possible_the_mark_has_to_be_chosen(
    source: str, cell: str, point: float, comma: float
) -> None:
    with pytest.raises(AmbiguousMarksError, match="Choose the decimal mark") as caught:
        read_csv(source)
    assert cell in caught.value.message
    assert caught.value.doubt.cell == cell
    assert caught.value.doubt.values == (f"{point:g}", f"{comma:g}")
    korean.check(caught.value.message)
    for mark, value in ((".", point), (",", comma)):
        read = read_table(source, decimal=mark)
        assert value in read.data.rows[:, 0]
        assert read.doubt is not None
        assert read.doubt.mark == mark
        assert f"“{cell}” is read as {value:g}." in read.notes


def test_points_between_commas_are_in_no_doubt() -> None:
    read = read_table("a,b\n1.500,2\n2.250,3\n", decimal=",")
    np.testing.assert_array_equal(read.data.rows, [[1.5, 2], [2.25, 3]])
    assert (read.notes, read.doubt) == ((), None)


def test_a_choice_outvotes_no_cell_that_tells() -> None:
    data = read_csv("a;b\n1,250;0.5\n1,500;2", decimal=",")
    np.testing.assert_array_equal(data.rows, [[1250, 0.5], [1500, 2]])


NAMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Hangul": ("키,몸무게", ("c1", "c2")),
    "units": ("Height (cm),Weight [kg]", ("height", "weight")),
    "one with two units": ("Height (cm),Height (in)", ("height", "height_2")),
    "accents": ("Größe,Länge", ("grosse", "lange")),
    "constants and functions": ("e,sin", ("c1", "c2")),
    "weights": ("w1,W2", ("w1", "w2")),
    "signs": ("cost/unit,%", ("cost_unit", "c2")),
    "digits first": ("2nd,3rd", ("c1", "c2")),
    "long": ("Average monthly temperature in Seoul,v", ("average_monthly", "v")),
    "twice": ("u,u", ("u", "u_2")),
    "alike": ("x_1,x1", ("x_1", "x1_2")),
    "capitals": ("T,t", ("t", "t_2")),
    "empty": ("u,", ("u", "c2")),
    "Greek": ("α,β", ("c1", "c2")),
}


@pytest.mark.parametrize(("header", "columns"), NAMES.values(), ids=NAMES)
def test_columns_have_short_names_that_can_be_typed(header: str, columns: tuple[str, ...]) -> None:
    data = read_csv(f"{header}\n1.5,2.5\n3.5,4.5\n")
    assert data.columns == columns
    assert data.labels == tuple(header.split(","))


def test_units_in_a_row_of_their_own_go_to_the_names() -> None:
    source = "Run 7,,\nheight,weight,t\ncm,(kg),s\n170,65,1.5\n180,75,2.5\n"
    data = read_csv(source)
    assert data.columns == ("height", "weight", "t")
    assert data.labels == ("height (cm)", "weight (kg)", "t (s)")
    np.testing.assert_array_equal(data.rows, [[170, 65, 1.5], [180, 75, 2.5]])
    above = read_csv("cm,kg\nheight,weight\n170,65\n180,75\n")
    assert above.labels == ("height (cm)", "weight (kg)")


@pytest.mark.parametrize("header", ["h,t", "m,s", "K,A"])
def test_letters_that_are_units_elsewhere_are_names(header: str) -> None:
    read = read_table(f"{header}\n1,2\n3,4\n")
    assert read.data.labels == tuple(header.split(","))
    assert len(read.data.rows) == 2


ENCODINGS = ["cp949", "euc-kr", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_excel_saves_in_korea_is_read(encoding: str) -> None:
    data = read_csv("이름,키,몸무게 (kg)\n김,170,60\n이,180,70\n박,175,66\n".encode(encoding))
    assert data.labels == ("키", "몸무게 (kg)")
    np.testing.assert_array_equal(data.rows, [[170, 60], [180, 70], [175, 66]])


def test_utf_16_without_a_mark_is_known_by_few_digits_too() -> None:
    text = "이름\t키\n" + "".join(f"가나다라마바사아자차카타파하\t{k}\n" for k in range(1, 9))
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read_csv(text.encode(encoding)).labels == ("키",)


@pytest.mark.parametrize("label", ["Größe", "Länge", "température °C", "año", "μm"])
def test_western_letters_are_no_korean(label: str) -> None:
    encoding = "utf-8" if label == "μm" else "cp1252"
    assert read_csv(f"{label};v\n1;2\n3;4\n".encode(encoding)).labels == (label, "v")


@pytest.mark.parametrize(
    "hole", ["", "NA", "N/A", "nan", "NaN", "?", "-", "—", "null", "#N/A", " "]
)
def test_missing_cells_are_counted_and_no_numbers(hole: str) -> None:
    read = read_table(f"u,v\n1,2\n3,{hole}\n{hole},6\n7,8\n")
    np.testing.assert_array_equal(read.data.rows, [[1, 2], [3, nan], [nan, 6], [7, 8]])
    assert any(note.startswith("Cells without a value: u 1, v 1.") for note in read.notes)


DATES: dict[str, tuple[str, list[float]]] = {
    "ISO": ("2024-01-05,2024-01-09,2024-03-01", [0, 4, 56]),
    "not in order": ("2024-01-09,2024-01-05,2024-01-06", [4, 0, 1]),
    "with times": ("2024-01-05 06:00,2024-01-05 18:00,2024-01-07T00:00:00", [0, 0.5, 1.75]),
    "slashes": ("2024/1/5,2024/1/9,2024/3/1", [0, 4, 56]),
    "Korean points": ("2024. 1. 5.,2024. 1. 9.,2024. 3. 1.", [0, 4, 56]),
    "Korean": ("2024년 1월 5일,2024년 1월 9일,2024년 3월 1일", [0, 4, 56]),
    "German": ("5.1.2024,9.1.2024,1.3.2024", [0, 4, 56]),
    "day first": ("05/01/2024,13/01/2024,01/03/2024", [0, 8, 56]),
    "month first": ("01/05/2024,01/13/2024,03/01/2024", [0, 8, 56]),
    "English": ("5 Jan 2024,9 January 2024,1-Mar-2024", [0, 4, 56]),
    "American": ("Jan 5 2024,January 9 2024,Mar. 1 2024", [0, 4, 56]),
    "halves": ("2024-01-05 9:30 AM,2024-01-05 9:30 PM,2024-01-06 12:30 AM", [0, 0.5, 0.625]),
    "Korean halves": (
        "2024-01-05 오전 9:30,2024-01-05 오후 9:30,2024-01-06 오전 12:30",
        [0, 0.5, 0.625],
    ),
    "digits alone": ("20240105,20240109,20240301", [0, 4, 56]),
    "months in digits": ("202401,202402,202403", [0, 31, 60]),
    "months with points": ("2024.01,2024.02,2024.10", [0, 31, 274]),
    "zones": ("2024-01-05T09:00:00+09:00,2024-01-05 12:00Z,2024-01-05T00:00-0600", [0, 0.5, 0.25]),
    "months": ("2024-01,2024-02,2024-03", [0, 31, 60]),
}


@pytest.mark.parametrize(("dates", "expected"), DATES.values(), ids=DATES)
def test_dates_become_days_since_the_earliest(dates: str, expected: list[float]) -> None:
    rows = "".join(f"{date};{k}\n" for k, date in enumerate(dates.split(",")))
    read = read_table(f"day;v\n{rows}")
    np.testing.assert_array_equal(read.data.rows[:, 0], expected)
    assert any(note.startswith("Column “day”: days since 2024-01-0") for note in read.notes)


@pytest.mark.parametrize(
    "numbers",
    ["20240105,20241305,20240301", "2024.01,2024.2,2024.31", "202401,20240105,3", "190001"],
)
def test_numbers_that_are_not_all_dates_stay_numbers(numbers: str) -> None:
    rows = "".join(f"{number};7\n" for number in numbers.split(","))
    read = read_csv(f"u;v\n{rows}1;1\n" if "," not in numbers else f"u;v\n{rows}")
    assert read.rows[0, 0] == float(numbers.split(",")[0])


def test_dates_whose_day_and_month_could_change_places_are_left_out() -> None:
    read = read_table("day,v\n3/4/2024,1\n5/4/2024,2\n")
    assert read.data.columns == ("v",)
    assert "in “3/4/2024” day and month could change places" in read.notes[0]


WORDS: dict[str, tuple[str, list[float], str]] = {
    "yes": ("yes,no,yes,no", [1, 0, 1, 0], "“yes” is 1, “no” is 0"),
    "Korean": ("예,아니오,아니오,예", [1, 0, 0, 1], "“예” is 1, “아니오” is 0"),
    "truth": ("TRUE,FALSE,True,false", [1, 0, 1, 0], "“TRUE” is 1, “FALSE” is 0"),
    "any two": ("m,f,f,m", [1, 0, 0, 1], "“m” is 1, “f” is 0"),
    "a hole": ("m,,f,m", [1, nan, 0, 1], "“m” is 1, “f” is 0"),
}


@pytest.mark.parametrize(("words", "expected", "said"), WORDS.values(), ids=WORDS)
def test_two_words_serve_as_0_and_1(words: str, expected: list[float], said: str) -> None:
    rows = "".join(f"{word};{k}\n" for k, word in enumerate(words.split(",")))
    read = read_table(f"kind;v\n{rows}")
    np.testing.assert_array_equal(read.data.rows[:, 0], expected)
    assert any(said in note for note in read.notes)


NOTES: dict[str, tuple[str, str]] = {
    "words": (
        "u,kind\n1,a\n2,b\n3,c\n",
        "Column “kind” is left out: “a” in row 2 is not a number.",
    ),
    "a count": (",u\n1,4\n2,5\n", "Column “c1” only counts the rows; it is left out."),
    "a count by another name": ("PassengerId,u\n1,4\n2,5\n", "Column “PassengerId” only counts"),
    "a count in Korean": ("일련번호,u\n1,4\n2,5\n", "Column “일련번호” only counts the rows"),
    "a title": ("Run 7\nu,v\n1,2\n3,4\n", "Left out above the names: row 1."),
    "two titles": ("Run 7,\nMay,\nu,v\n1,2\n3,4\n", "Left out above the names: row 1–2."),
    "a source": ("u,v\n1,2\n3,4\nSource: us,\n", "Left out below the table: row 4."),
    "a sum": ("u,v\nA,1\nB,3\nTotal,4\n", "Left out below the table: row 4."),
    "a Korean mean": ("u,v\nA,1\nB,3\n평균,2\n", "Left out below the table: row 4."),
    "no date": ("2024-01-05,1\n2024-13-01,2\n2024-01-07,3\n", "Column “c1” is left out: “2024-13-"),
    "percents": ("u,v\n1,5%\n2,6%\n3,7%\n", "Column “v” is left out: “5%” in row 2 is not"),
    "no names": ("1,2\n3,4\n", "No row names the columns: c1 is column 1."),
    "no names but words": ("1,a\n3,b\n4,a\n5,c\n", "No row names the columns: c1 is column 1."),
}


@pytest.mark.parametrize(("source", "note"), NOTES.values(), ids=NOTES)
def test_what_was_done_to_a_table_is_said(source: str, note: str) -> None:
    notes = read_table(source).notes
    assert any(one.startswith(note) for one in notes)
    for one in notes:
        korean.check(one, source)


def test_years_may_name_columns() -> None:
    data = read_csv("city,2019,2020\nSeoul,9.5,8\nBusan,3,4.5\nUlsan,5,6\n")
    assert data.labels == ("2019", "2020")
    np.testing.assert_array_equal(data.rows, [[9.5, 8], [3, 4.5], [5, 6]])
    alone = read_csv("2019,2020\n9.5,8\n3,4.5\n")
    assert alone.labels == ("2019", "2020")
    titled = read_csv("Source,World\ncity,2019,2020\nSeoul,9.5,8\nBusan,..,4.5\nUlsan,5,6\n")
    assert titled.labels == ("2019", "2020")
    np.testing.assert_array_equal(titled.rows, [[9.5, 8], [nan, 4.5], [5, 6]])


# Never read as something else in silence: refused, and the cell named.
NEVER: dict[str, tuple[str, str]] = {
    "a word among numbers": ("u,v\n1,2\n3,red\n5,6\n", "Row 3, column v: “red” is not a number"),
    "a word in the first row": ("u,v\n1,red\n3,4\n5,6\n", "Row 2, column v: “red” is not"),
    "names in two languages": ("키,v\nheight,v\n1,2\n3,4\n", "Row 2, column 키: “height” is not"),
    "two points": ("u,v\n1,2\n3,1.2.3\n5,6\n", "Row 3, column v: “1.2.3” is not a number"),
    "groups of two": ("u;v\n1;2\n3;12,34,5\n5;6\n", "Row 3, column v: “12,34,5” is not"),
    "a unit": ("u,v\n1,2\n3,4 kg\n5,6\n", "Row 3, column v: “4 kg” is not a number"),
    "a power": ("u,v\n1,2\n3,10²\n5,6\n", "Row 3, column v: “10²” is not a number"),
    "counts after a word": ("Seoul,1,2\nBusan,3,4\nUlsan,7,5\n", "Row 1 could be names or val"),
    "years after a word": ("Seoul,2019\nBusan,2020\nUlsan,2021\n", "Row 1 could be names or val"),
    "half a name": ("1,abc\n2,3\n4,5\n", "Row 1, column c2: “abc” is not a number"),
    "decimal commas beside a count": ("x,y\n1,5,10\n2,5,20\n3,5,30\n", "Values in row 2: 3"),
}


@pytest.mark.parametrize(("source", "sentence"), NEVER.values(), ids=NEVER)
def test_what_could_be_misread_is_refused_with_its_cell(source: str, sentence: str) -> None:
    with pytest.raises(FormulaError, match=sentence) as caught:
        read_csv(source)
    korean.check(caught.value.message, source)


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    data = read_csv("Run 7,\nu,v\n\n1,2\n3,4\n\n5,6\n")
    np.testing.assert_array_equal(data.numbers, [4, 5, 7])
