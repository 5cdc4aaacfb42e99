"""The account of a year as PDF/UA-1."""

from datetime import datetime
from pathlib import Path

from shared.pages.language import gettext, language
from shared.typesetting import typeset
from starlette.concurrency import run_in_threadpool

from reporting.accountability.views import AccountView

TEMPLATE = Path(__file__).parent / "templates" / "account.typ"
PDF = "application/pdf"


async def typeset_account(account: AccountView, now: datetime) -> bytes:
    """Return the account as PDF, in the language that is spoken now."""
    data = {
        "language": language(),
        "account": account.model_dump(mode="json"),
        "head": [gettext("Figure"), gettext("Value"), gettext("Definition")],
    }
    return await run_in_threadpool(typeset, TEMPLATE, data, now)
