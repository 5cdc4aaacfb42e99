"""The catalogue of the open data, as DCAT-AP-NL 3.0 asks.

What that profile requires (docs.geostandaarden.nl/dcat/dcat-ap-nl30): of a data set its access
rights, contact, creator, identifier, publisher and theme; of a distribution its licence and
address; of the catalogue its contact.
"""

from datetime import datetime, timedelta
from typing import Any

from shared.month import TIME_ZONE
from shared.pages.language import N_, NAMES, Catalogues, gettext, speaking

from reporting.open_data.editions import Edition, File
from reporting.open_data.linked_data import Node

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority"
LICENCE_OF_THE_LIST = "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"
TITLE = N_("Open data of Sensoor")
DESCRIPTION = N_("The published figures of an anonymous helpline, by period and by region.")
KEYWORDS = (N_("helpline"), N_("loneliness"), N_("mental health"), N_("volunteers"))


def catalogue(edition: Edition, base: str, email: str, words: Catalogues) -> list[Node]:
    """Return the catalogue, its data sets and their distributions as linked data.

    `base` is the address below which the open data is, `email` who answers questions.
    """
    contact = _contact(base, email)
    changed = _changed(edition.state.published_at)
    sensoor = f"{base}#sensoor"
    whole: Node = {
        "@id": f"{base}/catalog",
        "@type": "dcat:Catalog",
        "dct:title": _both(TITLE, words),
        "dct:description": _both(DESCRIPTION, words),
        "dct:publisher": _iri(sensoor),
        "dct:license": _iri(LICENCE_OF_THE_LIST),
        "dct:language": _languages(),
        "foaf:homepage": _iri(base),
        "dcat:contactPoint": contact,
        "dcat:dataset": [_iri(f"{base}/{file.resource.name}") for file in edition.files],
        **changed,
    }
    agent: Node = {
        "@id": sensoor,
        "@type": "foaf:Agent",
        "foaf:name": [_text("Sensoor", language) for language in NAMES],
        "dct:type": _iri("http://purl.org/adms/publishertype/NonProfitOrganisation"),
    }
    sets = [_data_set(edition, file, base, contact, words) | changed for file in edition.files]
    files = [_distribution(file, base, words) | changed for file in edition.files]
    return [whole, agent, *sets, *files]


def _data_set(
    edition: Edition, file: File, base: str, contact: Node, words: Catalogues
) -> dict[str, Any]:
    address = f"{base}/{file.resource.name}"
    found: dict[str, Any] = {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": address,
        "dct:title": _both(file.resource.title, words),
        "dct:description": _both(file.resource.means, words),
        "dcat:keyword": [one for word in KEYWORDS for one in _both(word, words)],
        "dct:creator": _iri(f"{base}#sensoor"),
        "dct:publisher": _iri(f"{base}#sensoor"),
        "dcat:contactPoint": contact,
        "dcat:theme": [_iri(f"{EU}/data-theme/{theme}") for theme in ("HEAL", "SOCI")],
        "dct:accessRights": _iri(f"{EU}/access-right/PUBLIC"),
        "dct:accrualPeriodicity": _iri(f"{EU}/frequency/MONTHLY"),
        "dct:spatial": _iri(f"{EU}/country/NLD"),
        "dct:language": _languages(),
        "dcat:landingPage": _iri(base),
        "dcat:distribution": _iri(f"{address}.csv"),
    }
    if edition.covers:
        first, last = edition.covers
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(first.begins.astimezone(TIME_ZONE).date(), "date"),
            "dcat:endDate": _typed(
                (last.ends - timedelta(seconds=1)).astimezone(TIME_ZONE).date(), "date"
            ),
        }
    return found


def _distribution(file: File, base: str, words: Catalogues) -> dict[str, Any]:
    address = f"{base}/{file.resource.name}.csv"
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _both(file.resource.title, words),
        "dct:description": _both(file.resource.means, words),
        "dcat:accessURL": _iri(base),
        "dcat:downloadURL": _iri(address),
        "dct:license": _iri(LICENCE_OF_THE_LIST),
        "dct:format": _iri(f"{EU}/file-type/CSV"),
        "dcat:mediaType": _iri("https://www.iana.org/assignments/media-types/text/csv"),
        "dct:conformsTo": _iri(f"{base}/datapackage.json"),
        "dcat:byteSize": _typed(file.size, "nonNegativeInteger"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _iri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": _typed(file.sha256, "hexBinary"),
        },
    }


def _contact(base: str, email: str) -> Node:
    return {
        "@type": "vcard:Kind",
        "vcard:fn": [_text("Sensoor", language) for language in NAMES],
        "vcard:hasEmail": _iri(f"mailto:{email}"),
        "vcard:hasURL": _iri(base),
    }


def _changed(published_at: datetime | None) -> dict[str, Any]:
    return {"dct:modified": _typed(published_at.isoformat(), "dateTime")} if published_at else {}


def _languages() -> list[Node]:
    return [_iri(f"{EU}/language/{code}") for code in ("NLD", "ENG")]


def _both(text: str, words: Catalogues) -> list[Node]:
    """Return a text in each language."""
    found = []
    for language in NAMES:
        with speaking(language, words):
            found.append(_text(gettext(text), language))
    return found


def _text(text: str, language: str) -> Node:
    return {"@value": text, "@language": language}


def _typed(value: object, kind: str) -> Node:
    return {"@value": str(value), "@type": f"xsd:{kind}"}


def _iri(address: str) -> Node:
    return {"@id": address}
