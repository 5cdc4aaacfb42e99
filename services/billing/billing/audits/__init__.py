"""Whether anything that was issued or posted was changed."""
