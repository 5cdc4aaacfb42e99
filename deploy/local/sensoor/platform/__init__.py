"""A whole platform on one machine: started, supervised, provisioned and examined."""
