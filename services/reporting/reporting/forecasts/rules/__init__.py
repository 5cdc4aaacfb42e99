"""Rules of forecasts, pure: random rounding, the hours of a day, and measures of accuracy."""
