"""The report of a month: for the country and for each location, as JSON and as a page."""
