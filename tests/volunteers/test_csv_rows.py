"""How a file is read: rows by column, or a refusal that repeats nothing of it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.refusals import BadInput
from volunteers.imports.rules import (
    MOST_ROWS,
    ColumnsWrong,
    NotCsv,
    TooManyRows,
    read_rows,
    several,
)

COLUMNS = ["reference", "location", "name"]
cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=20)


def read(text):
    return read_rows(text.encode(), COLUMNS, ["reference"])


@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5), st.sampled_from(",;"),
    st.booleans(),
)  # fmt: skip
def test_what_a_spreadsheet_wrote_is_read_as_it_was_with_its_row_numbers(rows, delimiter, bom):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([COLUMNS, *rows])

    found = read_rows(out.getvalue().encode("utf-8-sig" if bom else "utf-8"), COLUMNS, [])

    assert found == {
        number: kept
        for number, row in enumerate(rows, 2)
        if (kept := {name: cell.strip() for name, cell in zip(COLUMNS, row, strict=True)
                     if cell.strip()})
    }  # fmt: skip


@given(st.binary(max_size=200))
def test_whatever_comes_is_read_or_refused_by_name(content):
    try:
        rows = read_rows(content, COLUMNS, ["reference"])
    except BadInput:
        return

    assert all(set(row) <= set(COLUMNS) for row in rows.values())


@pytest.mark.parametrize(
    ("text", "refusal", "said"),
    [
        ("", ColumnsWrong, "lacks reference"),
        ("reference,truus@example.org\n", ColumnsWrong, "column 2"),
        ("reference,reference\n", ColumnsWrong, "twice"),
        ("name\nTruus\n", ColumnsWrong, "lacks reference"),
        ("reference\nV-1,Truus\n", NotCsv, "row 2"),
        ('reference\n"Truus\n', NotCsv, "UTF-8"),
        ("reference\n" + "V-1\n" * (MOST_ROWS + 1), TooManyRows, f"{MOST_ROWS}"),
    ],
)
def test_a_file_of_another_form_is_refused_without_what_it_says(text, refusal, said):
    with pytest.raises(refusal, match=said) as refused:
        read(text)

    assert "ruus" not in refused.value.detail


def test_empty_lines_are_left_out_and_counted():
    assert read("reference,name\n\nV-1,\n,\nV-2,Jan\n") == {
        3: {"reference": "V-1"}, 5: {"reference": "V-2", "name": "Jan"},
    }  # fmt: skip


def test_several_words_of_a_cell_stand_apart_by_what_people_use():
    assert several(" chat telephone,email ") == ["chat", "telephone", "email"]
    assert several("V-1 + V-2 / V-3") == ["V-1", "V-2", "V-3"]
