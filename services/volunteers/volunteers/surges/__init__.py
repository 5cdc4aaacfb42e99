"""Surges: calls for listeners at an accident or a disaster."""
