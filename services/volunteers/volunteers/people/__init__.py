"""People: names and addresses, sealed, and the keys that open them."""
