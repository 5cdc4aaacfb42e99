"""The migrations make the tables that the code works with."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from volunteers.tables import metadata


async def test_a_migrated_database_has_every_table_and_column_of_the_code_and_no_other(platform):
    database = await platform.database("volunteers")

    def differences(connection):
        options = {
            "include_name": lambda name, kind, _: kind != "table" or name in metadata.tables,
            "compare_type": True,
        }
        context = MigrationContext.configure(connection, opts=options)
        return [
            found
            for found in compare_metadata(context, metadata)
            if not (isinstance(found, tuple) and "index" in found[0])
        ]

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
