"""The annual report: a year as one document of text, plots and tables, as PDF and as a page."""
