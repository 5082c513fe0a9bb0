"""CSV as people save it: what is read, and what is refused with what to do next."""

from __future__ import annotations

import codecs

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulas import FormulaError
from landscapes.data import read_csv
from tests.words import korean

EXPECTED = [[1.0, -2.5], [3.0, 0.04], [-1e-3, 7.0], [0.5, 1.0]]

READ: dict[str, str | bytes] = {
    "plain": "u,v\n1,-2.5\n3,.04\n-1e-3,7\n+0.5,1.\n",
    "bytes": b"u,v\n1,-2.5\n3,.04\n-1e-3,7\n+0.5,1.\n",
    "no last line end": "u,v\n1,-2.5\n3,.04\n-1e-3,7\n0.5,1",
    "Windows lines, blank lines": "u,v\r\n1,-2.5\r\n\r\n3,.04\r\n-1e-3,7\r\n0.5,1\r\n,\r\n",
    "byte order mark": codecs.BOM_UTF8 + b"u,v\n1,-2.5\n3,.04\n-1e-3,7\n0.5,1",
    "UTF-16": "u,v\n1,-2.5\n3,.04\n-1e-3,7\n0.5,1".encode("utf-16"),
    "semicolons": "u;v\n1;-2.5\n3;.04\n-1e-3;7\n0.5;1",
    "decimal commas": "u;v\n1;-2,5\n3;0,04\n-1e-3;7\n0,5;1",
    "tabs": "u\tv\n1\t-2,5\n3\t.04\n-1e-3\t7\n0.5\t1",
    "quotes and blanks": '"u", v\n"1", -2.5 \n3,"0.04"\n-1e-3,7\n0.5,1',
    "bars": "u|v\n1|-2.5\n3|.04\n-1e-3|7\n0.5|1",
    "separator said": "sep=;\r\nu;v\r\n1;-2.5\r\n3;.04\r\n-1e-3;7\r\n0.5;1",
    "separator said, an odd one": "sep=:\nu:v\n1:-2.5\n3:.04\n-1e-3:7\n0.5:1",
    "separators at the end": "u;v;\n1;-2.5;\n3;.04;\n-1e-3;7;;\n0.5;1;",
    "UTF-16 without a mark": "u,v\n1,-2.5\n3,.04\n-1e-3,7\n0.5,1\n".encode("utf-16-be"),
    "full-width digits": "u,v\n１,－２．５\n3,.04\n-1e-3,7\n0.5,1",
    "rows in quotes as a whole": '"u,v"\n"1,-2.5"\n"3,.04"\n\n"-1e-3,7"\n"0.5,1"\n',
    "a title": "Second run\nu,v\n1,-2.5\n3,.04\n-1e-3,7\n0.5,1",
    "a title in a sheet": "Second run,\n,\nu,v\n1,-2.5\n3,.04\n-1e-3,7\n0.5,1\nSource: us,\n",
    "a count of the rows": ",u,v\n1,1,-2.5\n2,3,.04\n3,-1e-3,7\n4,0.5,1",
    "a count from 0": "no.;u;v\n0;1;-2,5\n1;3;0,04\n2;-1e-3;7\n3;0,5;1",
    "words": "who,u,v\nAl,1,-2.5\nBo,3,.04\nCy,-1e-3,7\nDi,0.5,1",
    "names of rows, as R writes them": "u,v\nAl,1,-2.5\nBo,3,.04\nCy,-1e-3,7\nDi,0.5,1",
    "typeset minus": "u,v\n1,−2.5\n3,.04\n−1e-3,7\n0.5,1",
}


@pytest.mark.parametrize("source", READ.values(), ids=READ)
def test_tables_are_read(source: str | bytes) -> None:
    data = read_csv(source)
    assert data.columns == ("u", "v")
    np.testing.assert_array_equal(data.rows, EXPECTED)
    np.testing.assert_array_equal(data.training, EXPECTED)


def test_blanks_and_hyphens_in_names_become_underscores() -> None:
    table = "petal length,petal-width\n" + "1,2\n" * 4
    assert read_csv(table).columns == ("petal_length", "petal_width")


BODY = "1,2\n" * 4

REFUSED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "This file is empty; the first row names the columns"),
    "blank": (" \n\n", "This file is empty"),
    "names alone": ("u,v\n", "Rows below the names: 0. At least 2 are needed; add some"),
    "few rows": ("u,v\n1,2\n", "Rows below the names: 1."),
    "many rows": ("u,v\n" + "1,2\n" * 20_001, "There are more than 20000 rows; leave some out"),
    "many columns": ("\n".join([",".join("1" * 31)] * 3), "31 columns; 30 are the limit"),
    "large": ("u,v\n" + "1,2\n" * 300_000, "larger than 1 MB; leave rows or columns out"),
    "old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is a spreadsheet file; save it as CSV"),
    "web page": ("<!DOCTYPE html><table><tr><td>1", "This is a web page; copy its table into a"),
    "a wide row": ("u,v\n" + "," * 200, "Row 2 has more than 200 values; leave columns out"),
    "words alone": ("u,v\na,b\nc,d\ne,f\n", "No column has numbers; row 2 is the first"),
    "dates in doubt alone": ("day\n3/4/2024\n5/4/2024\n", "No column has numbers; row 2 is the"),
    "one name for two": ("u\n1,5\n2,5\n", "Values in row 2: 2, under one name; name the second"),
    "spreadsheet": (b"PK\x03\x04", "This is a spreadsheet file; save it as CSV"),
    "not text": (b"u,v\n\xff\xfe\x80", "not plain text; save the table as CSV in UTF-8"),
    "zeros": (b"u,v\n\0\0", "not plain text"),
    "blanks": ("u v\n1 2\n" + BODY, "Row 2, “1 2”, has only blanks .*; put commas between"),
    "blanks and decimal commas": ("u  v\n1,5  2,5\n" + BODY, "Row 2, “1,5 2,5”, has only"),
    "blanks without names": ("1 2\n3 4\n" + BODY, "Row 2, “3 4”, has only blanks"),
    "word": ("u,v\n1,2\n3,yes\n" + BODY, "Row 3, column v: “yes” is not a number"),
    "row after a blank line": ("u,v\n1,2\n\n3,yes\n" + BODY, "Row 4, column v: “yes”"),
    "infinite": ("u,v\n1,inf\n" + BODY, "Row 2, column v: “inf” is not a number"),
    "too large": ("u,v\n1,1e10\n" + BODY, "Row 2, column v: 1e10 is too large; use a unit"),
    "overflow": ("u,v\n1,1e999\n" + BODY, "Row 2, column v: 1e999 is too large"),
    "digits of another script": ("u,v\n1,٣\n" + BODY, "“٣” is not a number"),
    "decimal commas": ("u,v\n1,0,2,5\n" + BODY, "with decimal commas, put semicolons between"),
    "short row": ("u,v\n1\n" + BODY, "Values in row 2: 1, in columns named: 2; fill or remove"),
    "long row": ("u,v\n1,2,3\n" + BODY, "Values in row 2: 3, in columns named: 2; fill"),
    "open quote": ('u,v\n1,"2\n', "Row 2 cannot be taken apart; remove the quotes"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_said_in_a_sentence(source: str | bytes, sentence: str) -> None:
    with pytest.raises(FormulaError, match=sentence) as caught:
        read_csv(source)
    korean.check(caught.value.message)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text('uv,;\t\n\r"01.5-eE \0\ufeff√', max_size=80)))
def test_whatever_is_uploaded_is_read_or_refused_in_words(source: str | bytes) -> None:
    try:
        assert not np.isinf(read_csv(source).rows).any()  # not a number is a missing one
    except FormulaError as error:
        korean.check(error.message, str(source))
