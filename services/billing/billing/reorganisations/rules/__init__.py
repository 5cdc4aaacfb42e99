"""The rules of municipal reorganisations."""
