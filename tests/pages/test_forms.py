"""Forms: errors beside their fields, nothing typed is lost, and only our own are taken."""

import re
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from shared.roles import Role

from tests.issuing import header_for

Visit = Callable[..., httpx.AsyncClient]
RIGHT = {"day": "2026-11-26", "count": "2", "channel": "chat", "weekdays": ["mo", "tu"]}


async def hidden(browser: httpx.AsyncClient) -> dict[str, str]:
    """Return what the form carries besides what is typed."""
    page = await browser.get("/probe/form")
    assert page.status_code == 200, page.text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page.text))


async def send(browser: httpx.AsyncClient, **typed: object) -> httpx.Response:
    """Open the form, fill it in and send it."""
    carried = await hidden(browser)
    carried.pop("to")
    return await browser.post("/probe/rings", data={**carried, **RIGHT, **typed})


async def test_a_form_is_read_as_the_command_of_the_api(probe: FastAPI, visit: Visit) -> None:
    answer = await send(visit(Role.FINANCE))
    assert (answer.status_code, answer.headers["location"]) == (303, "/probe/form")
    (ring,) = probe.state.rung
    assert ring.model_dump(mode="json") == {
        "day": "2026-11-26", "count": 2, "channel": "chat", "weekdays": ["mo", "tu"],
    }  # fmt: skip


async def test_what_was_done_is_said_once_and_is_no_markup(visit: Visit) -> None:
    browser = visit(Role.FINANCE)
    await send(browser)
    assert (
        '<p class="notice done" role="status">It rang &amp; rang.</p>'
        in (await browser.get("/probe/form")).text
    )
    assert "It rang" not in (await browser.get("/probe/form")).text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"day": ""}, "day", "Fill this in."),
        ({"day": "tomorrow"}, "day", "Write a day, such as 2026-01-31."),
        ({"count": "0"}, "count", "This is at least 1."),
        ({"count": "many"}, "count", "Write a whole number."),
        ({"channel": "fax"}, "channel", "Choose one of these."),
        ({"day": "2026-12-25"}, "day", "Nobody rings on a holiday: choose another day."),
    ],
)
async def test_an_error_stands_beside_its_field_with_what_was_typed(
    probe: FastAPI, visit: Visit, typed: dict[str, str], field: str, said: str
) -> None:
    answer = await send(visit(Role.FINANCE), **typed)
    assert answer.status_code in (400, 409)
    assert f'<p class="error" id="{field}-error">{said}</p>' in answer.text
    assert 'role="alert"' in answer.text
    assert re.search(rf'<(input|select) id="{field}"[^>]* aria-invalid="true"', answer.text)
    assert ' value="mo" checked' in answer.text
    assert not probe.state.rung


async def test_errors_are_said_in_the_language_that_was_asked_for(visit: Visit) -> None:
    answer = await send(visit(Role.FINANCE, language="nl-NL,en;q=0.5"), day="", count="0")
    assert '<html lang="nl">' in answer.text
    assert "Vul dit in." in answer.text
    assert "Dit is ten minste 1." in answer.text


async def test_a_session_that_expired_loses_nothing_that_was_typed(
    probe: FastAPI, visit: Visit
) -> None:
    browser = visit(Role.FINANCE)
    carried = await hidden(browser)
    carried.pop("to")
    browser.cookies.clear()
    answer = await browser.post("/probe/rings", data={**carried, **RIGHT, "day": '"><script>'})
    assert answer.status_code == 401
    assert "You are no longer signed in" in answer.text
    assert "<script>" not in answer.text
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
    assert ("weekdays", "tu") in kept
    assert ("shown_to", carried["shown_to"]) in kept
    assert not probe.state.rung
    assert (await visit(Role.FINANCE).post("/probe/rings", data={**carried, **RIGHT})).is_redirect


async def test_a_form_that_is_kept_is_sent_again_to_the_very_address_of_before(
    visit: Visit,
) -> None:
    carried = await hidden(visit(Role.FINANCE))
    answer = await visit().post("/probe/rings?week=3", data={**carried, **RIGHT})
    assert 'action="/probe/rings?week=3"' in answer.text


async def test_a_form_that_one_person_opened_is_not_done_as_another(
    probe: FastAPI, visit: Visit
) -> None:
    carried = await hidden(visit(Role.FINANCE, subject="one"))
    other = visit(Role.FINANCE, subject="other")
    answer = await other.post("/probe/rings", data={**carried, **RIGHT})
    assert answer.status_code == 409
    assert "opened by somebody else" in answer.text
    assert 'name="count" value="2"' in answer.text
    without = await other.post("/probe/rings", data=RIGHT)
    assert without.status_code == 409
    assert not probe.state.rung


async def test_a_form_is_kept_though_who_is_signed_in_now_may_not_send_it_at_all(
    probe: FastAPI, visit: Visit
) -> None:
    carried = await hidden(visit(Role.FINANCE, subject="one"))
    answer = await visit(Role.LISTENER, subject="other").post(
        "/probe/rings", data={**carried, **RIGHT}
    )
    assert answer.status_code == 409
    assert "opened by somebody else" in answer.text
    assert 'name="count" value="2"' in answer.text


async def test_a_list_of_which_nothing_was_chosen_says_so(visit: Visit) -> None:
    browser = visit(Role.FINANCE)
    carried = await hidden(browser)
    typed = {name: value for name, value in RIGHT.items() if name != "weekdays"}
    answer = await browser.post("/probe/rings", data={**carried, **typed})
    assert '<p class="error" id="weekdays-error">Choose at least one.</p>' in answer.text


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}],
    ids=str,
)  # fmt: skip
async def test_a_form_of_a_foreign_page_is_refused(
    probe: FastAPI, visit: Visit, headers: dict[str, str]
) -> None:
    browser = visit(Role.FINANCE)
    carried = await hidden(browser)
    answer = await browser.post("/probe/rings", data={**carried, **RIGHT}, headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text
    assert not probe.state.rung


async def test_a_browser_that_says_no_site_is_known_by_its_origin(
    probe: FastAPI, visit: Visit
) -> None:
    browser = visit(Role.FINANCE)
    carried = await hidden(browser)
    del browser.headers["Sec-Fetch-Site"]
    carried.pop("to")
    data = {**carried, **RIGHT}
    assert (await browser.post("/probe/rings", data=data)).status_code == 403
    own = {"Origin": "https://probe.example"}
    assert (await browser.post("/probe/rings", data=data, headers=own)).status_code == 303


async def test_a_program_with_a_bearer_token_needs_no_page_before_it(
    probe: FastAPI, visit: Visit
) -> None:
    program = visit()
    headers = {**header_for(Role.FINANCE), "Sec-Fetch-Site": "", "Accept": "application/json"}
    assert (await program.post("/probe/rings", data=RIGHT, headers=headers)).status_code == 303
    assert len(probe.state.rung) == 1
