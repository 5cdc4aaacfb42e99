"""Figures of municipalities: taken in whole, announced once, and never from free text."""

from datetime import date
from typing import Any

import pytest
from billing.municipalities.read_csv import CsvWrong, read_csv
from shared.events.billing import MunicipalityRegistered

from tests.billing.given import (
    codes,
    figures,
    given_contract,
    given_municipalities,
    given_settled,
    import_of,
    refusal,
)
from tests.platform import Platform
from tests.waiting import eventually

IMPORTS = "/v1/municipality-imports"


async def test_an_import_announces_each_municipality_and_repeats_nothing(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    wanted = codes(3)
    first = await client.post(IMPORTS, json=import_of(*map(figures, wanted)))
    assert first.json() == {"asOf": "2016-01-01", "registered": 3, "changed": 0, "unchanged": 0}
    again = await client.post(IMPORTS, json=import_of(*map(figures, wanted)))
    assert again.json() == {"asOf": "2016-01-01", "registered": 0, "changed": 0, "unchanged": 3}
    recounted = [figures(wanted[0], 1001), figures(wanted[1])]
    changed = await client.post(IMPORTS, json=import_of(*recounted))
    assert changed.json() == {"asOf": "2016-01-01", "registered": 0, "changed": 1, "unchanged": 1}

    async def announced() -> bool:
        return len(await platform.published(MunicipalityRegistered)) == 4

    await eventually(announced)
    last = (await platform.published(MunicipalityRegistered))[-1]
    assert (last.aggregate_id, last.data.inhabitants) == (wanted[0], 1001)
    assert last.sequence.endswith("2")
    shown = (await client.get(f"/v1/municipalities/{wanted[0]}")).json()
    assert (shown["inhabitants"], shown["asOf"]) == (1001, "2016-01-01")


async def test_the_four_big_cities_are_marked_as_outside_the_offer(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    big = ["GM0344", "GM0363", "GM0518", "GM0599"]
    await given_municipalities(client, *map(figures, [*big, "GM0301"]))
    items = (await client.get("/v1/municipalities")).json()["items"]
    assert [item["code"] for item in items if item["excluded"]] == big


async def test_figures_of_an_older_date_leave_the_newest_name(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301", 46_997, name="Zutphen"))
    older = import_of(figures("GM0301", 46_849, name="Warnsveld"), as_of="2015-01-01")
    assert (await client.post(IMPORTS, json=older)).json()["changed"] == 1
    assert (await client.post(IMPORTS, json=older)).json()["unchanged"] == 1
    newest = (await client.get("/v1/municipalities/GM0301")).json()
    assert (newest["name"], newest["inhabitants"]) == ("Zutphen", 46_997)
    address = "/v1/municipalities/GM0301?asOf=2015-01-01"
    assert (await client.get(address)).json()["inhabitants"] == 46_849
    nothing = (await client.get("/v1/municipalities/GM0301?asOf=2014-01-01")).json()
    assert (nothing["inhabitants"], nothing["asOf"]) == (None, None)


BAD_FIGURES: list[dict[str, Any]] = [
    {"inhabitants": 0},
    {"inhabitants": -5},
    {"inhabitants": None},
    {"inhabitants": "1000"},
    {"inhabitants": 1000.5},
    {"inhabitants": True},
    {"inhabitants": 20_000_001},
    {"code": "301"},
    {"code": "GM0301\n"},
    {"name": "MARKER 0612345678"},
    {"name": "MARKER@example.org"},
    {"name": "10.0.0.1"},
    {"name": ""},
    {"name": "MARKER\u0000"},
    {"name": "M" * 61},
    {"province": "MARKER"},
    {"note": "MARKER"},
    {"MARKER": 1},
]


async def test_one_bad_figure_refuses_the_whole_import_without_repeating_it(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    for change in BAD_FIGURES:
        body = import_of(figures("GM0200"), figures("GM0301") | change)
        answer = await client.post(IMPORTS, json=body)
        assert refusal(answer) == (400, "bad-input"), change
        assert "MARKER" not in answer.text
        assert "[1]" in answer.json()["detail"]
        assert (await client.get("/v1/totals")).json()["municipalities"] == 0


async def test_missing_inhabitants_are_told_with_their_place(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    without = figures("GM0301")
    del without["inhabitants"]
    answer = await client.post(IMPORTS, json=import_of(without))
    assert answer.status_code == 400
    assert "body.municipalities[0].inhabitants" in answer.json()["detail"]


NO_IMPORTS: list[tuple[Any, str]] = [
    (import_of(), "bad-input"),
    (import_of(figures("GM0301"), figures("GM0301")), "municipality-twice"),
    (import_of(figures("GM0301"), as_of="2016-03-01"), "not-on-january-first"),
    (import_of(figures("GM0301"), as_of="9999-01-01"), "figures-from-future"),
    (import_of(figures("GM0301"), as_of="soon"), "bad-input"),
    ([], "bad-input"),
]


async def test_an_import_that_makes_no_sense_is_refused(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    for body, code in NO_IMPORTS:
        assert refusal(await client.post(IMPORTS, json=body)) == (400, code)


async def test_figures_that_invoices_rest_on_stay_as_they_are(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301", 46_997))
    await given_contract(client, "GM0301")
    await given_settled(client, 2016)
    recounted = await client.post(IMPORTS, json=import_of(figures("GM0301", 46_998)))
    assert refusal(recounted) == (409, "figures-settled")
    another = await client.post(
        IMPORTS, json=import_of(figures("GM0301", 46_997), figures("GM0200"))
    )
    assert another.json()["registered"] == 1


async def test_a_csv_from_cbs_is_taken_in(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    for separator, bom in ((",", ""), (";", "\ufeff")):
        name = '"Nuenen, Gerwen en Nederwetten"'
        lines = [
            ["code", "name", "province", "inhabitants"],
            ["GM0301", "Zutphen", "Gelderland", "46997"],
            ["GM0820", name, "Noord-Brabant", "22740"],
        ]
        content = bom + "\r\n".join(separator.join(line) for line in lines) + "\r\n"
        answer = await client.post(
            f"{IMPORTS}?asOf=2016-01-01",
            content=content.encode(),
            headers={"content-type": "text/csv; charset=utf-8"},
        )
        assert answer.status_code == 201, answer.text
    assert answer.json()["unchanged"] == 2


WRONG_LINES: list[tuple[list[str], str]] = [
    (["GM0301,Zutphen,Gelderland,0"], "line 2, inhabitants"),
    (["GM0200,Apeldoorn,Gelderland,1", "GM0301,Zutphen,Gelderland,-1"], "line 3, inhabitants"),
    (["GM0301,Zutphen,Gelderland,MARKER"], "line 2, inhabitants"),
    (["GM0301,Zutphen,Gelderland,"], "line 2, inhabitants"),
    (["GM0301,Zutphen,Gelderland"], "line 2: give four columns"),
    (["GM0301,Zutphen,Gelderland,1,MARKER"], "line 2: give four columns"),
    (["MARKER,Zutphen,Gelderland,1"], "line 2, code"),
    (["GM0301,MARKER1,Gelderland,1"], "line 2, name"),
    (["GM0301,Zutphen,MARKER,1"], "line 2, province"),
    ([], "Give 1 to 100000"),
]


async def test_wrong_lines_of_a_csv_are_told_by_number(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    for rows, told in WRONG_LINES:
        answer = await client.post(
            f"{IMPORTS}?asOf=2016-01-01",
            content="\n".join(["code,name,province,inhabitants", *rows]),
            headers={"content-type": "text/csv"},
        )
        assert refusal(answer) == (400, "csv-wrong"), told
        assert told in answer.json()["detail"]
        assert "MARKER" not in answer.text


async def test_of_a_hundred_thousand_rows_the_three_wrong_ones_are_named_and_none_is_kept(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    rows = [f"GM{place % 10_000:04d},Dorp,Drenthe,{place + 1}" for place in range(100_000)]
    for place, wrong in ((41, "GM0041,Dorp,Drenthe,-1"), (50_000, "GM,Dorp,Drenthe,1"),
                         (99_999, "GM9999,Dorp,Drenthe,")):  # fmt: skip
        rows[place] = wrong
    answer = await client.post(
        f"{IMPORTS}?asOf=2016-01-01",
        content="\n".join(["code,name,province,inhabitants", *rows]),
        headers={"content-type": "text/csv"},
    )
    assert refusal(answer) == (400, "csv-wrong")
    told = answer.json()["detail"]
    assert [part.split(":")[0] for part in told.split("; ")] == [
        "line 43, inhabitants", "line 50002, code", "line 100001, inhabitants"
    ]  # fmt: skip
    assert (await client.get("/v1/totals")).json()["municipalities"] == 0


def test_a_csv_of_more_rows_than_that_is_refused() -> None:
    rows = ["GM0001,Dorp,Drenthe,1"] * 100_001
    content = "\n".join(["code,name,province,inhabitants", *rows]).encode()
    with pytest.raises(CsvWrong, match="100000"):
        read_csv(content, date(2016, 1, 1))


NO_CSV: list[tuple[str, bytes, str]] = [
    ("", b"code,name,province,inhabitants\n", "as-of-missing"),
    ("?asOf=2016-01-01", b"gemeente,inwoners\n", "csv-wrong"),
    ("?asOf=2016-01-01", b"", "csv-wrong"),
    ("?asOf=2016-01-01", "code,name,province,inhabitants\nü".encode("latin-1"), "csv-wrong"),
]


async def test_a_csv_that_cannot_be_read_is_refused(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    for query, content, code in NO_CSV:
        answer = await client.post(
            IMPORTS + query, content=content, headers={"content-type": "text/csv"}
        )
        assert refusal(answer) == (400, code)
