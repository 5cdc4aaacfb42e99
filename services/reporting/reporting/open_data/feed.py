"""The Atom feed (RFC 4287) of the newest public reports and corrections."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree as Xml

from shared.pages.language import gettext, language

from reporting.counting.rules.month_table import COUNTRY
from reporting.open_data.queries import Publication
from reporting.open_data.resources import LICENCE_URL
from reporting.reports.words import period_name

ATOM = "http://www.w3.org/2005/Atom"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # the feed must say when it changed; nothing is published
ENTRIES = 50
Xml.register_namespace("", ATOM)


def atom_feed(publications: Sequence[Publication], pages: str, api: str) -> bytes:
    """Return the feed; `pages` and `api` are where the report pages and the API answer."""
    feed = Xml.Element(
        f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language()}
    )
    updated = max((one.published_at for one in publications), default=NEVER)
    address = f"{pages}/open-data"
    _add(feed, "id", f"{address}/feed.atom")
    _add(feed, "title", gettext("Reports of Sensoor"))
    _add(feed, "updated", updated.isoformat())
    _add(_add(feed, "author"), "name", "Sensoor")
    _add(feed, "rights", LICENCE_URL)
    _link(feed, "self", f"{address}/feed.atom", "application/atom+xml")
    _link(feed, "alternate", address, "text/html")
    for one in publications:
        _entry(feed, one, pages, api)
    written: bytes = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: Xml.Element, one: Publication, pages: str, api: str) -> None:
    entry = _add(feed, "entry")
    where = "" if one.place == COUNTRY else f"/regions/{quote(one.place)}"
    place = gettext("The Netherlands") if one.place == COUNTRY else one.place
    title = gettext("%(period)s, %(place)s", period=period_name(one.period), place=place)
    moment = one.published_at.isoformat()
    _add(entry, "id", f"urn:uuid:{one.report_id}")
    _add(entry, "title", _begun(title))
    _add(entry, "published", moment)
    _add(entry, "updated", moment)
    _add(entry, "summary", _summary(one))
    _link(entry, "alternate", f"{pages}/reporting/reports/{one.period}{where}", "text/html")
    _link(entry, "alternate", f"{api}/v1/reports/{one.period}{where}", "application/json")
    name = "national" if one.place == COUNTRY else "regions"
    _link(entry, "related", f"{pages}/open-data/{name}.csv", "text/csv")


def _summary(one: Publication) -> str:
    if one.revision:
        return gettext("Correction %(number)s of a published report.", number=one.revision)
    return gettext("The report is published, and does not change without a dated correction.")


def _begun(title: str) -> str:
    return title[:1].upper() + title[1:]


def _add(parent: Xml.Element, name: str, text: str | None = None) -> Xml.Element:
    child = Xml.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text
    return child


def _link(parent: Xml.Element, rel: str, address: str, media_type: str) -> None:
    attributes = {"rel": rel, "href": address, "type": media_type}
    Xml.SubElement(parent, f"{{{ATOM}}}link", attributes)
