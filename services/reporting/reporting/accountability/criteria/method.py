"""Method (werkwijze): by which channels, at what hours, and how well the service is reached."""

from shared.pages.language import N_, gettext

from reporting.accountability.figures import Figures
from reporting.accountability.read_evidence import Evidence
from reporting.accountability.views import CriterionView, FigureView
from reporting.books.views import Report

FIGURES = Figures(
    "method",
    {
        "attempts": (
            N_("Attempts"),
            N_(
                "Somebody calls, asks for a chat or sends an email. Tests are left out. An attempt"
                " is not yet a conversation."
            ),
        ),
        "answer_rate": (
            N_("Answer rate"),
            N_(
                "Answered attempts, divided by answered attempts, those who hung up while waiting"
                " and those for whom no listener was free."
            ),
        ),
        "waited_30": (
            N_("Answered within 30 seconds"),
            N_("Share of the answered attempts; a chat waits from the moment it is asked for."),
        ),
        "telephone": (
            N_("Conversations by telephone"),
            N_("Share of the conversations that were held by telephone."),
        ),
        "chat": (
            N_("Conversations by chat"),
            N_("Share of the conversations that were held by chat."),
        ),
        "email": (
            N_("Conversations by email"),
            N_("Share of the conversations that were held by email."),
        ),
        "staffed": (
            N_("Hours with a listener on the roster"),
            N_(
                "Hours of the year in which at least one shift, at any location, had a volunteer,"
                " of all hours of the year. The roster says who was to be there."
            ),
        ),
    },
)  # fmt: skip


def method(evidence: Evidence, report: Report | None) -> CriterionView:
    """Return what the records show of the method."""
    return CriterionView(
        code="method",
        title=gettext("Method"),
        says=gettext(
            "Day and night, by telephone, chat and email, a trained volunteer listens. The help is"
            " anonymous: nobody is asked for a name or a place of residence."
        ),
        figures=[*_reach(report), FIGURES.part("staffed", evidence.staffed, evidence.hours)],
        notes=[
            gettext(
                "That the help is anonymous is a property of the software: no number, address, name"
                " or text of a help seeker is kept or passed on. What is kept of a conversation are"
                " words of fixed lists, such as its topic. Automated tests hold it to that."
            ),
            gettext(
                "How a volunteer listens, no figure shows. The quality file and the training of"
                " volunteers say more of that."
            ),
        ],
    )


def _reach(report: Report | None) -> list[FigureView]:
    if report is None:
        return []
    waited = next((cell.share for cell in report.waits if cell.name == "30"), None)
    return [
        FIGURES.count("attempts", report.attempts),
        FIGURES.share("answer_rate", report.answer_rate),
        FIGURES.share("waited_30", waited),
        *(FIGURES.share(cell.name, cell.share) for cell in report.channel_mix),
    ]
