"""The start page: choosing a person, and that nobody else chooses for somebody."""

import re

import pytest
from sensoor.issuer.start_page import WORKS_IN
from sensoor.issuer.words import WORDS, language_of
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
    for name, service in (
        ("listener in Heerlen", "contacts"), ("coordinator of Limburg", "volunteers"),
        ("coordinator in Roermond", "volunteers"), ("finance officer", "billing"),
        ("analyst", "reporting"), ("partner (113Online)", "reporting"),
    ):  # fmt: skip
        answer = await visitor.choose("/", **page[name])
        assert answer.status_code == 303
        address = f"{PAGES[service]}/{service}/sign-in?to=/{service}"
        assert answer.headers["location"] == address
        assert f"You are now: <strong>{name}</strong>" in (await visitor.client.get("/")).text


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
        role for role in Role if role in WORKS_IN
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
    (sheet,) = re.findall(r'href="(/[^"]+)"', page.text)
    assert (await visitor.client.get(sheet)).headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    ("header", "language"),
    [("nl", "nl"), ("nl-NL,nl;q=0.9,en;q=0.8", "nl"), ("en;q=0.5, nl;q=0.7", "nl"), ("de", "en"),
     ("fr, nl;q=0.1", "nl"), ("", "en"), ("nl;q=0, en", "en"), ("nl;q=x", "en"), ("*", "en")],
)  # fmt: skip
async def test_the_page_is_in_the_readers_language(
    visitor: Visitor, header: str, language: str
) -> None:
    assert language_of(header) == language
    page = (await visitor.client.get("/", headers={"Accept-Language": header})).text
    assert f'<html lang="{language}">' in page
    assert WORDS[language]["title"] in page


def test_both_languages_say_everything() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()
    for words in WORDS.values():
        assert words.keys() >= {role.value for role in Role}
        assert words.keys() >= WORKS_IN.keys()
