"""Demand: forecasts become required listeners, and these become shifts."""
