from contacts.tables import metadata
from shared.migrations import run

run(metadata)
