"""The start page: choosing a person, and that nobody else chooses for somebody."""

import re

import pytest
from shared.pages.workplaces import WORKPLACES
from shared.roles import Role

from tests.issuer.conftest import HERE, PAGES, Known, Visitor, authorize, offered


async def test_a_person_of_the_data_lands_where_that_person_works(
    visitor: Visitor, known: Known
) -> None:
    page = offered((await visitor.client.get("/")).text)
    assert page["listener in Heerlen"]["person"] == str(known.listener)
    assert page["trainer in Heerlen"] == {
        "role": "trainer", "person": str(known.mentor), "locations": str(known.heerlen),
    }  # fmt: skip
    assert page["coordinator of Limburg"]["locations"] == f"{known.heerlen},{known.roermond}"
    assert "listener in Roermond" not in page
    for name in (
        "listener in Heerlen", "trainer in Heerlen", "coordinator of Limburg",
        "coordinator in Roermond", "coordinator", "finance", "analyst", "partner 113Online",
        "council of Zutphen",
    ):  # fmt: skip
        service = WORKPLACES[Role(page[name]["role"])][0]
        answer = await visitor.choose("/", **page[name])
        assert answer.status_code == 303
        address = f"{PAGES[service]}/{service}/sign-in?to=/{service}"
        assert answer.headers["location"] == address
        assert (
            f"You are signed in as: <strong>{name}</strong>" in (await visitor.client.get("/")).text
        )


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"},
     {"Origin": "http://127.0.0.1:9999"}, {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
     {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
     {"Origin": "http://rebound.example:8100", "Host": "rebound.example:8100"}],
    ids=str,
)  # fmt: skip
async def test_no_other_page_chooses_for_somebody(
    visitor: Visitor, headers: dict[str, str]
) -> None:
    for action in ("/", authorize()):
        answer = await visitor.client.post(action, data={"role": "analyst"}, headers=headers)
        assert answer.status_code in (400, 403)
        assert "set-cookie" not in answer.headers
    # Nor does a link: it only asks.
    assert (await visitor.client.get(f"{authorize()}&role=analyst&as=analyst")).status_code == 200


async def test_without_data_the_page_says_what_to_do_and_offers_the_roles(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (await visitor.client.get("/")).text
    assert "sensoor demo" in page
    assert {fields["role"] for fields in offered(page).values()} == {
        role for role in Role if WORKPLACES.get(role)
    }
    # While `sensoor up` still starts the services, there is nowhere to go.
    monkeypatch.delenv("PAGE_ADDRESSES")
    answer = await visitor.choose("/", role="finance")
    assert answer.status_code == 503
    assert "Wait until sensoor up says" in answer.text


async def test_what_was_asked_is_no_markup(visitor: Visitor) -> None:
    page = await visitor.client.get(authorize(state='"><script>alert(1)</script>'))
    assert "<script>" not in page.text


async def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing(visitor: Visitor) -> None:
    page = await visitor.client.get("/")
    policy = page.headers["content-security-policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert "style=" not in page.text
    sheets = re.findall(r'<link rel="stylesheet" href="(/[^"]+)"', page.text)
    assert len(sheets) == 2
    for sheet in sheets:
        answer = await visitor.client.get(sheet)
        assert answer.headers["content-type"].startswith("text/css")
        assert "immutable" in answer.headers["cache-control"]
    assert (await visitor.client.get("/issuer/static/none.css")).status_code == 404


@pytest.mark.parametrize(
    ("headers", "title"),
    [
        ({"Accept-Language": "nl-NL,nl;q=0.9,en;q=0.8"}, "Wie bent u vandaag?"),
        ({"Accept-Language": "de, en;q=0.5"}, "Who are you today?"),
        # Chosen on a page of a service.
        ({"Accept-Language": "nl", "Cookie": "sensoor_language=en"}, "Who are you today?"),
    ],
    ids=str,
)
async def test_the_page_is_in_the_readers_language(
    visitor: Visitor, headers: dict[str, str], title: str
) -> None:
    assert title in (await visitor.client.get("/", headers=headers)).text
