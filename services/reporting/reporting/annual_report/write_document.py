"""Write the annual report, in the language that is spoken now; takes half a second of plots."""

from shared.pages.formats import day
from shared.pages.language import gettext, language

from reporting.annual_report.chapters.figures import figures
from reporting.annual_report.chapters.method import method, not_shown
from reporting.annual_report.chapters.money import money
from reporting.annual_report.chapters.months import months
from reporting.annual_report.chapters.reach import reach
from reporting.annual_report.chapters.referrals import referrals
from reporting.annual_report.chapters.regions import regions
from reporting.annual_report.chapters.topics import topics
from reporting.annual_report.chapters.volunteers import volunteers
from reporting.annual_report.document import Document
from reporting.annual_report.read_year import Year

CHAPTERS = (
    months, topics, reach, referrals, volunteers, regions, money, method, not_shown,
)  # fmt: skip


def write_document(year: Year) -> Document:
    """Return the document; equal years give equal documents."""
    chapters = [chapter(year) for chapter in CHAPTERS]
    return Document(
        language=language(),
        year=year.number,
        title=gettext("Annual report %(year)s", year=year.number),
        subtitle=gettext("Anonymous help at a distance: what lives among callers"),
        published=gettext(
            "From the reports that were published up to %(day)s", day=day(year.made_at)
        ),
        chapters=[figures(year, chapters), *chapters],
    )
