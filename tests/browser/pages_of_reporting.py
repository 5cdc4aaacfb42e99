"""The pages of reporting that are looked at in a browser."""

from tests.browser.page import Page, unfold_all

PERIODS = "/reporting/reports"

OF_REPORTING = [
    Page("reporting", "periods", PERIODS, "coordinator of the nation"),
    Page("reporting", "month", PERIODS + "/{period}", "analyst"),
    Page("reporting", "year", PERIODS + "/{year}", "council", act=unfold_all),
    Page("reporting", "region", PERIODS + "/{quarter}/regions/{region}", "partner"),
    Page(
        "reporting", "month-of-location", PERIODS + "/{period}/locations/{location_id}",
        "coordinator of Zutphen",
    ),
    Page("reporting", "municipalities", PERIODS + "/{year}/municipalities", "council"),
    Page("reporting", "municipality", PERIODS + "/{year}/municipalities/{code}", "council"),
    Page("reporting", "open-data", "/open-data", None),
    Page("reporting", "forecasts", "/reporting/forecasts", "coordinator of Zutphen",
         act=unfold_all),
    Page("reporting", "dashboard", "/reporting/dashboard", "coordinator of the nation"),
    Page("reporting", "dashboard-of-council", "/reporting/dashboard", "council"),
    Page("reporting", "operations", "/reporting/operations", "coordinator of the nation"),
    Page("reporting", "operations-with-errors", "/reporting/operations", "analyst", status=400,
         query="?day=2099-01-01"),
    Page("reporting", "accountability", "/reporting/accountability/{year}", "finance"),
    Page("reporting", "accountability-newest", "/reporting/accountability", "analyst"),
    Page("reporting", "annual-reports", "/reporting/annual-reports", "partner"),
    Page("reporting", "annual-report", "/reporting/annual-reports/{year}", "partner",
         act=unfold_all),
]  # fmt: skip
