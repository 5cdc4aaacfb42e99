"""Partners: their credentials, their answers, and the sheet for their engineers."""
