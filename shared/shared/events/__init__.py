"""The published language: what the services say to one another, one file per publisher."""
