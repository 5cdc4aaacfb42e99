"""New credentials for a user, in two steps, so that nothing is down in between."""

import time
from pathlib import Path

from sensoor.bus import keys as bus_keys
from sensoor.bus import resolver
from sensoor.bus.connection import Bus
from sensoor.bus.keys import ACCOUNTS_USER, OPERATOR, PROVISIONER, account_of
from sensoor.bus.lease import provisioning_lease
from sensoor.services import PORTS


class RotationRefused(Exception):
    """The rotation cannot be done; the text tells what can."""


def begin(there: Bus, user: str) -> Path:
    """Write new credentials and keep the old ones beside them; both are valid."""
    path, old = _paths(there, user)
    try:
        old.hardlink_to(path)
    except FileExistsError:
        raise RotationRefused(
            f"{user} is being rotated: first `sensoor bus rotate {user} --finish`"
        ) from None
    bus_keys.write_secret(path, bus_keys.user_file(there.keys, account_of(user), user))
    return path


async def finish(there: Bus, user: str) -> None:
    """Revoke the old credentials and remove them; connections that use them are closed."""
    _, old = _paths(there, user)
    if not old.exists():
        raise RotationRefused(f"{user} is not being rotated: `sensoor bus rotate {user}` begins")
    token, account = bus_keys.token_in(old), account_of(user)
    async with provisioning_lease(there), there.connected(ACCOUNTS_USER) as system:
        claims = await resolver.lookup(system, there.keys, account)
        if claims is None:
            raise RotationRefused(f"no account {account} is there: `sensoor bus apply` makes it")
        # A token from a machine whose clock is ahead of ours is revoked as well.
        until = max(int(time.time()), token["iat"])
        revocations = {**claims.get("revocations", {}), token["sub"]: until}
        await resolver.push(system, there.keys, account, {**claims, "revocations": revocations})
    old.unlink(missing_ok=True)


def _paths(there: Bus, user: str) -> tuple[Path, Path]:
    users = (*PORTS, OPERATOR, PROVISIONER)
    if user not in users:
        raise RotationRefused(f"there is no user {user}: the users are {', '.join(users)}")
    path = there.keys.credentials(user)
    return path, path.with_suffix(".creds.old")
