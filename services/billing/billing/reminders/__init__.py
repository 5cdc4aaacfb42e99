"""Reminders of invoices that are overdue."""
