"""Write the account of a year, in the language that is spoken now."""

from shared.pages.formats import day
from shared.pages.language import gettext

from reporting.accountability.criteria.effectiveness import effectiveness
from reporting.accountability.criteria.method import method
from reporting.accountability.criteria.price import price
from reporting.accountability.criteria.volunteer_policy import volunteer_policy
from reporting.accountability.read_evidence import Evidence
from reporting.accountability.views import AccountView, CriterionView, LinkView
from reporting.books.views import Report

CRITERIA = (method, effectiveness, volunteer_policy, price)


def write_account(
    evidence: Evidence, report: Report | None, volunteers_address: str, *, ended: bool
) -> AccountView:
    """Return the account; `volunteers_address` is where the pages of volunteers are."""
    criteria = [criterion(evidence, report) for criterion in CRITERIA]
    return AccountView(
        year=evidence.year,
        title=gettext("Accountability to the VNG, %(year)s", year=evidence.year),
        until=evidence.last,
        ended=ended,
        revision=None if report is None else report.revision,
        opening=_opening(evidence, report),
        criteria=[*criteria, _quality_file(evidence.year, volunteers_address)],
    )


def _opening(evidence: Evidence, report: Report | None) -> list[str]:
    counted = gettext(
        "Figures about volunteers, the roster and money are counted up to and with %(day)s.",
        day=day(evidence.last),
    )
    if report is None:
        return [counted, gettext(
            "The report of %(year)s is not published yet: figures about help seekers are missing.",
            year=evidence.year,
        )]  # fmt: skip
    some = gettext(
        "Of the twelve months of the year, figures of %(count)s are published.",
        count=evidence.months,
    )
    return [counted, *([] if evidence.is_whole else [some]), gettext(
        "Figures about help seekers are those of the published report of %(year)s, revision"
        " %(revision)s. What is about fewer than ten help seekers is not shown.",
        year=evidence.year, revision=report.revision,
    )]  # fmt: skip


def _quality_file(year: int, volunteers_address: str) -> CriterionView:
    return CriterionView(
        code="quality_file",
        title=gettext("Quality file"),
        says=gettext(
            "The quality file of the year holds each norm of the quality system with its evidence:"
            " selection, training, guidance, after-care and availability."
        ),
        figures=[],
        notes=[
            gettext(
                "It is kept by volunteers, and is handed over as PDF. Whether a certificate (SPEN)"
                " is valid, its issuer says."
            )
        ],
        link=LinkView(
            address=f"{volunteers_address}/volunteers/quality/{year}",
            title=gettext("Quality file %(year)s", year=year),
        ),
    )
