"""Mandates: which account may act as which volunteer, or for which location."""
