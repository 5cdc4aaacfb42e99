"""What nobody may know, planted in every place that takes text, and looked for everywhere."""

from typing import Any

import httpx
from sensoor.issuer import signing
from sensoor.platform.supervisor import Platform
from sensoor.services import PORTS
from shared.roles import Role

from tests.journeys.planting import BODIES, ID, MARKERS, TRACES, headers, planted
from tests.journeys.scanner import files, scan, told

# What must be in a place, or else the scan looks past it.
THERE = {
    "stream CONTACTS": b"helped_by_talk", "table sensoor_contacts contact": b"helped_by_talk",
    "log file contacts.log": b'"level"', "spans": b"/v1/contacts",
}  # fmt: skip


async def nothing_planted_is_kept(up: Platform, spans: list[bytes]) -> None:
    """Plant it by every endpoint of every service; fail where it is in what is kept."""
    taken = 0
    for service in PORTS:
        async with httpx.AsyncClient(
            base_url=up.addresses[service],
            timeout=60,
            trust_env=False,
            headers=signing.header(up.home, *Role, person=ID),
        ) as client:
            taken += await plant(client, service)
    kept = dict(await told(up.addresses))
    kept |= {f"log {name}": held for name, held in files(up.home / "logs")}
    kept["spans"] = b"\n".join(spans)
    # What carried markers in its headers or query was taken.
    assert taken > 0
    # What was kept is really what is looked through.
    assert {place for place, word in THERE.items() if word not in kept[place]} == set()
    assert scan({trace: [trace.encode()] for trace in TRACES}, kept.items()) == set()


async def plant(client: httpx.AsyncClient, service: str) -> int:
    """Send every marker in every place that takes text; return how many requests were taken."""
    described = (await client.get("/openapi.json")).json()
    taken = 0
    for name, operations in described["paths"].items():
        path = f"/v1{name}"
        for method in operations:
            body = BODIES.get((service, method, path))
            needs = "requestBody" in operations[method]
            assert body is not None or not needs, f"plant markers in {service} {method} {path}"
            for marker in MARKERS.values():
                for each in planted(body, marker) if body else [None]:
                    taken += await send(client, method, fill(path, marker), each, marker)
            if body:
                for marker in MARKERS.values():
                    taken += await send(client, method, fill(path, None), body, marker)
    return taken


def fill(path: str, marker: str | None) -> str:
    """Write something in the place of a path's parameters."""
    words = path.split("/")
    value = marker or "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
    return "/".join(value if word.startswith("{") else word for word in words)


async def send(client: httpx.AsyncClient, method: str, path: str, body: Any, marker: str) -> int:
    answer = await client.request(
        method, path, json=body, headers=headers(marker), params={"q": marker, "cursor": marker}
    )
    assert answer.status_code < 500, (method, path, answer.text)
    return int(answer.is_success)
