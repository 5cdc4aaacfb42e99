"""What can be said of one municipality: what is known of it, apart from what is observed."""
