"""A document as UBL: what it says, and what is refused before and after it is written."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from billing.files import validation
from billing.files.ubl import Profile, ubl
from billing.files.ubl_party import DocumentIncomplete
from billing.files.validation import CheckFailed, DocumentBreaksRules, check_ubl
from billing.tables import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.billing.documents import (
    BUYER,
    EUROS,
    FEWER_DAYS,
    GONE,
    KINDS,
    LESS,
    MORE,
    PART,
    SELLER,
    credit_of,
    document_of,
    line_of,
)

PROFILES: tuple[Profile, ...] = ("peppol", "nlcius")


def values(document: Document, path: str, profile: Profile = "peppol") -> list[str]:
    """Return the texts at a path of names without their namespaces."""
    steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
    found = etree.fromstring(ubl(document, profile)).xpath(f"//{steps}/text()")
    return [str(text) for text in found]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_passes_the_check_and_is_always_the_same(kind: str, profile: Profile) -> None:
    written = ubl(KINDS[kind](), profile)
    check_ubl("2016-00001", written)
    assert written == ubl(KINDS[kind](), profile)


def test_a_year_is_priced_by_the_budget_for_all_who_take_part() -> None:
    year = document_of()
    assert values(year, "InvoicedQuantity") == ["46997"]
    assert values(year, "Price/PriceAmount") == ["3810000"]
    assert values(year, "Price/BaseQuantity") == ["14656935"]
    assert values(document_of(MORE), "InvoicedQuantity") == ["106"]
    assert values(credit_of(LESS), "CreditedQuantity") == ["197"]
    assert values(credit_of(GONE), "CreditedQuantity") == ["46997"]


@pytest.mark.parametrize("line", [PART, EUROS, FEWER_DAYS])
def test_what_is_no_number_of_inhabitants_is_one_piece(line: dict[str, str]) -> None:
    document = document_of(line)
    assert values(document, "InvoicedQuantity") == ["1"]
    assert values(document, "Price/PriceAmount") == [line["amount"]]


@settings(deadline=None, max_examples=50)
@given(inhabitants=st.integers(1, 900_000), cents=st.integers(-500, 500))
def test_quantity_times_price_is_the_amount_within_two_cents(inhabitants: int, cents: int) -> None:
    line = line_of(inhabitants)
    amount = max(Decimal(line["amount"]) + Decimal(cents) / 100, Decimal("0.01"))
    document = document_of(line | {"amount": f"{amount:.2f}"})
    quantity, price, *base = (
        Decimal(values(document, name)[0])
        for name in ("InvoicedQuantity", "PriceAmount", "BaseQuantity")
        if values(document, name)
    )
    assert abs(quantity * price / (base or [Decimal(1)])[0] - amount) <= Decimal("0.02")


def test_a_credit_note_names_its_invoice() -> None:
    for profile in PROFILES:
        path = "BillingReference/InvoiceDocumentReference/ID"
        assert values(credit_of(), path, profile) == ["2016-00001"]
    assert not values(credit_of(), "PaymentMeansCode", "peppol")
    assert values(credit_of(), "PaymentMeansCode", "nlcius") == ["58"]


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (document_of(buyer=BUYER | {"endpoint_id": None}), "PEPPOL-EN16931-R010"),
        (document_of(seller=SELLER | {"endpoint_scheme": None}), "PEPPOL-EN16931-R020"),
        (document_of(seller=SELLER | {"kvk": None}), "NL-R-003"),
        (document_of(buyer=BUYER | {"oin": None}), "NL-R-005"),
        (document_of(buyer=BUYER | {"buyer_reference": None}), "PEPPOL-EN16931-R003"),
        (document_of(seller=SELLER | {"iban": None}), "BR-61"),
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_party_that_lacks_something_is_named_with_the_rule(
    document: Document, rule: str, profile: Profile
) -> None:
    with pytest.raises(DocumentIncomplete, match=rule):
        ubl(document, profile)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (document_of(net=Decimal("12216.63"), total=Decimal("12216.63")), "BR-CO-10"),
        (document_of(total=Decimal("12216.65")), "BR-CO-15"),
        (document_of(seller=SELLER | {"vat_number": None}), "BR-E-02"),
        (document_of(vat_category="standard", vat=Decimal("1.00")), "BR-CO-17"),
        (document_of(currency="XXL"), "BR-CL-0"),
        (document_of(lines=[]), "UBL-2.1"),
    ],
)
def test_a_document_that_breaks_a_rule_is_refused(
    document: Document, rule: str, profile: Profile
) -> None:
    with pytest.raises(DocumentBreaksRules, match=rule) as refused:
        check_ubl(document.number, ubl(document, profile))
    assert "Zutphen" not in refused.value.detail


def test_a_process_that_was_killed_is_replaced() -> None:
    written = ubl(document_of(), "peppol")
    check_ubl("2016-00001", written)
    os.kill(validation._processes[-1].pid, signal.SIGKILL)
    validation._processes[-1].wait()
    check_ubl("2016-00001", written)


def test_a_process_that_does_not_answer_is_killed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    written = ubl(document_of(), "peppol")
    check_ubl("2016-00001", written)
    os.kill(validation._processes[-1].pid, signal.SIGSTOP)
    monkeypatch.setattr(validation, "MOST_SECONDS", 0.1)
    with pytest.raises(CheckFailed):
        check_ubl("2016-00001", written)
    monkeypatch.undo()
    check_ubl("2016-00001", written)


def test_many_threads_share_one_process() -> None:
    written = ubl(document_of(), "peppol")
    wrong = written.replace(b">380<", b">999<")

    def broken(place: int) -> bool:
        try:
            check_ubl("2016-00001", wrong if place % 3 else written)
        except DocumentBreaksRules:
            return True
        return False

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(broken, range(12))) == [bool(place % 3) for place in range(12)]
    assert len(validation._processes) == 1
