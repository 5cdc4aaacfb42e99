"""Municipalities and their CBS figures: import and read."""
