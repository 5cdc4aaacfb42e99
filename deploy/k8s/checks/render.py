"""Renders the base, every overlay and every combination of components: `kubectl kustomize`."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

COMPONENTS = ("cnpg", "cnpg-restore", "external-secrets", "ingress", "keda", "monitoring", "nats")
RESTORE = "  restored: postgres-restored\n  backup: postgres-20261125033000\n"
OVERLAYS = ("dev", "prod", "staging")


def combined() -> Iterator[tuple[str, ...]]:
    """Yield every combination of components; what restores stands beside a cluster that serves."""
    for count in range(len(COMPONENTS) + 1):
        for chosen in combinations(COMPONENTS, count):
            if "cnpg-restore" not in chosen or "cnpg" in chosen:
                yield chosen


def lay_out(k8s: Path, folder: Path, chosen: tuple[str, ...]) -> Path:
    """Write an overlay of these components, with staging's site, and return its folder."""
    made = folder / ("+".join(chosen) or "none")
    made.mkdir(parents=True)
    for name in ("site.yaml", "bus-account.yaml"):
        shutil.copy(k8s / "overlays" / "staging" / name, made)
    if "cnpg-restore" in chosen:
        with (made / "site.yaml").open("a", encoding="utf-8") as site:
            site.write(RESTORE)
    up = "/".join([".."] * len(made.relative_to(k8s).parts))
    components = [f"{up}/components/{name}" for name in chosen] + [f"{up}/base/site"]
    (made / "kustomization.yaml").write_text(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: sensoor\n"
        f"resources: [{up}/base, site.yaml, bus-account.yaml]\n"
        f"components: [{', '.join(components)}]\n",
        encoding="utf-8",
    )
    return made


def rendered(folder: Path) -> str:
    """Return what an overlay renders to; raises with kustomize's own words."""
    done = subprocess.run(  # noqa: S603
        ["kubectl", "kustomize", str(folder)],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"{folder.name} does not render: {done.stderr.strip()}")
    return done.stdout


def main(k8s: Path, to: Path) -> int:
    """Render all into `to`, a folder below `k8s`; 1 when one does not render."""
    shutil.rmtree(to, ignore_errors=True)
    (to / "overlays").mkdir(parents=True)
    (to / "combinations").mkdir()
    jobs = {to / "overlays" / f"{name}.yaml": k8s / "overlays" / name for name in OVERLAYS}
    jobs[to / "overlays" / "base.yaml"] = k8s / "base"
    for chosen in combined():
        made = lay_out(k8s, to / "laid-out", chosen)
        jobs[to / "combinations" / f"{made.name}.yaml"] = made

    def one(job: tuple[Path, Path]) -> str:
        try:
            job[0].write_text(rendered(job[1]), encoding="utf-8")
        except RuntimeError as refused:
            return str(refused)
        return ""

    with ThreadPoolExecutor(2) as several:
        failures = [said for said in several.map(one, jobs.items()) if said]
    sys.stdout.writelines(f"{line}\n" for line in failures)
    combos = len(jobs) - len(OVERLAYS) - 1
    sys.stdout.write(f"rendered the base, {len(OVERLAYS)} overlays, {combos} combinations\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
