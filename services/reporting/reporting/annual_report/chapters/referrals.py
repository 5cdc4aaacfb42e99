"""Referrals to partners, and how warm handovers ended."""

from shared.pages.formats import number, percent
from shared.pages.language import gettext

from reporting.annual_report.document import Chapter
from reporting.annual_report.read_year import Year
from reporting.annual_report.words import named, shares_plot, too_few
from reporting.books.views import ReferralsView


def referrals(year: Year) -> Chapter:
    """Return the chapter about the way to other help."""
    of = year.report.referrals
    who, count, share = gettext("Partner"), gettext("Referrals"), gettext("Share")
    return Chapter(
        code="referrals",
        title=gettext("Referrals and handovers"),
        says=[
            gettext(
                "Where more help is needed, a volunteer shows the way to it. A referral says"
                " nothing about who was referred: the partner learns that from the person."
            )
        ],
        plots=[
            shares_plot(
                "partners", gettext("To which partner"),
                _said(of),
                (who, count, share), of.by_partner,
            ),
            shares_plot(
                "modes", gettext("In what way"),
                gettext("In a handover in person the volunteer stays until the partner answers."),
                (gettext("Way"), count, share), of.by_mode,
            ),
            shares_plot(
                "handovers", gettext("How handovers in person ended"), _ended(of),
                (gettext("End"), gettext("Handovers"), share), of.handovers,
            ),
        ],
    )  # fmt: skip


def _said(of: ReferralsView) -> str:
    if of.total is None:
        return too_few()
    count = number(of.total)
    return gettext("Volunteers referred people to a partner %(count)s times.", count=count)


def _ended(of: ReferralsView) -> str:
    connected = next((one for one in of.handovers if one.name == "connected"), None)
    if connected is None or connected.share is None:
        return too_few()
    return gettext(
        "%(share)s of the handovers were %(connected)s.",
        share=percent(connected.share, 1), connected=named("connected").lower(),
    )  # fmt: skip
