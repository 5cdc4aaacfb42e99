"""OpenID Connect at the development issuer: codes, single sign-on, prompt, end of a session."""

import html
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from tests.issuer.conftest import CALLBACK, HERE, PAGES, Known, Visitor, authorize, offered


async def test_who_is_chosen_is_signed_in_at_every_service_without_a_question(
    visitor: Visitor, known: Known
) -> None:
    page = offered((await visitor.client.get("/")).text)
    await visitor.choose("/", **page["coordinator of Limburg"])
    for service, address in PAGES.items():
        to = f"{address}/{service}/sign-in/callback"
        answer = await visitor.client.get(authorize(redirect_uri=to))
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{to}?code=")
        assert parse_qs(urlsplit(answer.headers["location"]).query)["state"] == ["s"]
    claims = await visitor.claims(await visitor.client.get(authorize()))
    assert claims["roles"] == ["coordinator"]
    assert claims["locations"] == [str(known.heerlen), str(known.roermond)]
    assert "person" not in claims


async def test_a_service_that_comes_first_is_answered_once_somebody_is_chosen(
    visitor: Visitor,
) -> None:
    asked = await visitor.client.get(authorize())
    assert asked.status_code == 200
    assert html.escape(authorize()) in asked.text
    answer = await visitor.choose(authorize(), role="listener", person=str(uuid4()))
    assert answer.headers["location"].startswith(f"{CALLBACK}?code=")
    # From now on there is a session. No script of another page reads where it leads.
    again = await visitor.client.get(authorize())
    assert again.status_code == 303
    assert again.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in again.headers


async def test_prompt_login_asks_again_and_prompt_none_never_asks(visitor: Visitor) -> None:
    none = await visitor.client.get(authorize(prompt="none"))
    assert none.headers["location"] == f"{CALLBACK}?error=login_required&state=s"
    await visitor.choose("/", role="analyst")
    assert (await visitor.client.get(authorize(prompt="none"))).status_code == 303
    again = await visitor.client.get(authorize(prompt="login"))
    assert again.status_code == 200
    assert "You are signed in as" in again.text
    answer = await visitor.choose(authorize(prompt="login"), role="finance")
    assert (await visitor.claims(answer))["roles"] == ["finance"]
    assert (await visitor.claims(await visitor.client.get(authorize())))["roles"] == ["finance"]


async def test_the_session_ends_and_leads_back_to_this_machine_only(visitor: Visitor) -> None:
    await visitor.choose("/", role="analyst")
    kept = visitor.client.cookies["sensoor_issuer"]
    foreign = {"post_logout_redirect_uri": "https://elsewhere.example/"}
    assert (await visitor.client.get("/end-session", params=foreign)).status_code == 400
    to = {"post_logout_redirect_uri": f"{PAGES['billing']}/billing", "client_id": "sensoor-pages"}
    answer = await visitor.client.get("/end-session", params=to | {"state": "bye"})
    assert answer.headers["location"] == f"{PAGES['billing']}/billing?state=bye"
    assert "sensoor_issuer" not in visitor.client.cookies
    visitor.client.cookies.set("sensoor_issuer", kept)  # a cookie that was kept is of no use
    assert (await visitor.client.get(authorize())).status_code == 200
    assert (await visitor.client.post("/end-session")).headers["location"] == "/"


async def test_the_session_gets_a_new_id_with_every_choice_and_no_script_reads_it(
    visitor: Visitor,
) -> None:
    first = await visitor.choose("/", role="analyst")
    for attribute in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert attribute in first.headers["set-cookie"]
    before = visitor.client.cookies["sensoor_issuer"]
    await visitor.choose("/", role="finance")
    assert visitor.client.cookies["sensoor_issuer"] != before
    visitor.client.cookies.clear()
    visitor.client.cookies.set("sensoor_issuer", before)
    assert (
        (await visitor.client.get(authorize(prompt="none")))
        .headers["location"]
        .startswith(f"{CALLBACK}?error=login_required")
    )


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "http://127.0.0.1@elsewhere.example/", "//elsewhere.example",
     "javascript:alert(1)", "http://localhost.elsewhere.example", "http://elsewhere\\@localhost/",
     "http://10.0.0.1/", "", "http://[::1"],
)  # fmt: skip
async def test_codes_go_to_this_machine_only(visitor: Visitor, address: str) -> None:
    await visitor.choose("/", role="analyst")
    assert (await visitor.client.get(authorize(redirect_uri=address))).status_code == 400
    if address:
        to = {"post_logout_redirect_uri": address}
        assert (await visitor.client.get("/end-session", params=to)).status_code == 400


@pytest.mark.parametrize(
    "address", ["http://localhost:8080/a", "https://pages.sensoor.localhost/a", "http://[::1]:1/a"]
)
async def test_this_machine_has_several_names(visitor: Visitor, address: str) -> None:
    await visitor.choose("/", role="analyst")
    answer = await visitor.client.get(authorize(redirect_uri=address))
    assert answer.headers["location"].startswith(f"{address}?code=")


async def test_a_code_needs_pkce_and_works_once_for_who_asked(visitor: Visitor) -> None:
    for changes in ({"code_challenge_method": "plain"}, {"response_type": "token"}):
        assert (await visitor.client.get(authorize(**changes))).status_code == 400
    await visitor.choose("/", role="analyst")

    async def code() -> str:
        answer = await visitor.client.get(authorize())
        return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    wrong = {"code_verifier": "w" * 43, "client_id": "other", "redirect_uri": HERE}
    for name, value in wrong.items():
        assert (await visitor.redeem(await code(), **{name: value})).status_code == 400
    mine = await code()
    assert (await visitor.redeem(mine)).status_code == 200
    assert (await visitor.redeem(mine)).status_code == 400


async def test_one_may_name_any_volunteer_and_locations(visitor: Visitor) -> None:
    one, here, there = (str(uuid4()) for _ in range(3))
    claims = await visitor.claims(await visitor.choose(authorize(), role="listener", person=one))
    assert (claims["sub"], claims["person"], claims["roles"]) == (one, one, ["listener"])
    assert "locations" not in claims
    chosen = {"role": "coordinator", "locations": f"{here}, {there}"}
    claims = await visitor.claims(await visitor.choose(authorize(), **chosen))
    assert (claims["locations"], claims["sub"]) == ([here, there], "coordinator@development")
    wrong: tuple[dict[str, str], ...] = (
        {"role": "listener", "person": "everybody"}, {"role": "listener", "locations": "everybody"},
        {"role": "everybody"}, {},
    )  # fmt: skip
    for form in wrong:
        answer = await visitor.choose(authorize(), **form)
        assert answer.status_code == 400
        assert "everybody" not in answer.text


async def test_the_document_of_discovery_leads_to_what_there_is(visitor: Visitor) -> None:
    document = (await visitor.client.get("/.well-known/openid-configuration")).json()
    assert document["issuer"] == HERE
    for name in ("authorization_endpoint", "token_endpoint", "end_session_endpoint", "jwks_uri"):
        answer = await visitor.client.get(document[name])
        assert answer.status_code != 404
    assert document["code_challenge_methods_supported"] == ["S256"]
