"""What may stand on a document about a party: pure rules."""

from datetime import date, timedelta
from typing import Any

import pytest
from billing.parties.rules.codes import PARTY, kind_of
from billing.parties.rules.details import DETAILS, PartyWrong, check_details
from billing.parties.rules.identifiers import ENDPOINTS, NotRight, oin_of
from billing.parties.rules.versions import Given, Snapshot, as_of, next_versions
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import ean, iban
from stdnum.nl import bsn

from tests.billing.parties import BUYER, IBAN, RSIN, SELLER

GM = "GM9901"


@pytest.mark.parametrize(
    ("party", "kind"),
    [
        ("SELLER", "seller"), ("VNG", "national"), ("KING", "national"),
        ("GM0301", "municipality"), ("REG-ACHTERHOEK", "region"), ("ORG-SCHOOL-1", "client"),
    ],
)  # fmt: skip
def test_a_code_names_the_kind_of_a_party(party: str, kind: str) -> None:
    assert kind_of(party) == kind


@pytest.mark.parametrize(("party", "details"), [("SELLER", SELLER), (GM, BUYER)])
def test_whole_details_are_taken_as_their_registers_write_them(
    party: str, details: dict[str, Any]
) -> None:
    assert check_details(party, details) == details


def test_spaces_and_small_letters_of_identifiers_do_not_count() -> None:
    typed = {"iban": f" {iban.format(IBAN).lower()}", "vat_number": "nl 9999.90.007 b01",
             "kvk": "9999 9902", "postal_code": "1234ab"}  # fmt: skip
    assert check_details("SELLER", SELLER | typed) == SELLER


WRONG: list[tuple[str, dict[str, str | None], list[str]]] = [
    (GM, {"name": None}, ["name"]),
    (GM, {"street": None, "city": None}, ["street", "city"]),
    (GM, {"postal_code": "0123 AB"}, ["postalCode"]),
    (GM, {"postal_code": "1234 SS"}, ["postalCode"]),
    (GM, {"country": "BE", "postal_code": "?"}, ["postalCode"]),
    (GM, {"kvk": "1234567"}, ["kvk"]),
    (GM, {"oin": f"00000001{int(RSIN) + 1}000"}, ["oin"]),
    (GM, {"endpoint_id": "99999901"}, ["endpointId"]),
    (GM, {"endpoint_id": None}, ["endpointId"]),
    (GM, {"endpoint_scheme": None}, ["endpointScheme"]),
    (GM, {"endpoint_scheme": "9944", "endpoint_id": "BE0428759497"}, ["endpointId"]),
    (GM, {"endpoint_scheme": "0088", "endpoint_id": "73513537"}, ["endpointId"]),
    (GM, {"route": "email"}, ["email"]),
    (GM, {"iban": IBAN, "bic": "TESTNL2A"}, ["iban", "bic"]),
    ("SELLER", {"iban": IBAN[:-1] + "2"}, ["iban"]),
    ("SELLER", {"iban": None, "bic": None}, ["iban", "bic"]),
    ("SELLER", {"bic": "TESTNL2"}, ["bic"]),
    ("SELLER", {"kvk": None, "vat_number": None}, ["kvk", "vatNumber"]),
    ("SELLER", {"vat_number": "NL999990008B01"}, ["vatNumber"]),
    ("SELLER", {"vat_number": "999990007B01"}, ["vatNumber"]),
]


@pytest.mark.parametrize(("party", "change", "fields"), WRONG)
def test_each_wrong_field_is_named_with_what_is_right_and_without_its_value(
    party: str, change: dict[str, str | None], fields: list[str]
) -> None:
    details = (SELLER if party == "SELLER" else BUYER) | change
    with pytest.raises(PartyWrong) as refused:
        check_details(party, details)
    assert list(refused.value.fields) == fields
    for name, value in change.items():
        assert name in DETAILS
        assert value is None or len(value) < 6 or value not in refused.value.detail


@pytest.mark.parametrize(
    ("scheme", "address"),
    [
        ("0190", f"00000001{RSIN}000"), ("0190", "00000003999999010000"),
        ("0190", "00000004123456789000"), ("0190", "00000099123456789000"),
        ("0106", "99999901"), ("0088", f"871999999999{ean.calc_check_digit('871999999999')}"),
        ("9944", "NL999990007B01"),
    ],
)  # fmt: skip
def test_an_electronic_address_is_of_its_scheme_and_of_no_other(scheme: str, address: str) -> None:
    takers = []
    for known, check in ENDPOINTS.items():
        try:
            takers += [known] if check(address) == address else []
        except NotRight:
            continue
    assert takers == [scheme]


@given(st.integers(0, 10**9 - 1))
def test_an_oin_by_rsin_is_taken_only_with_the_check_digit_of_the_rsin(number: int) -> None:
    rsin = f"{number:09d}"
    try:
        taken = oin_of(f"00000001{rsin}000")
    except NotRight:
        assert not bsn.is_valid(rsin)
    else:
        assert taken[8:17] == rsin
        assert bsn.is_valid(rsin)


@given(st.text("0123456789 AB-", max_size=24))
def test_no_other_text_is_an_oin(text: str) -> None:
    with pytest.raises(NotRight):
        oin_of("5" + text)


START = date(2014, 1, 1)
GIVENS = st.builds(
    Given,
    party=st.sampled_from(["GM9901", "GM9902"]),
    valid_from=st.integers(0, 5).map(lambda days: START + timedelta(days)),
    details=st.sampled_from([BUYER, BUYER | {"street": "Postbus 2"}]),
)


@settings(max_examples=200)
@given(st.lists(GIVENS, max_size=8))
def test_after_what_was_given_each_day_has_what_was_last_given_for_it(told: list[Given]) -> None:
    known: dict[str, list[Snapshot]] = {}
    for one in told:
        for version in next_versions(known, [one]):
            known.setdefault(version.party, []).append(version)
        # What was just given holds on its day, and given again it changes nothing.
        held = as_of(known[one.party], one.valid_from)
        assert held is not None
        assert {name: getattr(held, name) for name in DETAILS} == one.details
        assert next_versions(known, [one]) == []
    for versions in known.values():
        assert [version.version for version in versions] == list(range(1, len(versions) + 1))


@given(st.from_regex(PARTY, fullmatch=True))
def test_every_code_has_a_kind(party: str) -> None:
    assert kind_of(party.strip()) in ("municipality", "national", "region", "client", "seller")
