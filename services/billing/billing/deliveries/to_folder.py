"""Put documents into the outgoing folder, for another program to send."""

import asyncio
import os
from pathlib import Path

from billing.deliveries.parcel import NotTaken, Parcel, Sender
from billing.files.formats import file_name


def to_folder(folder: Path) -> Sender:
    """Return what puts a document's files into a folder, each whole or not at all.

    The receipt is the names of the files. The same document again replaces them by the same bytes.
    """

    async def send(parcel: Parcel) -> str:
        try:
            return await asyncio.to_thread(_write, folder, parcel)
        except OSError as error:
            raise NotTaken(f"the folder did not take it: {type(error).__name__}") from error

    return send


def _write(folder: Path, parcel: Parcel) -> str:
    names = {file_name(parcel.number, name): content for name, content in parcel.files.items()}
    for name, content in names.items():
        unfinished = folder / f".{name}"
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(folder / name)
    return ", ".join(names)
