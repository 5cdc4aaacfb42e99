"""Imports: volunteers and shifts from CSV, with a dry run first."""
