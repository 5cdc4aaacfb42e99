"""The pages of the finance desk that only show."""

from fastapi import APIRouter

from billing.history.pages import downloads, municipalities, open_items, start

router = APIRouter()
for page in (start, open_items, downloads, municipalities):
    router.include_router(page.router)
