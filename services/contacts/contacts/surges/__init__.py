"""Accident and disaster lines: prepared, opened in a minute, counted, closed."""
