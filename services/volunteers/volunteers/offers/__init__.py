"""Offers: places that people were asked to take, and their answers."""
