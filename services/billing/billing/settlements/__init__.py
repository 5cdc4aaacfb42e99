"""Settlements: the participation and the price of a year, fixed once."""
