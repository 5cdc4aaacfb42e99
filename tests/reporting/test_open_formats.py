"""The open data by the rules of its formats: CSV, Data Package, DCAT-AP-NL and Atom."""

import csv
import hashlib
import io
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from lxml import etree
from pyshacl import validate
from rdflib import DCAT, DCTERMS, Graph, URIRef
from rdflib.compare import isomorphic
from reporting.main import SITE
from reporting.open_data.catalogue import PREFIXES, catalogue
from reporting.open_data.data_package import data_package
from reporting.open_data.editions import File
from reporting.open_data.feed import atom_feed
from reporting.open_data.figures import FIGURES
from reporting.open_data.linked_data import json_ld, turtle
from shared.pages.language import speaking

from tests.reporting.open_series import BASE, edition, publications
from tests.reporting.shapes import DCAT_AP_NL

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPES: dict[str, Any] = {"string": str, "integer": int, "number": float}


def rows(file: File) -> list[list[str]]:
    """Read a file strictly, by RFC 4180."""
    text = file.content().decode("utf-8")
    assert text.count("\r\n") == text.count("\n")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_a_row_tells_the_count_and_its_share_or_that_it_is_not_shown() -> None:
    head, *told = rows(edition().file("national"))
    assert head == [
        "period_kind", "period", "figure", "name", "count", "share", "shown", "revision",
    ]  # fmt: skip
    found = {(row[1], row[2], row[3]): row[4:] for row in told}
    assert found["2016-03", "conversations", "total"] == ["70", "", "true", "0"]
    assert found["2016-Q1", "answered_by_kind", "silent"] == ["12", "0.141", "true", "0"]
    assert found["2016-03", "answered_by_kind", "misuse"] == ["", "", "false", "0"]
    assert {row[2] for row in told} == set(FIGURES)


def test_the_rows_have_a_stable_order_and_the_same_reports_the_same_bytes() -> None:
    one, other = edition(), edition()
    assert [file.packed for file in one.files] == [file.packed for file in other.files]
    periods = [row[1] for row in rows(one.file("national"))[1:]]
    assert list(dict.fromkeys(periods)) == ["2016-02", "2016-03", "2016-Q1"]
    assert {row[2] for row in rows(one.file("regions"))[1:]} == {"Fryslân", "Gelderland"}


def test_the_files_are_read_by_the_schema_of_the_data_package() -> None:
    made = edition()
    package = data_package(made, BASE)
    assert {"$schema", "name", "created", "sources"} <= set(package)
    assert [one["name"] for one in package["licenses"]] == ["CC0-1.0"]
    for resource in package["resources"]:
        file = made.file(resource["name"])
        assert resource["path"] == f"{BASE}/{resource['name']}.csv"
        assert resource["bytes"] == len(file.content())
        assert resource["hash"] == f"sha256:{hashlib.sha256(file.content()).hexdigest()}"
        head, *told = rows(file)
        fields = resource["schema"]["fields"]
        assert head == [field["name"] for field in fields]
        assert all(field["description"] for field in fields)
        assert not [
            (field["name"], text)
            for row in told
            for field, text in zip(fields, row, strict=True)
            if not fits(field, text)
        ]
        keys = [head.index(name) for name in resource["schema"]["primaryKey"]]
        assert len({tuple(row[key] for key in keys) for row in told}) == len(told) > 50


def fits(field: dict[str, Any], text: str) -> bool:
    """Say whether a cell is of its field's type and within its constraints (Table Schema)."""
    rules = field.get("constraints", {})
    if text == "":
        return not rules.get("required")
    if field["type"] == "boolean":
        return text in field["trueValues"] + field["falseValues"]
    value = TYPES[field["type"]](text)
    within: bool = rules.get("minimum", value) <= value <= rules.get("maximum", value)
    return within and value in rules.get("enum", [value])


def described() -> Graph:
    """Return the catalogue as Turtle says it."""
    nodes = catalogue(edition(), BASE, "open@sensoor.example", SITE.words)
    return Graph().parse(data=turtle(PREFIXES, nodes), format="turtle")


def test_turtle_and_json_ld_say_the_same() -> None:
    nodes = catalogue(edition(), BASE, "open@sensoor.example", SITE.words)
    other = Graph().parse(data=json_ld(PREFIXES, nodes), format="json-ld")
    assert len(other) > 50
    assert isomorphic(described(), other)


def test_the_catalogue_has_what_dcat_ap_nl_requires() -> None:
    conforms, _, said = validate(described(), shacl_graph=DCAT_AP_NL, shacl_graph_format="turtle")
    assert conforms, said


@pytest.mark.parametrize(
    "required",
    [DCTERMS.license, DCTERMS.publisher, DCTERMS.accessRights, DCTERMS.identifier, DCAT.theme,
     DCAT.contactPoint, DCAT.accessURL],
)  # fmt: skip
def test_the_shapes_find_what_is_missing(required: URIRef) -> None:
    broken = described()
    broken.remove((None, required, None))
    assert not validate(broken, shacl_graph=DCAT_AP_NL, shacl_graph_format="turtle")[0]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_feed_has_what_atom_requires(language: str) -> None:
    with speaking(language, SITE.words):
        feed = etree.fromstring(atom_feed(publications(), "https://pages.example", "https://api"))
    assert feed.get(LANG) == language
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == len(publications())
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1
            assert part.findtext(f"{ATOM}{name}")
        assert datetime.fromisoformat(str(part.findtext(f"{ATOM}updated"))).tzinfo
        links = [(one.get("rel"), one.get("type")) for one in part.findall(f"{ATOM}link")]
        assert len(set(links)) == len(links) >= 2
    ids = [str(one.findtext(f"{ATOM}id")) for one in entries]
    assert [UUID(one.removeprefix("urn:uuid:")) for one in ids] == [
        one.report_id for one in publications()
    ]
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Sensoor"


def test_a_correction_says_in_the_feed_that_it_is_one() -> None:
    feed = etree.fromstring(atom_feed(publications(), "https://pages.example", "https://api"))
    said = [one.text for one in feed.iter(f"{ATOM}summary")]
    assert said[0] == "Correction 1 of a published report."
    assert "Correction" not in said[1]
