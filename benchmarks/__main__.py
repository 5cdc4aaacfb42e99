"""`python -m benchmarks [NAME ...]` runs them all, or these, one by one, and sums them up."""

import subprocess
import sys
from typing import Any

from benchmarks.results import console, read, show

ALL = (
    "pipeline",
    "closed",
    "workers",
    "latency",
    "lag",
    "chat",
    "calls",
    "routing",
    "letters",
    "rebuild",
    "invoices",
    "roster",
    "holes",
    "forecast",
    "disclosure",
    "demo_time",
)
RATIOS = {
    "pipeline": ("pipeline, ours to by hand", "ours_to_by_hand"),
    "closed": ("pipeline, bus closed with TLS to open", "closed_with_tls_to_open"),
    "routing": ("routing decisions to bare SQL", "ours_to_bare"),
    "invoices": ("issuing invoices to bare inserts", "ours_to_bare"),
    "rebuild": ("rebuild to raw batch fetch", "rebuild_to_raw_fetch"),
    "camt": ("a bank file's import to parsing (lower is better)", "import_to_parsing"),
}
BELOW = {
    "letters": ("a pass-phrase's check", "check_ms", " ms"),
    "holes": ("who could fill a hole, p99", "p99", " ms"),
    "disclosure": ("what the nation's month may show", "month_seconds", " s"),
    "forecast": ("forecast to repeating the last week", "worst", ""),
}


def summary(name: str, found: dict[str, Any]) -> list[str]:
    """Return a benchmark's line: what, how much, and the aim."""
    if name in RATIOS:
        what, ratio = RATIOS[name]
        return [what, f"{found[ratio]['median']:.2f}", f"{found['aim']}"]
    if name == "workers":
        found = found["workers"]
        told = " / ".join(str(one["times_one_worker"]["median"]) for one in found.values())
        return [f"workers, {' / '.join(found)}: times one", told, ""]
    if name == "roster":
        return _roster(found)
    if name in BELOW:
        what, figure, unit = BELOW[name]
        return [what, f"{found[figure]}{unit}", f"< {found['aim']}{unit}"]
    if name in ("latency", "lag", "chat", "calls"):
        return _latency(name, found)
    return ["the demo, seconds", f"{found['seconds']}", f"{found['aim_seconds']}"]


def _latency(name: str, found: dict[str, Any]) -> list[str]:
    if name == "calls":
        took, alone = found["one_at_a_time"], found["one_at_a_time"]["times"]["alone"]
        told = f"{alone['p50']['median']} / {alone['p99']} times Kamailio alone"
        at_p50, at_p99 = (took["milliseconds"]["ours"][p] for p in ("p50", "p99"))
        return ["INVITE to INVITE, p50 / p99", f"{told}; {at_p50} / {at_p99} ms", ""]
    if name == "chat":
        times, memory = found["times_a_bare_request"], found["kib_a_chat"]
        told = f"{times['p50']} / {times['p99']} bare requests; {memory} KiB a chat"
        return ["word to word, p50 / p99", told, f"< {found['aim']:.0f}"]
    if name == "lag":
        lag = found["lag_ms"]
        return ["published to projected, p50 / p99", f"{lag['p50']} / {lag['p99']} ms", ""]
    ours, times = found["commit_to_projection_ms"], found["times_a_round_trip"]
    told = f"{ours['p50']} / {ours['p99']} ms, {times['p50']} / {times['p99']} round trips"
    return ["commit to projection, p50 / p99", told, ""]


def _roster(found: dict[str, Any]) -> list[str]:
    gaps = [
        f"{known['gap']:.2%}" if known else "no bound yet"
        for side, at in (("open", "10.0"), ("open", "60.0"), ("signed", "10.0"))
        for known in [found[side]["known_at"][at]]
    ]
    what = "a roster's gap at 10 s, 60 s, and 10 s with 60% signed"
    return [what, ", ".join(gaps), "1.6%, 0.5%, 0.2%"]


def main(names: list[str]) -> int:
    """Run each in a process of its own; return how many failed."""
    if unknown := set(names) - set(ALL):
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    failed = [
        name
        for name in names
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
    ]
    found = {name: read(name) for name in names if name not in failed}
    show("Measured", ["what", "figure", "aim"],
         [[name, result["skipped"], ""] if "skipped" in result else summary(name, result)
          for name, result in found.items() if result])  # fmt: skip
    for name in failed:
        console.print(f"{name} failed")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(ALL)))
