"""Locations: the places from which volunteers work."""
