"""The edge of the telephone: what Kamailio asks and tells, signed and without a caller's number."""
