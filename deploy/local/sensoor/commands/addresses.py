"""Where everything of a platform answers."""

from pathlib import Path
from typing import Any

from rich.table import Table
from shared.roles import Role

from sensoor import services
from sensoor.console import console


def show_addresses(addresses: dict[str, Any]) -> None:
    """Where everything answers. The database is shown without its password."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in ("service", "address", "its API to read and try"):
        table.add_column(column, no_wrap=True)
    for service in services.PORTS:
        table.add_row(service, addresses[service], f"{addresses[service]}/docs")
    console.print(table)
    console.print(f"\nreport      {addresses['reporting']}{services.REPORT_PAGE}")
    metrics = "  ".join(addresses["metrics"].values())
    console.print(f"metrics     {metrics}", soft_wrap=True)
    console.print(f"NATS        {addresses['nats']}")
    console.print(f"PostgreSQL  {without_password(addresses['database'])}")
    if "tokens" in addresses:
        _show_tokens(addresses)


def _show_tokens(addresses: dict[str, Any]) -> None:
    """How to ask a service something: every request needs a token, and here are some."""
    folder = Path(addresses["tokens"])
    near = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    console.print(f"\nEvery request needs a token; {near}/ holds one for each role:")
    console.print(f"  {', '.join(Role)}", soft_wrap=True)
    finance = f"  curl -H @{near / Role.FINANCE} {addresses['billing']}/v1/tariffs"
    console.print(finance, soft_wrap=True)
    console.print("  sensoor token finance    one to paste, where /docs asks to authorize")


def without_password(url: str) -> str:
    """The URL without what only its owner may read."""
    scheme, _, rest = url.partition("://")
    login, at, place = rest.rpartition("@")
    return f"{scheme}://{login.partition(':')[0]}{at}{place}"
