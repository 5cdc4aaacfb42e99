"""Databases, each with its own role, on any PostgreSQL server."""

import hashlib
import hmac
import re
from urllib.parse import urlsplit, urlunsplit

import asyncpg


async def ensure_database(admin_url: str, name: str, password: str | None = None) -> str:
    """Create a role and its database of that name if they are missing; return the role's URL.

    Only the role may connect. Without a password it gets one derived from the administrator's.
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name):
        raise ValueError(f"{name!r} is no name for a database: use a-z, 0-9 and _")
    place = urlsplit(admin_url)
    if password is None:
        if not place.password:
            raise ValueError("the administrator has no password to derive one from: give one")
        password = hmac.digest(place.password.encode(), name.encode(), hashlib.sha256).hex()
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute("SELECT pg_advisory_lock(hashtext($1))", name)
        await _ensure_role(connection, name, password)
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}" OWNER "{name}"')
            await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    finally:
        await connection.close()
    host = place.netloc.rpartition("@")[2]
    return urlunsplit(("postgresql", f"{name}:{password}@{host}", f"/{name}", place.query, ""))


async def _ensure_role(connection: asyncpg.Connection, name: str, password: str) -> None:
    exists = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", name)
    verb = "ALTER" if exists else "CREATE"
    statement = await connection.fetchval(
        "SELECT format($1::text, $2::text, $3::text)", f"{verb} ROLE %I LOGIN PASSWORD %L",
        name, password,
    )  # fmt: skip
    await connection.execute(statement)
    if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER"):
        await connection.execute(f'GRANT "{name}" TO CURRENT_USER')
