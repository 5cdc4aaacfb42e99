"""What reporting does on request, one verb a file."""
