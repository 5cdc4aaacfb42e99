"""The audit: published reports are made again from the streams alone, and compared."""
