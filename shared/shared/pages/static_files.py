"""Files for browsers: style sheets and scripts, under a name that changes with what they hold.

A browser may keep such a file for ever: what changes has another address.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

HASH_DIGITS = 12
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class StaticFile:
    """A file as it is served: its name with a hash in it, its bytes, its media type."""

    name: str
    content: bytes
    media_type: str

    def response(self) -> Response:
        """Return the answer that carries the file."""
        return Response(
            self.content, media_type=self.media_type, headers={"Cache-Control": FOR_EVER}
        )


def static_files(*folders: Path) -> Mapping[str, StaticFile]:
    """Return the files of these folders, each by its own name; later folders take precedence."""
    return {
        path.name: _read(path)
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def _read(path: Path) -> StaticFile:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:HASH_DIGITS]
    name = f"{path.stem}.{digest}{path.suffix}"
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return StaticFile(name, content, kind)
