"""Imports: volunteers and shifts as CSV, from what was used before; tried first, then kept."""
