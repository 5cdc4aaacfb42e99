"""Invoices: what contracts owe for settled years, with gapless numbers."""
