"""Availability: when volunteers can and want to work, and when they are away."""
