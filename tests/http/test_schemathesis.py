"""What schemathesis makes of each service's OpenAPI document, as somebody with every role."""

import asyncio
import sys

import pytest
from sensoor.embedded.ports import free_port

from tests import issuing
from tests.http.asking import SERVICES
from tests.http.conftest import Serve
from tests.http.serving import listening

CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance", "ignored_auth", "unsupported_method",
)  # fmt: skip
# For each operation. Where there are many operations each is tried with fewer.
EXAMPLES = {"contacts": 15, "reporting": 15, "billing": 6, "volunteers": 6}


@pytest.mark.parametrize("service", SERVICES)
async def test_no_5xx_and_no_status_that_is_not_in_the_document(serve: Serve, service: str) -> None:
    served = await serve(service)
    async with listening(served.app, free_port(25900)) as address:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json",
            "--url", f"{address}/v1", "--checks", ",".join(CHECKS), "--seed", "7",
            "--max-examples", f"{EXAMPLES[service]}", "--generation-deterministic", "--no-color",
            "--suppress-health-check", "all",
            "-H", f"Authorization: {issuing.header_for()['Authorization']}",
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        told, _ = await process.communicate()
    assert process.returncode == 0, told.decode()
