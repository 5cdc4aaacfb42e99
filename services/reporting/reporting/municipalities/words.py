"""What is said of a municipality, in words: for its page, its PDF and its letter."""

from dataclasses import replace

from shared.pages.formats import day, euros, number, percent
from shared.pages.language import gettext

from reporting.municipalities.views import MunicipalityReport
from reporting.reports.charts.chart import Chart
from reporting.reports.draw_charts import draw_charts
from reporting.reports.read_whole import Whole

SHOWN = ("progress", "reach", "waits", "topics", "trend", "outcomes")


def origin() -> str:
    """Say that nothing is known of where help seekers live."""
    return gettext(
        "Origin unknown: Sensoor never asks where somebody lives, and keeps no number or address."
        " So nobody can say how many inhabitants of a municipality sought contact. What is known of"
        " the municipality stands apart from what was observed at the helpline."
    )


def known(view: MunicipalityReport) -> list[str]:
    """Say how large the municipality is, whether it takes part, and what it contributes."""
    size = gettext(
        "%(name)s has %(inhabitants)s inhabitants (CBS, %(day)s): %(share)s of the Netherlands.",
        name=view.name, inhabitants=number(view.inhabitants), day=day(view.as_of),
        share=percent(view.share_of_inhabitants, 2),
    )  # fmt: skip
    return [size, part_taken(view)]


def part_taken(view: MunicipalityReport) -> str:
    """Say whether the municipality takes part, and what it contributes."""
    if view.excluded:
        return gettext(
            "It is one of the large cities that have an arrangement of their own: it is not in the"
            " settlement, and has no contribution here."
        )
    if not view.takes_part:
        return gettext(
            "By the contracts that were signed, it did not take part on 1 January of the year."
        )
    if view.contribution is None:
        return gettext("It takes part; the price of the year is not settled yet.")
    said = gettext("It takes part. Its contribution for the year is %(amount)s.",
                   amount=euros(view.contribution))  # fmt: skip
    if view.invoiced is None:
        by = gettext("%(payer)s pays for it.", payer=view.payer)
        return f"{said} {by}"
    invoiced = gettext("Invoiced to it: %(amount)s.", amount=euros(view.invoiced))
    return f"{said} {invoiced}"


def no_location(province: str) -> str:
    """Say that a province has no location, hence no report."""
    return gettext("No location in %(province)s has a report of this period.", province=province)


def charts(whole: Whole) -> list[Chart]:
    """Draw those charts of a report that are shown of a municipality's region and nation.

    Their keys begin with the kind of place: those of both stand in one page.
    """
    kind = "region" if whole.report.region else "nation"
    drawn = draw_charts(whole.report, whole.series)
    return [replace(one, key=f"{kind}-{one.key}") for one in drawn if one.key in SHOWN]
