"""The pages of the finance desk that only show."""

from fastapi import APIRouter

from billing.history.pages import municipalities, open_items, start

router = APIRouter()
for page in (start, open_items, municipalities):
    router.include_router(page.router)
