"""The addresses of a platform, for a person."""

from pathlib import Path
from typing import Any

from rich.table import Table
from shared.roles import Role

from sensoor import services
from sensoor.console import console


def show_addresses(addresses: dict[str, Any]) -> None:
    """Print where to begin, and then where each part answers; no password is shown."""
    # An issuer of your own has no start page of ours.
    start = "issuer" if "tokens" in addresses else "reporting"
    console.print(f"[bold]Open {addresses[start]}/[/]\n")
    _show_chat(addresses["chat"])
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), style="dim")
    for column in ("service", "address", "its API to read and try"):
        table.add_column(column, no_wrap=True)
    for service in services.PORTS:
        table.add_row(service, addresses[service], f"{addresses[service]}/docs")
    console.print(table)
    metrics = "  ".join(addresses["metrics"].values())
    for line in (
        "",
        f"report      {addresses['reporting']}{services.REPORT_PAGE}",
        f"metrics     {metrics}",
        f"NATS        {addresses['nats']}",
        f"PostgreSQL  {without_password(addresses['database'])}",
    ):
        console.print(line, style="dim", soft_wrap=True)
    if "tokens" in addresses:
        _show_tokens(addresses)


def _show_chat(pages: dict[str, str]) -> None:
    """Print where a chat is seen from its three sides."""
    for line in (
        f"help page  {pages['help']}  for anybody, without signing in",
        f"desk       {pages['desk']}  for a listener of the start page",
        f"board      {pages['board']}  for a coordinator of the start page\n",
    ):
        console.print(line, soft_wrap=True)


def _show_tokens(addresses: dict[str, Any]) -> None:
    """Print how a program asks a service: every request needs a token, and here are some."""
    folder = Path(addresses["tokens"])
    near = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    for line in (
        f"\nEvery request to an API needs a token; {near}/ holds one for each role:",
        f"  {', '.join(Role)}",
        f"  curl -H @{near / Role.FINANCE} {addresses['billing']}/v1/tariffs",
        "  sensoor token finance    one to paste, where /docs asks to authorize",
    ):
        console.print(line, style="dim", soft_wrap=True)


def without_password(url: str) -> str:
    """Return the URL without its password."""
    scheme, _, rest = url.partition("://")
    login, at, place = rest.rpartition("@")
    return f"{scheme}://{login.partition(':')[0]}{at}{place}"
