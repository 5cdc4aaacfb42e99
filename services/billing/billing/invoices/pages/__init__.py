"""The pages of contracts of a year, of rounds, and of a document."""

from fastapi import APIRouter

from billing.invoices.pages import contracts, documents, rounds

router = APIRouter()
for page in (contracts, rounds, documents):
    router.include_router(page.router)
