"""Disclosure control: which counts of help seekers may be shown."""
