"""Write the offer letter to a municipality, with its own figures, as PDF."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Literal

from pydantic import Field
from shared.database import Database, raw
from shared.http import Command
from shared.month import TIME_ZONE
from shared.pages.language import speaking
from shared.pages.site import Site
from shared.typesetting import typeset
from starlette.concurrency import run_in_threadpool

from billing.local_date import local_date
from billing.municipalities.commands import Code
from billing.parties.rules.codes import SELLER
from billing.parties.snapshot import party_on
from billing.quotes.chart import chart_of
from billing.quotes.letter_words import Letterhead, letter_words
from billing.quotes.make_offer import make_offer

PDF = "application/pdf"
LETTER = Path(__file__).parent / "templates/letter.typ"
CHART = "quotes/templates/_chart.html"
FONT = "Libertinus Serif"  # typst carries it


Language = Literal["nl", "en"]


class AskLetter(Command):
    """Which letter: to whom, for which year, and in which language."""

    municipality: Code
    year: int = Field(ge=1, le=9999)
    language: Language


async def write_letter(database: Database, site: Site, asked: AskLetter, now: datetime) -> bytes:
    """Return the letter as PDF; nothing is kept.

    It is dated today in the Netherlands; of one day the same figures give the same bytes. Raises
    what `make_offer` raises.
    """
    today = local_date(now)
    async with database.read() as session:
        offer = await make_offer(session, asked.municipality, asked.year)
        connection = await raw(session)
        parties = Letterhead(
            sender=await party_on(connection, SELLER, today),
            addressee=await party_on(connection, asked.municipality, today),
        )
    with speaking(asked.language, site.words):
        chart = chart_of(offer)
        svg = site.templates.get_template(CHART).render(chart=chart, font=FONT)
        words = letter_words(offer, chart, svg, parties, today)
    made_at = datetime.combine(today, time(), TIME_ZONE).astimezone(UTC)
    return await run_in_threadpool(typeset, LETTER, words, made_at)


def filed_as(asked: AskLetter) -> Mapping[str, str]:
    """Return the headers that name the file of a letter."""
    return {
        "Content-Disposition": f'inline; filename="offer-{asked.municipality}-{asked.year}.pdf"'
    }
