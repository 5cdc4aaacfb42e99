"""Municipal reorganisations, which contracts follow."""
