"""Quotes: what a municipality would pay in a year at a supposed participation."""
