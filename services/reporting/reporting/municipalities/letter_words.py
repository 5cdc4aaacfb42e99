"""The words of the year letter to a municipality, in the language that is spoken now."""

from datetime import date
from typing import Any

from shared.pages.formats import day, euros, number
from shared.pages.language import gettext, language

from reporting.books.views import Cell, Report
from reporting.counting.rules.month_table import TOPICS
from reporting.municipalities import words as said
from reporting.municipalities.read_municipality import WholeMunicipality
from reporting.municipalities.views import MunicipalityReport
from reporting.reports.charts import trend
from reporting.reports.rules.waiting import within
from reporting.reports.sentences import A_MINUTE
from reporting.reports.words import name, shown_number, shown_percent

MOST_TOPICS = 5
SEVERAL = 2
FONT = '<svg font-family="Libertinus Serif"'  # typst carries it


def letter_words(whole: WholeMunicipality, written_on: date) -> dict[str, Any]:
    """Return what `templates/letter.typ` sets, all of it text."""
    view = whole.view
    return {
        "language": language(),
        "to": [gettext("To the mayor and aldermen of"),
               gettext("the municipality of %(name)s", name=view.name)],
        "motto": gettext("Anonymous help at a distance, day and night"),
        "date": day(written_on),
        "subject": gettext("The year %(year)s at the helpline", year=view.period),
        "salutation": gettext("Dear members of the executive,"),
        "opening": [_thanks(view), *said.known(view), *_price(view)],
        "figures": _figures(view),
        "topics": _topics(view),
        "trend": _trend(whole),
        "origin": said.origin(),
        "nobody": [] if view.region else [said.no_location(view.province)],
        "closing": [
            gettext("Counts below ten are not shown, nor what they would follow from. What every"
                    " figure counts stands in the report of the year, as a page, PDF and CSV.")
        ],
        "regards": gettext("Yours sincerely,"),
    }  # fmt: skip


def _thanks(view: MunicipalityReport) -> str:
    if view.takes_part:
        return gettext(
            "Thank you for taking part in %(year)s. With what all municipalities contribute,"
            " trained volunteers listened day and night, by telephone, chat and email, to whoever"
            " sought contact, anonymously.",
            year=view.period,
        )
    return gettext(
        "In %(year)s, trained volunteers listened day and night, by telephone, chat and email, to"
        " whoever sought contact, anonymously: also where your municipality did not pay for it"
        " through the settlement.",
        year=view.period,
    )


def _price(view: MunicipalityReport) -> list[str]:
    settled, invoiced = view.nation.participation, view.nation.invoiced
    if settled is None or invoiced is None:
        return []
    paid = gettext(
        "The budget of %(budget)s was shared by %(participating)s inhabitants: %(price)s for each,"
        " the same for every municipality.",
        budget=euros(settled.budget, 0), participating=number(settled.participating_inhabitants),
        price=euros(settled.price_per_inhabitant, 3),
    )  # fmt: skip
    hours = gettext(
        "With it %(hours)s hours were covered, by %(volunteers)s volunteers.",
        hours=number(view.nation.hours_covered),
        volunteers=number(view.nation.volunteers_on_duty),
    )
    return [f"{paid} {hours}"]


def _figures(view: MunicipalityReport) -> dict[str, Any]:
    """Return five figures of the region and the nation beside each other."""
    places = _places(view)
    rows = [
        (gettext("Conversations"), [shown_number(one.conversations) for one in places]),
        (gettext("Answer rate"), [shown_percent(one.answer_rate) for one in places]),
        (gettext("Answered within 1 minute"), [shown_percent(_soon(one)) for one in places]),
        (gettext("Helped by the conversation"),
         [shown_percent(_share(one.outcomes, "helped_by_talk")) for one in places]),
        (gettext("Hours covered"), [number(one.hours_covered) for one in places]),
    ]  # fmt: skip
    return {
        "title": gettext("The year in five figures"),
        "headers": ["", *_names(view)],
        "rows": [[label, *values] for label, values in rows],
    }


def _topics(view: MunicipalityReport) -> dict[str, Any]:
    """Return the most frequent topics of the region, or of the nation."""
    places = _places(view)
    counts = {cell.name: cell.count or 0 for cell in places[0].topics if cell.name != "other"}
    first = sorted((topic for topic in TOPICS if topic in counts),
                   key=lambda topic: -counts[topic])[:MOST_TOPICS]  # fmt: skip
    return {
        "title": gettext("What conversations are about"),
        "headers": [gettext("Topic"), *_names(view)],
        "rows": [
            [name(topic), *(shown_percent(_share(one.topics, topic)) for one in places)]
            for topic in first
        ],
        "note": gettext("A conversation can have several topics."),
    }


def _trend(whole: WholeMunicipality) -> dict[str, str] | None:
    if len(whole.nation.series) < SEVERAL:
        return None
    chart = trend.topics(whole.nation.series)
    return {
        "title": gettext("Topics over time, in the Netherlands"), "sentence": chart.sentence,
        "svg": str(chart.svg).replace("<svg", FONT, 1),
    }  # fmt: skip


def _places(view: MunicipalityReport) -> list[Report]:
    return [view.region, view.nation] if view.region else [view.nation]


def _names(view: MunicipalityReport) -> list[str]:
    nation = gettext("The Netherlands")
    region = gettext("Locations in %(province)s", province=view.province)
    return [region, nation] if view.region else [nation]


def _soon(report: Report) -> float | None:
    found = within([(cell.name, cell.count) for cell in report.waits], report.answered)
    return next(one.share for one in found if one.seconds == A_MINUTE)


def _share(cells: list[Cell], word: str) -> float | None:
    return next(cell.share for cell in cells if cell.name == word)
