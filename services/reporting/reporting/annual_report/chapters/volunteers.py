"""Who helped: the volunteers, their training, and whether the roster was filled."""

from shared.pages.formats import number, percent
from shared.pages.language import gettext

from reporting.accountability.rules.half_days import A_YEAR, STEPS
from reporting.annual_report.document import Chapter, Key, Plot, Table
from reporting.annual_report.plots import Bars, highest, stacked_plot
from reporting.annual_report.read_year import Year
from reporting.annual_report.words import counts_scale, month_long, month_short
from reporting.books.views import Report
from reporting.disclosure.rules.threshold import SHARE_DECIMALS, half_up
from reporting.reports.plots import bars_plot


def volunteers(year: Year) -> Chapter:
    """Return the chapter about volunteers; it is about nobody in particular."""
    standing, held = year.evidence.standing, year.evidence.evaluations
    return Chapter(
        code="volunteers",
        title=gettext("Who helped"),
        says=[
            gettext(
                "Volunteers are selected with care, trained in thirteen modules, and guided by"
                " experienced volunteers. Each attends at least %(norm)s half-days of intervision"
                " or training a year, and discusses conversations in evaluation interviews.",
                norm=A_YEAR,
            )
        ],
        keys=[
            Key(gettext("Applications"), number(standing.applied), gettext("in the year")),
            Key(gettext("Admissions"), number(standing.admitted), gettext("in the year")),
            Key(gettext("Left"), number(standing.left), gettext("in the year")),
            Key(
                gettext("Evaluation interviews"), number(held.held),
                gettext("with %(count)s different volunteers", count=number(held.volunteers)),
            ),
        ],
        plots=[_half_days(year), _roster(year)],
    )  # fmt: skip


def _half_days(year: Year) -> Plot:
    upkeep = year.evidence.upkeep
    title = gettext("Half-days attended, by volunteers of whom ten are asked")
    labels = [_step(place) for place in range(len(STEPS))]
    bars = tuple(
        (label, count, number(count)) for label, count in zip(labels, upkeep.by_step, strict=True)
    )
    said = gettext("Of nobody a half-day was asked yet.")
    if upkeep.asked:
        said = gettext(
            "%(share)s of the volunteers attended what the year asks of them: ten half-days, and in"
            " the year of the admission its share.",
            share=percent(half_up(upkeep.kept, upkeep.asked, SHARE_DECIMALS), 1),
        )
    rows = [(label, text) for label, _, text in bars]
    headers = (gettext("Half-days"), gettext("Volunteers"))
    svg = bars_plot(bars)
    return Plot("half-days", title, said, svg, Table(title, headers, rows))


def _step(place: int) -> str:
    if place == len(STEPS) - 1:
        return gettext("%(count)s or more", count=STEPS[place])
    last = STEPS[place + 1] - 1
    if last == STEPS[place]:
        return number(last)
    return gettext("%(first)s to %(last)s", first=STEPS[place], last=last)


def _roster(year: Year) -> Plot:
    months, roster = year.months, year.evidence.roster
    layers = (
        Bars(gettext("filled"), tuple(round(one.hours_covered) for one in months)),
        Bars(gettext("not filled"), tuple(_not_filled(one) for one in months)),
    )
    title = gettext("Hours on the roster by month")
    said = gettext("No place was asked for on the roster.")
    if roster.hours_wanted:
        covered = half_up(
            round(roster.hours_covered * 100), round(roster.hours_wanted * 100), SHARE_DECIMALS
        )
        said = gettext(
            "Of the hours that were asked for on the roster, %(share)s were filled.",
            share=percent(covered, 1),
        )
    rows = [
        (month_long(one), number(one.hours_wanted), number(one.hours_covered)) for one in months
    ]
    headers = (gettext("Month"), gettext("Hours wanted"), gettext("Hours filled"))
    labels = tuple(month_short(one) for one in months)
    svg = stacked_plot("roster", labels, layers, counts_scale(highest(layers)))
    return Plot("roster", title, said, svg, Table(title, headers, rows), wide=True)


def _not_filled(month: Report) -> int:
    return max(0, round(month.hours_wanted) - round(month.hours_covered))
