"""Documents as files: PDF and UBL, made once."""
