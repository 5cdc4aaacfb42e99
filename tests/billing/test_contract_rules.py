"""Who may sign for whom and for which years, and what a settled year says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from billing.contracts.coverage import Coverage
from billing.contracts.rules import (
    BeneficiaryTwice,
    BreakDateOutsideTerm,
    EndsBeforeStart,
    MunicipalityAbolished,
    OutsideOffer,
    OutsideTariff,
    PayerNotBeneficiary,
    SignedInFuture,
    SignedTwice,
    StartsBeforeSigned,
    Terms,
    UnknownMunicipality,
    check_beneficiaries,
    check_terms,
)
from billing.invoices.rules.documents import due_on, year_shown
from billing.municipalities.rules import (
    FiguresFromFuture,
    FiguresMissing,
    FiguresSettled,
    MunicipalityTwice,
    NotOnJanuaryFirst,
    check_figures,
    check_named_once,
    check_not_settled,
    check_reference_date,
)
from billing.settlements.rules import NobodyParticipates, settle
from billing.tariffs.rules import Tariff, TariffPeriod
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2016, 2, 1)
TARIFF = Tariff(
    version="2015-2018",
    reference_population=14_600_000,
    minimum_participation=70,
    periods=(TariffPeriod(2015, 2016, 3_810_000), TariffPeriod(2017, 2018, 3_524_800)),
    rounding="cent",
    part_of_year="whole_year",
    excluded_join="refused",
    excluded=frozenset({"GM0344", "GM0363", "GM0518", "GM0599"}),
)
BY_DAYS = replace(TARIFF, part_of_year="by_days")
HERE: dict[str, date | None] = {"GM0301": None}
ZUTPHEN = Terms(
    payer="GM0301",
    beneficiaries=["GM0301"],
    signed_on=date(2014, 10, 30),
    first_day=date(2015, 1, 1),
    last_day=date(2018, 12, 31),
)


def test_a_contract_within_the_tariff_is_accepted() -> None:
    check_terms(ZUTPHEN, TARIFF, TODAY)
    check_beneficiaries(ZUTPHEN, TARIFF, HERE, [])


def test_a_contract_that_starts_before_it_was_signed_is_refused() -> None:
    with pytest.raises(StartsBeforeSigned, match=r"2015-01-01.*2015-01-02"):
        check_terms(replace(ZUTPHEN, signed_on=date(2015, 1, 2)), TARIFF, TODAY)


def test_a_contract_may_start_on_the_day_it_is_signed() -> None:
    check_terms(replace(ZUTPHEN, signed_on=date(2015, 1, 1)), TARIFF, TODAY)


def test_a_contract_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(EndsBeforeStart):
        check_terms(replace(ZUTPHEN, last_day=date(2014, 12, 31)), TARIFF, TODAY)


def test_a_contract_signed_on_a_day_to_come_is_refused() -> None:
    tomorrow = date(2016, 2, 2)
    with pytest.raises(SignedInFuture):
        check_terms(replace(ZUTPHEN, signed_on=tomorrow, first_day=tomorrow), TARIFF, TODAY)


@pytest.mark.parametrize("last_day", [date(2019, 1, 1), date(2030, 12, 31)])
def test_a_contract_beyond_the_tariff_is_refused(last_day: date) -> None:
    with pytest.raises(OutsideTariff, match="2015 to 2018"):
        check_terms(replace(ZUTPHEN, last_day=last_day), TARIFF, TODAY)


def test_a_contract_before_the_tariff_is_refused() -> None:
    with pytest.raises(OutsideTariff):
        check_terms(replace(ZUTPHEN, first_day=date(2014, 12, 31)), TARIFF, TODAY)


def test_a_beneficiary_named_twice_is_refused() -> None:
    with pytest.raises(BeneficiaryTwice, match="GM0301"):
        check_terms(replace(ZUTPHEN, beneficiaries=["GM0301", "GM0301"]), TARIFF, TODAY)


def test_a_municipality_that_pays_only_for_others_is_refused() -> None:
    with pytest.raises(PayerNotBeneficiary):
        check_terms(replace(ZUTPHEN, payer="GM0200"), TARIFF, TODAY)


@pytest.mark.parametrize("policy", ["same_budget", "same_price"])
def test_a_big_city_joins_where_the_tariff_lets_it(policy: str) -> None:
    terms = replace(ZUTPHEN, payer="GM0363", beneficiaries=["GM0363"])
    check_beneficiaries(terms, replace(TARIFF, excluded_join=policy), {"GM0363": None}, [])


def test_days_on_which_another_contract_holds_are_refused_where_days_are_priced() -> None:
    from_june = Coverage("GM0301", date(2016, 6, 30), date(2016, 12, 31))
    with pytest.raises(SignedTwice, match="other days"):
        check_beneficiaries(
            replace(ZUTPHEN, last_day=date(2016, 6, 30)), BY_DAYS, HERE, [from_june]
        )


def test_a_municipality_signs_for_no_day_on_which_it_is_no_more() -> None:
    until_2016 = replace(ZUTPHEN, last_day=date(2016, 12, 31))
    check_beneficiaries(until_2016, TARIFF, {"GM0301": date(2017, 1, 1)}, [])
    with pytest.raises(MunicipalityAbolished, match="2016-12-31"):
        check_beneficiaries(until_2016, TARIFF, {"GM0301": date(2016, 12, 31)}, [])


@pytest.mark.parametrize("day", [date(2014, 12, 31), date(2018, 12, 31)])
def test_a_break_date_is_a_day_of_the_contract_before_its_last(day: date) -> None:
    check_terms(replace(ZUTPHEN, break_dates=[date(2016, 12, 31)]), TARIFF, TODAY)
    with pytest.raises(BreakDateOutsideTerm, match=str(day)):
        check_terms(replace(ZUTPHEN, break_dates=[day]), TARIFF, TODAY)


@pytest.mark.parametrize("payer", ["VNG", "KING", "REG-TWENTE", "GM0200"])
def test_vng_king_a_region_or_one_of_them_pays_for_many(payer: str) -> None:
    check_terms(replace(ZUTPHEN, payer=payer, beneficiaries=["GM0200", "GM0301"]), TARIFF, TODAY)


def test_an_unknown_municipality_is_refused() -> None:
    with pytest.raises(UnknownMunicipality, match="GM0301"):
        check_beneficiaries(ZUTPHEN, TARIFF, {}, [])


@pytest.mark.parametrize("code", ["GM0363", "GM0344", "GM0599", "GM0518"])
def test_the_four_big_cities_are_outside_the_offer(code: str) -> None:
    terms = replace(ZUTPHEN, payer=code, beneficiaries=[code])
    with pytest.raises(OutsideOffer, match="arrangement of their own"):
        check_beneficiaries(terms, TARIFF, {code: None}, [])


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [
        (date(2015, 1, 1), date(2018, 12, 31)),
        (date(2014, 6, 1), date(2015, 1, 1)),
        (date(2018, 12, 31), date(2019, 12, 31)),
        (date(2016, 3, 1), date(2016, 4, 1)),
    ],
)
def test_a_municipality_signed_twice_for_one_period_is_refused(
    first_day: date, last_day: date
) -> None:
    with pytest.raises(SignedTwice, match="GM0301"):
        check_beneficiaries(ZUTPHEN, TARIFF, HERE, [Coverage("GM0301", first_day, last_day)])


def test_two_contracts_after_each_other_within_one_year_are_refused_as_both_owe_it_whole() -> None:
    second_half = replace(ZUTPHEN, first_day=date(2016, 7, 1))
    until_june = Coverage("GM0301", date(2015, 1, 1), date(2016, 6, 30))
    with pytest.raises(SignedTwice, match="priced whole"):
        check_beneficiaries(second_half, TARIFF, HERE, [until_june])
    check_beneficiaries(second_half, BY_DAYS, HERE, [until_june])


def test_a_contract_may_follow_one_that_ended_with_the_year() -> None:
    follows = replace(ZUTPHEN, first_day=date(2017, 1, 1))
    ended = Coverage("GM0301", date(2015, 1, 1), date(2016, 12, 31))
    check_beneficiaries(follows, TARIFF, HERE, [ended])


def test_missing_figures_are_named_with_their_year() -> None:
    check_figures(["GM0301"], {("GM0301", 2016)}, [2016])
    with pytest.raises(FiguresMissing, match="2017-01-01 for GM0301"):
        check_figures(["GM0301"], {("GM0301", 2016)}, [2016, 2017])


def test_a_refusal_names_ten_municipalities_and_counts_the_rest() -> None:
    with pytest.raises(FiguresMissing, match="GM0009 and 2 more"):
        check_figures([f"GM{place:04d}" for place in range(12)], set(), [2016])


def test_figures_are_of_a_past_first_of_january() -> None:
    check_reference_date(date(2016, 1, 1), TODAY)
    with pytest.raises(NotOnJanuaryFirst, match="2016-01-01"):
        check_reference_date(date(2016, 1, 2), TODAY)
    with pytest.raises(FiguresFromFuture):
        check_reference_date(date(2017, 1, 1), TODAY)


def test_an_import_names_a_municipality_once() -> None:
    check_named_once(["GM0301", "GM0200"])
    with pytest.raises(MunicipalityTwice, match="GM0301"):
        check_named_once(["GM0301", "GM0200", "GM0301"])


def test_figures_that_invoices_rest_on_do_not_change() -> None:
    check_not_settled(["GM0301"], date(2016, 1, 1), settled=False)
    check_not_settled([], date(2016, 1, 1), settled=True)
    with pytest.raises(FiguresSettled, match="GM0301"):
        check_not_settled(["GM0301"], date(2016, 1, 1), settled=True)


def test_a_year_is_priced_by_those_who_take_part() -> None:
    settled = settle(2016, TARIFF, TARIFF.periods[0], {"GM0301": 46_997, "GM0200": 3_003}, 60_000)
    assert settled.price.participating == 50_000
    assert settled.participants == 2
    assert str(settled.participation) == "0.8333"
    assert not settled.below_offer


def test_a_year_below_the_offer_is_settled_and_said_to_be_below() -> None:
    exactly = settle(2016, TARIFF, TARIFF.periods[0], {"GM0301": 70}, 100)
    below = settle(2016, TARIFF, TARIFF.periods[0], {"GM0301": 69}, 100)
    assert (exactly.below_offer, below.below_offer) == (False, True)


def test_a_year_in_which_nobody_takes_part_is_refused() -> None:
    with pytest.raises(NobodyParticipates, match="2016"):
        settle(2016, TARIFF, TARIFF.periods[0], {}, 100)


@given(
    st.dictionaries(st.from_regex(r"GM\d{4}", fullmatch=True), st.integers(1, 10**6), min_size=1)
)
def test_the_participants_of_1_january_together_pay_the_budget(inhabitants: dict[str, int]) -> None:
    settled = settle(2016, TARIFF, TARIFF.periods[0], inhabitants, sum(inhabitants.values()))
    assert sum(settled.price.exact * count for count in inhabitants.values()) == 3_810_000
    assert settled.participation == Decimal(1)


def test_bills_are_due_in_thirty_days() -> None:
    assert due_on(date(2016, 2, 1)) == date(2016, 3, 2)


@given(st.dates(), st.integers(2015, 2018), st.integers(2018, 2030))
def test_a_page_shows_this_year_or_the_nearest_that_contracts_cover(
    today: date, first: int, last: int
) -> None:
    shown = year_shown(today, (first, last), None)
    assert first <= shown <= last
    assert all(abs(shown - today.year) <= abs(year - today.year) for year in range(first, last + 1))
    assert year_shown(today, None, None) == today.year
    after = date(last + 1, 3, 1)
    assert year_shown(after, (first, last), first) == first
    assert year_shown(date(first, 3, 1), (first, last), last) == first
