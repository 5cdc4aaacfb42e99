"""Open data: the series of the country and its regions, described, and open without sign-in."""
