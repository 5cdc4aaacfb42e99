"""What the accountant gets: the audit file and tables."""
