"""Totals: counts over all tables of billing."""
