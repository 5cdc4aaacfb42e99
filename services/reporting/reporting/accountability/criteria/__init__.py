"""The criteria on which the VNG judges the service, one file each."""
