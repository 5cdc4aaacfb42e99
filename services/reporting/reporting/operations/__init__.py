"""The operations report: a day and its week against the forecast, unreached seekers, and holes."""
