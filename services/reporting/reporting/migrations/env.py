from shared.migrations import run

from reporting import tables

run(tables.metadata)
