"""Every endpoint, every role, no token: the table of each service is what is enforced."""

import pytest
from fastapi import APIRouter
from shared.access import Guarded, TableIncomplete, close
from shared.roles import ALL, OWN, Role, may

from tests import issuing
from tests.http.asking import SERVICES, is_problem
from tests.http.conftest import Serve

REFUSED = (401, 403)


@pytest.mark.parametrize("service", SERVICES)
async def test_every_endpoint_is_open_to_the_roles_of_its_row_and_to_no_other(
    serve: Serve, service: str
) -> None:
    served = await serve(service)
    tokens = {role: issuing.issuer().token(role, person=str(issuing.PERSON)) for role in Role}
    wrong = []
    for operation, method, address in served.operations():
        for role, token in tokens.items():
            answer = await served.ask(method, address, token)
            may_do = answer.status_code not in REFUSED
            if may_do != (role in served.table[operation]) or answer.status_code >= 500:
                wrong.append((operation, role, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("service", SERVICES)
async def test_without_a_token_or_a_role_no_endpoint_answers(serve: Serve, service: str) -> None:
    served = await serve(service)
    stranger = issuing.issuer().token(roles=["director", "Finance", 7])
    for _, method, address in served.operations():
        answer = await served.ask(method, address)
        is_problem(answer, 401, "no-token")
        assert answer.headers["www-authenticate"] == "Bearer"
        is_problem(await served.ask(method, address, stranger), 403, "role-too-low")


@pytest.mark.parametrize("service", SERVICES)
async def test_nothing_but_health_and_documentation_answers_without_a_token(
    serve: Serve, service: str
) -> None:
    served = await serve(service)
    for path, operations in served.app.openapi()["paths"].items():
        assert {f"{method.upper()} /v1{path}" for method in operations} <= set(served.table)
    for path in ("/livez", "/readyz", "/docs", "/redoc", "/openapi.json"):
        assert (await served.client.get(path)).status_code in (200, 503), path


async def test_whoever_may_not_is_told_who_may(serve: Serve) -> None:
    contacts = await serve("contacts")
    answer = await contacts.ask("POST", "/v1/contacts", issuing.issuer().token(Role.FINANCE))
    assert answer.json()["detail"] == "this is for the roles coordinator, listener"


async def test_the_roles_are_looked_at_before_the_body(serve: Serve) -> None:
    billing = await serve("billing")
    headers = issuing.header_for(Role.LISTENER) | {"Content-Type": "application/json"}
    for path in ("/v1/contracts", "/v1/municipality-imports"):
        answer = await billing.client.post(path, content=b"{no json", headers=headers)
        is_problem(answer, 403, "role-too-low")


async def test_a_service_with_an_endpoint_past_its_table_does_not_start(serve: Serve) -> None:
    contacts = await serve("contacts")
    with pytest.raises(TableIncomplete, match="a row without an endpoint"):
        close(
            contacts.app, {**contacts.table, "GET /v1/more": may(operator=ALL)}, contacts.open_paths
        )
    less = {row: contacts.table[row] for row in contacts.table if row != "GET /v1/totals"}
    with pytest.raises(TableIncomplete, match="without a row of roles"):
        close(contacts.app, less, contacts.open_paths)
    router = APIRouter()
    router.add_api_route("/v1/past", lambda: None)
    contacts.app.include_router(router)
    with pytest.raises(TableIncomplete, match="not guarded"):
        close(contacts.app, contacts.table, contacts.open_paths)


async def test_a_service_with_an_endpoint_that_forgets_whose_records_it_opens_does_not_start(
    serve: Serve,
) -> None:
    contacts = await serve("contacts")
    router = APIRouter(route_class=Guarded)
    router.add_api_route("/v1/forgetful", lambda: None)
    contacts.app.include_router(router)
    close(
        contacts.app, {**contacts.table, "GET /v1/forgetful": may(finance=ALL)}, contacts.open_paths
    )
    forgetful = {**contacts.table, "GET /v1/forgetful": may(finance=ALL, listener=OWN)}
    with pytest.raises(TableIncomplete, match=r"does not take the reach.*GET /v1/forgetful"):
        close(contacts.app, forgetful, contacts.open_paths)


def test_a_row_names_roles_that_there_are() -> None:
    with pytest.raises(ValueError, match="director"):
        may(director=ALL)


async def test_an_endpoint_added_later_is_open_to_nobody(serve: Serve) -> None:
    contacts = await serve("contacts")

    @contacts.app.get("/v1/later")
    async def later() -> None:
        """Do nothing."""

    everybody = issuing.issuer().token(*Role)
    is_problem(await contacts.ask("GET", "/v1/later", everybody), 403, "role-too-low")
    is_problem(await contacts.ask("GET", "/v1/later"), 401, "no-token")
