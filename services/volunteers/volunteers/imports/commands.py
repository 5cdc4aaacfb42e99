"""What makes a retry of an import the same request."""

from shared.http import Command


class ImportFile(Command):
    """Which file is imported: the SHA-256 of its bytes."""

    sha256: str
