"""Parties from a CSV: each wrong line is named, and one wrong line refuses all."""

from datetime import date

import pytest
from billing.csv_rows import CsvWrong
from billing.parties.read_csv import read_csv

from tests.billing.parties import BUYER, body_of

COLUMNS = ["party", *body_of(BUYER)]


def line(party: str, separator: str = ",", **changes: str) -> str:
    values = {"party": party, **body_of(BUYER, **changes)}
    return separator.join(str(values[name]) for name in COLUMNS)


def csv_of(*lines: str, separator: str = ",", end: str = "\n") -> bytes:
    return end.join([separator.join(COLUMNS), *lines, ""]).encode()


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_is_read_as_spreadsheets_write_it(separator: str, mark: bytes, end: str) -> None:
    content = mark + csv_of(line("GM9901", separator), separator=separator, end=end)
    (found,) = read_csv(content)
    assert (found.party, found.valid_from, found.details) == ("GM9901", date(2014, 1, 1), BUYER)


def test_of_a_hundred_thousand_lines_the_three_wrong_ones_are_named() -> None:
    one = line("ORG-X", oin="", endpointScheme="0106", endpointId="99999901")
    lines = [one.replace("ORG-X", f"ORG-{place}") for place in range(100_000)]
    lines[10] = line("ORG-10", kvk="1234")
    lines[50_000] = line("ORG-50000", postalCode="")
    lines[99_999] = line("ORG-10000", validFrom="2014-01-32") + ",more"
    with pytest.raises(CsvWrong) as refused:
        read_csv(csv_of(*lines))
    assert refused.value.detail == (
        "line 12, kvk: A KvK number has 8 digits.; line 50002, postalCode: Field required;"
        " line 100001: give as many columns as the first line names"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The first line must name the columns party,validFrom,name"),
        (b"party,name\n", "The first line must name"),
        (",".join([*COLUMNS, "party"]).encode(), "The first line must name"),
        (",".join([*COLUMNS, "note"]).encode(), "The first line must name"),
        (csv_of(), "Give 1 to 100000 parties."),
        ("näme".encode("latin-1"), "The CSV must be UTF-8."),
        (csv_of(line("GM9901"), line("GM9901")), "line 3: line 2 has this party and validFrom"),
        (csv_of(line("Gemeente")), "line 2, party: String should match"),
        (csv_of(line("GM9901", name='"' + "x" * 140_000)), "After line 1 a value is too long"),
        (csv_of(line("GM9901", iban="NL69TEST0000000001").replace("peppol", "post")), "route"),
    ],
)  # fmt: skip
def test_what_is_no_csv_of_parties_is_refused_with_what_to_change(
    content: bytes, told: str
) -> None:
    with pytest.raises(CsvWrong) as refused:
        read_csv(content)
    assert told in refused.value.detail


def test_of_many_wrong_lines_ten_are_named_and_the_rest_counted() -> None:
    with pytest.raises(CsvWrong) as refused:
        read_csv(csv_of(*(line("?") for _ in range(13))))
    assert refused.value.detail.count("line ") == 10
    assert refused.value.detail.endswith("; and 3 more")
