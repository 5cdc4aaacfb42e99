"""The account of a year as CSV: one row a figure, UTF-8, with its definition."""

import csv
import io

from reporting.accountability.views import AccountView

HEADER = ("year", "criterion", "code", "name", "value", "unit", "said", "definition")
CSV = "text/csv; charset=utf-8"


def write_csv(account: AccountView) -> str:
    """Return the figures as CSV (RFC 4180); `value` is empty where it is not shown."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADER)
    for criterion in account.criteria:
        for one in criterion.figures:
            value = "" if one.value is None else str(one.value)
            rows.writerow((account.year, criterion.code, one.code, one.name, value, one.unit,
                           one.said, one.definition))  # fmt: skip
    return text.getvalue()
