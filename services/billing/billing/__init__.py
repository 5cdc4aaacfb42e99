"""Billing: municipalities, the tariff, contracts, the year's settlement and gapless invoices."""
