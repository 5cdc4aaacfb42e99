"""Images built and containers run by podman, as a test needs them."""

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONTEXT = (
    "Containerfile", ".dockerignore", "requirements", "shared", "services",
    "deploy/local", "deploy/images",
)  # fmt: skip
# Given explicitly: what a machine's containers.conf says by default differs.
PODMAN = ("podman", "--runtime", "runc", "--cgroup-manager", "cgroupfs")
HARDENED = (
    "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL",
    "--security-opt", "no-new-privileges", "--network", "host",
    "--ulimit", "nofile=4096:4096", "--ulimit", "nproc=1024:1024",
)  # fmt: skip


def base_image() -> str:
    """Return the name of the image that ours are built upon."""
    found = re.search(r"^ARG PYTHON_IMAGE=(\S+)$", (ROOT / "Containerfile").read_text(), re.M)
    assert found
    return found[1]


def why_not() -> str | None:
    """Say why no image can be built here; None when it can."""
    for program in ("podman", "runc"):
        if shutil.which(program) is None:
            return f"{program} is not installed: no image is built or run"
    if subprocess.run([*PODMAN, "image", "exists", base_image()], check=False).returncode:
        return f"{base_image()} is not here: pull it, or make it with deploy/images/base.sh"
    return None


def podman(*arguments: str) -> str:
    """Run podman; return what it said on standard output."""
    done = subprocess.run([*PODMAN, *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"podman {arguments[0]}: {done.stderr[-2000:]}"
    return done.stdout.strip()


def copy_context(folder: Path) -> None:
    """Copy what images are built from, so that both builds see the same."""
    skip = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in CONTEXT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=skip)
        else:
            shutil.copy(source, folder / name)


def build(context: Path, service: str) -> str:
    """Build the image of a service; return its id."""
    options: list[str] = []
    secrets = {"pip": "PIP_CONFIG_FILE", "certificates": "PIP_CERT"}
    for name, variable in secrets.items():
        if os.environ.get(variable):
            options += ["--secret", f"id={name},src={os.environ[variable]}"]
    return podman(
        "build", "--quiet", "--isolation", "chroot", "--pull=never", "--timestamp", "0",
        "--layers=false", "--build-arg", f"SERVICE={service}",
        "--file", str(context / "Containerfile"), *options, str(context),
    ).splitlines()[-1]  # fmt: skip


class Container:
    """A container that runs in the background, read-only and without capabilities."""

    def __init__(
        self, image: str, environment: Mapping[str, str], files: Mapping[Path, str]
    ) -> None:
        options = [f"--env={name}={value}" for name, value in environment.items()]
        options += [f"--volume={here}:{there}:ro" for here, there in files.items()]
        self.id = podman("run", "--detach", *HARDENED, *options, image)

    def process(self) -> dict[str, str]:
        """Return `/proc/<pid>/status` of its first process, as the kernel tells it."""
        pid = json.loads(podman("inspect", self.id))[0]["State"]["Pid"]
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    def does(self, *command: str) -> bool:
        """Say whether a command succeeds inside."""
        command = (*PODMAN, "exec", self.id, *command)
        return subprocess.run(command, check=False, capture_output=True).returncode == 0

    async def end(self) -> int:
        """Send SIGTERM; return the code with which it ended."""
        podman("kill", "--signal", "TERM", self.id)
        return int(await asyncio.wait_for(asyncio.to_thread(podman, "wait", self.id), 30))

    def log(self) -> str:
        """Return what it wrote."""
        return podman("logs", self.id)

    def remove(self) -> None:
        """Remove it, running or not."""
        podman("rm", "--force", "--time", "0", self.id)


def bill_of_materials(image: str) -> dict[str, Any]:
    """Return the CycloneDX document that an image carries."""
    bill: dict[str, Any] = json.loads(
        podman("run", "--rm", *HARDENED, "--entrypoint", "cat", image, "/app/sbom.cdx.json")
    )
    return bill
