"""Who is on duty: what volunteers told, how sure that is, and what it means for a contact."""
