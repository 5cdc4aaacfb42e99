"""`python -m sensoor`."""

from sensoor.cli import app

app(prog_name="sensoor")
