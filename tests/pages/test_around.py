"""What stands around a page: the way in, navigation, language, headers, problems, static files."""

import re
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from shared.roles import Role

from tests.issuing import header_for

Visit = Callable[..., httpx.AsyncClient]


async def test_the_way_in_leads_to_the_first_page_of_ones_role(visit: Visit) -> None:
    for role, page in ((Role.FINANCE, "/probe/form"), (Role.PARTNER, "/probe/partners")):
        for path in ("/", "/probe"):
            answer = await visit(role).get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, page), (role, path)


async def test_who_works_in_another_service_is_led_there(probe: FastAPI, visit: Visit) -> None:
    probe.state.settings.page_addresses = {"volunteers": "https://others.example/"}
    answer = await visit(Role.TRAINER).get("/")
    assert answer.headers["location"] == "https://others.example/volunteers"
    answer = await visit(Role.COORDINATOR).get("/")
    assert answer.headers["location"] == "https://others.example/volunteers"
    assert (await visit(Role.COORDINATOR).get("/probe")).headers["location"] == "/probe/form"


async def test_a_service_without_pages_for_a_role_leads_nowhere_so_that_no_two_lead_in_a_circle(
    probe: FastAPI, visit: Visit
) -> None:
    probe.state.settings.page_addresses = {"volunteers": "https://others.example/"}
    answer = await visit(Role.TRAINER).get("/probe")
    assert answer.status_code == 200
    assert "no pages for your role" in answer.text
    assert 'href="https://others.example/volunteers"' in answer.text


async def test_who_has_no_pages_is_told_so(visit: Visit) -> None:
    answer = await visit(Role.OPERATOR).get("/")
    assert answer.status_code == 200
    assert "no pages for your role" in answer.text


async def test_the_navigation_holds_what_the_roles_open(visit: Visit) -> None:
    one = (await visit(Role.FINANCE).get("/probe/form")).text
    assert 'class="pages"' not in one
    both = (await visit(Role.FINANCE, Role.PARTNER).get("/probe/form")).text
    assert re.findall(r'<li><a href="(/probe/\w+)"( aria-current="page")?>', both) == [
        ("/probe/form", ' aria-current="page"'), ("/probe/partners", ""),
    ]  # fmt: skip


async def test_nothing_is_cached_or_loaded_from_elsewhere_and_nothing_inline_runs(
    visit: Visit,
) -> None:
    browser = visit(Role.FINANCE)
    one, two = [await browser.get("/probe/form") for _ in range(2)]
    assert one.headers["cache-control"] == "no-store"
    policy = one.headers["content-security-policy"]
    assert "unsafe" not in policy
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", policy)
    assert nonce
    assert nonce[1] not in two.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]* src=)|<style|\bon\w+=|\bstyle=", one.text)
    for tag in re.findall(r"<(?:script|link rel=.stylesheet)[^>]*>", one.text):
        assert f'nonce="{nonce[1]}"' in tag


async def test_static_files_are_kept_for_ever_under_a_name_of_their_content(visit: Visit) -> None:
    page = (await visit(Role.FINANCE).get("/probe/form")).text
    found = re.findall(r'(?:href|src)="(/probe/static/[^"]+)"', page)
    assert len(found) == 6
    for address in found:
        answer = await visit().get(address)  # without being signed in
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    for wrong in ("/probe/static/sensoor.css", "/probe/static/..%2fsite.py"):
        assert (await visit().get(wrong)).status_code == 404


@pytest.mark.parametrize(
    ("accepts", "language"),
    [("", "nl"), ("en", "en"), ("nl-BE, en;q=0.9", "nl"), ("de, en;q=0.3, nl;q=0.2", "en"),
     ("fr", "nl"), ("en;q=0", "nl"), ("en;q=x", "nl")],
)  # fmt: skip
async def test_the_browser_is_spoken_to_in_the_language_that_it_asks_for(
    visit: Visit, accepts: str, language: str
) -> None:
    page = await visit(Role.FINANCE, language=accepts).get("/probe/form")
    assert f'<html lang="{language}">' in page.text
    assert page.headers["content-language"] == language


async def test_a_language_that_was_chosen_stays_and_the_page_is_shown_again(visit: Visit) -> None:
    browser = visit(Role.FINANCE)
    chosen = {"language": "nl", "to": "/probe/form?cursor=1"}
    answer = await browser.post("/probe/language", data=chosen)
    assert (answer.status_code, answer.headers["location"]) == (303, "/probe/form?cursor=1")
    assert '<html lang="nl">' in (await browser.get("/probe/form")).text


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "evil"]
)
async def test_nobody_is_led_to_another_site(visit: Visit, to: str) -> None:
    browser = visit()
    chosen = await browser.post("/probe/language", data={"language": "nl", "to": to})
    assert chosen.status_code == 400
    assert (await browser.get("/probe/sign-in", params={"to": to})).status_code == 400


async def test_a_refusal_is_a_page_that_says_what_to_do(visit: Visit) -> None:
    for language, said in (("en", "this is for the roles partner"), ("nl", "Uw rol geeft hier")):
        answer = await visit(Role.FINANCE, language=language).get("/probe/partners")
        assert answer.status_code == 403
        assert said.lower() in answer.text.lower()
        assert 'href="/probe/sign-in?to=/probe&amp;anew=yes"' in answer.text
        heading = re.findall(r"<h1>(.*)</h1>", answer.text)
        assert heading == [{"en": "No access", "nl": "Geen toegang"}[language]]
    missing = await visit().get("/probe/missing")
    assert missing.status_code == 404
    assert "<h1>Not found</h1>" in missing.text


async def test_a_mistake_of_ours_is_a_page_that_tells_nothing_of_it(visit: Visit) -> None:
    answer = await visit(Role.FINANCE).get("/probe/broken")
    assert answer.status_code == 500
    assert "of ours" in answer.text
    assert "RuntimeError" not in answer.text


async def test_a_program_gets_problem_details(visit: Visit) -> None:
    program = visit()
    headers = {**header_for(Role.FINANCE), "Accept": "application/json"}
    for path, status in (("/probe/partners", 403), ("/probe/broken", 500), ("/probe/missing", 404)):
        answer = await program.get(path, headers=headers)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
    assert (await program.get("/probe/form", headers={"Accept": "*/*"})).status_code == 401


async def test_a_part_of_a_page_without_session_loads_the_page_anew(visit: Visit) -> None:
    answer = await visit().get("/probe/live", headers={"HX-Request": "true", "Accept": "text/html"})
    assert (answer.status_code, answer.headers["hx-refresh"]) == (401, "true")
