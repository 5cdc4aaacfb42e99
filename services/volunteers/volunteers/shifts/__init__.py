"""Shifts: day parts at a location with places, and the volunteers who fill them."""
