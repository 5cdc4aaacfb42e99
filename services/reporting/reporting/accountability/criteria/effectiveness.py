"""Effectiveness: what became of the conversations."""

from shared.pages.language import N_, gettext

from reporting.accountability.figures import Figures
from reporting.accountability.read_evidence import Evidence
from reporting.accountability.views import CriterionView, FigureView
from reporting.books.views import Report

FIGURES = Figures(
    "effectiveness",
    {
        "conversations": (
            N_("Conversations"),
            N_(
                "Answered attempts in which help seeker and volunteer spoke or wrote with each"
                " other: not who said nothing, hung up, or misused the line."
            ),
        ),
        "average_minutes": (
            N_("Minutes a conversation, on average"),
            N_("Minutes spent in conversations, divided by the conversations."),
        ),
        "helped_by_talk": (
            N_("Helped by the conversation"),
            N_("Share of the conversations after which the talk itself had helped."),
        ),
        "thought_along": (
            N_("Thought it through together"),
            N_("Share of the conversations in which a problem was thought through."),
        ),
        "referred": (
            N_("Referred"),
            N_("Share of the conversations that ended with the way to other help."),
        ),
        "needs_more_support": (
            N_("Needs more support"),
            N_("Share of the conversations after which more help was needed than was found."),
        ),
        "broken_off": (
            N_("Broken off"),
            N_("Share of the conversations that ended before they were finished."),
        ),
        "referrals": (
            N_("Referrals to partners"),
            N_("Help seekers who were pointed, or handed over, to a partner such as 113Online."),
        ),
        "connected": (
            N_("Handovers that were connected"),
            N_("Share of the warm handovers, of which the end is known, that the partner took."),
        ),
    },
)  # fmt: skip


def effectiveness(_: Evidence, report: Report | None) -> CriterionView:
    """Return how conversations ended, as far as it may be shown."""
    return CriterionView(
        code="effectiveness",
        title=gettext("Effectiveness"),
        says=gettext(
            "People feel heard, put their thoughts into words, and think along about a problem. For"
            " some it is a step towards care, for others an alternative to it."
        ),
        figures=_figures(report) if report else [],
        notes=[
            gettext(
                "An outcome is how the volunteer registers the end of a conversation. Nobody asks"
                " the help seeker afterwards: that would cost the anonymity. It is therefore no"
                " measurement of effect, and no control group exists."
            )
        ],
    )


def _figures(report: Report) -> list[FigureView]:
    handovers = {cell.name: cell.share for cell in report.referrals.handovers}
    return [
        FIGURES.count("conversations", report.conversations),
        FIGURES.other("average_minutes", report.average_minutes, "minutes", 1),
        *(FIGURES.share(cell.name, cell.share) for cell in report.outcomes),
        FIGURES.count("referrals", report.referrals.total),
        FIGURES.share("connected", handovers.get("connected")),
    ]
