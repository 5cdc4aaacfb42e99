"""Volunteer policy: selection, upkeep of skill, guidance, and whether shifts are filled."""

from shared.pages.language import N_, gettext

from reporting.accountability.figures import Figures
from reporting.accountability.read_evidence import Evidence
from reporting.accountability.rules.half_days import A_YEAR
from reporting.accountability.views import CriterionView
from reporting.books.views import Report

FIGURES = Figures(
    "volunteer_policy",
    {
        "applied": (N_("Applications"), N_("People who applied as a volunteer in the year.")),
        "withdrew": (
            N_("Not admitted"),
            N_("Applicants who withdrew or were turned down in the year, before an admission."),
        ),
        "admitted": (
            N_("Admissions"),
            N_(
                "Volunteers who were admitted for the first time: selected, trained in thirteen"
                " modules, and signed off by a mentor or trainer."
            ),
        ),
        "left": (N_("Left"), N_("Admitted volunteers who left in the year.")),
        "after": (
            N_("Volunteers in service"),
            N_("Admitted and not gone, on the last day counted; who pauses is in service."),
        ),
        "modules": (
            N_("Modules attended"),
            N_("Attendances at a module of the basic training, by all participants together."),
        ),
        "half_days": (
            N_("Half-days attended"),
            N_("Half-days of intervision and of training, of all volunteers together."),
        ),
        "norm_kept": (
            N_("Kept the norm of ten half-days"),
            N_(
                "Volunteers in service who attended the half-days that the year asks of them: ten,"
                " and in the year of the admission its share, rounded down. Of those of whom none"
                " is asked yet nothing is counted."
            ),
        ),
        "evaluations": (
            N_("Evaluation interviews"),
            N_("Interviews that were held in the year. What was said stays between the two."),
        ),
        "evaluated": (
            N_("Volunteers who had an interview"),
            N_("Volunteers with an interview, of all who were in service in the year."),
        ),
        "coverage": (
            N_("Roster hours filled"),
            N_(
                "Hours of the places that were taken, of the hours of all places that were wanted,"
                " in shifts that were not cancelled."
            ),
        ),
    },
)  # fmt: skip


def volunteer_policy(evidence: Evidence, _: Report | None) -> CriterionView:
    """Return what the records show of the volunteer policy."""
    standing, training = evidence.standing, evidence.training
    of_norm, roster = evidence.upkeep, evidence.roster
    return CriterionView(
        code="volunteer_policy",
        title=gettext("Volunteer policy"),
        says=gettext(
            "Volunteers are selected with care, trained in thirteen modules, keep up their skill in"
            " at least %(norm)s half-days a year, and discuss their conversations in evaluation"
            " interviews.",
            norm=A_YEAR,
        ),
        figures=[
            FIGURES.count("applied", standing.applied),
            FIGURES.count("withdrew", standing.withdrew),
            FIGURES.count("admitted", standing.admitted),
            FIGURES.count("left", standing.left),
            FIGURES.count("after", standing.after),
            FIGURES.count("modules", training.modules),
            FIGURES.count("half_days", training.intervision + training.training),
            FIGURES.part("norm_kept", of_norm.kept, of_norm.asked),
            FIGURES.count("evaluations", evidence.evaluations.held),
            FIGURES.part(
                "evaluated", evidence.evaluations.volunteers, standing.before + standing.admitted
            ),
            FIGURES.part("coverage", float(roster.hours_covered), float(roster.hours_wanted)),
        ],
        notes=[
            gettext(
                "Figures about volunteers are of the whole country. A location may have so few"
                " volunteers that its figures would be about persons: they are not shown."
            )
        ],
    )
