"""Courses that were given to third parties, which billing invoices."""
