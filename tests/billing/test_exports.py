"""What the accountant gets: the ledger of a year, by the official schema and as CSV."""

import csv
import io
from decimal import Decimal
from importlib.resources import files

from billing.exports.write_xaf import NAMESPACE
from lxml import etree

from tests.billing.given import kept_parties, refusal
from tests.billing.given_camt import Paid, bank_file
from tests.billing.given_documents import given_credit_note, given_invoice
from tests.billing.test_payments import imported
from tests.platform import Platform

# The schema of the tax office, unchanged; pyxaf ships it.
SCHEMA = files("pyxaf") / "schemas" / "XmlAuditfileFinancieel3.2.1.xsd"
X = f"{{{NAMESPACE}}}"


def amounts(lines: list[etree._Element], kind: str) -> Decimal:
    """Return the sum of the debits (`D`) or credits (`C`) of lines."""
    return sum(
        (
            Decimal(line.findtext(f"{X}amnt"))
            for line in lines
            if line.findtext(f"{X}amntTp") == kind
        ),
        Decimal(0),
    )


async def test_the_ledger_of_a_year_is_an_audit_file_that_adds_up(platform: Platform) -> None:
    billing = await platform.service("billing")
    database, client = billing.database, billing.client
    await kept_parties(database)
    one = await given_invoice(database, 1, vat="21.00", name="Gemeente <Ergens> & " + "o" * 60)
    two = await given_invoice(database, 2, payer="GM1002")
    await given_credit_note(database, one.number, "10.00", vat="2.10")
    next_year = Paid("5.00", two.reference, "B3", day="2017-01-02")
    entries = [Paid("50.00", one.reference, "B1"), Paid("-2.00", None, "B2"), next_year]
    await imported(database, bank_file(entries))

    answer = await client.get("/v1/exports/xaf?year=2016")

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/xml"
    found = etree.fromstring(answer.content)
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    assert schema.validate(found), schema.error_log
    company = found.find(f"{X}company")
    transactions = company.find(f"{X}transactions")
    journals = [each.findtext(f"{X}jrnID") for each in transactions.iter(f"{X}journal")]
    assert journals == ["VRK", "CRE", "BNK", "MEM"]
    lines = list(transactions.iter(f"{X}trLine"))
    assert transactions.findtext(f"{X}linesCount") == str(len(lines))
    for kind, name in (("D", "totalDebit"), ("C", "totalCredit")):
        assert Decimal(transactions.findtext(X + name)) == amounts(lines, kind)
    for transaction in transactions.iter(f"{X}transaction"):
        each = transaction.findall(f"{X}trLine")
        assert amounts(each, "D") == amounts(each, "C") > 0
    accounts = {each.findtext(f"{X}accID") for each in company.iter(f"{X}ledgerAccount")}
    assert {line.findtext(f"{X}accID") for line in lines} <= accounts
    customers = [each.findtext(f"{X}custSupID") for each in company.iter(f"{X}customerSupplier")]
    assert customers == ["GM1001", "GM1002"]
    # One who wrote an invoice has it on each line of theirs.
    of_one = [each for each in lines if each.findtext(f"{X}invRef") == one.number]
    assert amounts(of_one, "D") - amounts(of_one, "C") == Decimal("58.90")

    later = etree.fromstring((await client.get("/v1/exports/xaf?year=2017")).content)
    assert schema.validate(later), schema.error_log
    opening = later.find(f"{X}company/{X}openingBalance")
    begun = {
        line.findtext(f"{X}accID"): (line.findtext(f"{X}amnt"), line.findtext(f"{X}amntTp"))
        for line in opening.iter(f"{X}obLine")
    }
    # Revenue of the year before is its result; the other accounts go on.
    assert begun == {
        "0500": ("190.00", "C"), "1100": ("48.00", "D"), "1300": ("158.90", "D"),
        "1500": ("18.90", "C"), "2000": ("2.00", "D"),
    }  # fmt: skip
    assert opening.findtext(f"{X}totalDebit") == opening.findtext(f"{X}totalCredit") == "208.90"


async def test_the_ledger_of_a_year_is_a_list(platform: Platform) -> None:
    billing = await platform.service("billing")
    await kept_parties(billing.database)
    one = await given_invoice(billing.database, vat="21.00")
    await imported(billing.database, bank_file([Paid("50.00", one.reference, "=1+1")]))

    answer = await billing.client.get("/v1/exports/ledger?year=2016")

    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert [(row["journal"], row["accountName"], row["debit"], row["credit"]) for row in rows] == [
        ("VRK", "Debiteuren", "121.00", ""),
        ("VRK", "Opbrengsten", "", "100.00"),
        ("VRK", "Af te dragen omzetbelasting", "", "21.00"),
        ("BNK", "Bank", "50.00", ""),
        ("BNK", "Nog toe te wijzen ontvangsten", "", "50.00"),
        ("MEM", "Nog toe te wijzen ontvangsten", "50.00", ""),
        ("MEM", "Debiteuren", "", "50.00"),
    ]
    assert {row["reference"] for row in rows} == {one.number, "'=1+1"}
    for path in ("xaf", "ledger"):
        nothing = await billing.client.get(f"/v1/exports/{path}?year=2015")
        assert refusal(nothing) == (404, "nothing-posted")
