"""The locations from which volunteers work, as reporting knows them."""
