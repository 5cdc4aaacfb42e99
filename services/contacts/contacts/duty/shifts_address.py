"""Where shifts are filled: a page of volunteers."""

from fastapi import Request
from shared.settings import Settings


def shifts_address(request: Request) -> str:
    """Return where shifts are filled, or nothing where the pages of volunteers are not known."""
    settings: Settings = request.app.state.settings
    known = "volunteers" in settings.page_addresses
    return f"{settings.pages_address('volunteers')}/volunteers/shifts" if known else ""
