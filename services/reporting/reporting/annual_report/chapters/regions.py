"""Regions: where conversations were held, which is not where people live."""

from shared.pages.formats import number
from shared.pages.language import gettext

from reporting.annual_report.document import Chapter, Plot, Table
from reporting.annual_report.read_year import Year
from reporting.annual_report.words import all_shown, too_few
from reporting.books.views import Report
from reporting.reports.plots import bars_plot
from reporting.reports.words import shown_number, shown_percent


def regions(year: Year) -> Chapter:
    """Return the chapter about the regions of the locations."""
    return Chapter(
        code="regions",
        title=gettext("The regions"),
        says=[
            gettext(
                "A conversation counts in the region of the location where it was held. Calls to"
                " the national number go to any location, and nobody asks where a caller lives:"
                " these figures say where volunteers listened, not where help seekers come from."
            ),
            gettext(
                "The answer rate of a region is about its own local numbers only. Missed calls to"
                " the national number belong to no region."
            ),
        ],
        plots=[_plot(year.regions)],
        tables=[_table(year.regions)],
    )


def _plot(regions: list[Report]) -> Plot:
    title = gettext("Conversations by region of the location")
    found = sorted(regions, key=lambda one: -(one.conversations or 0))
    bars = tuple(
        (str(one.region), one.conversations, shown_number(one.conversations)) for one in found
    )
    said = too_few()
    if found and found[0].conversations and all_shown(one.conversations for one in found):
        said = gettext(
            "Most conversations were held in %(region)s: %(count)s.",
            region=found[0].region, count=number(found[0].conversations),
        )  # fmt: skip
    rows = [(label, text) for label, _, text in bars]
    headers = (gettext("Region"), gettext("Conversations"))
    svg = bars_plot(bars)
    return Plot("regions", title, said, svg, Table(title, headers, rows))


def _table(regions: list[Report]) -> Table:
    headers = (gettext("Region"), gettext("Conversations"), gettext("Answer rate"),
               gettext("Hours wanted"), gettext("Hours filled"))  # fmt: skip
    rows = [
        (str(one.region), shown_number(one.conversations), shown_percent(one.answer_rate),
         number(one.hours_wanted), number(one.hours_covered))
        for one in regions
    ]  # fmt: skip
    return Table(gettext("The regions in figures"), headers, rows)
