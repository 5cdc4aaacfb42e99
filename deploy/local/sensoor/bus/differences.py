"""The differences between the wanted and the actual state of the bus, in words. Pure."""

from dataclasses import asdict
from typing import Any

Claims = dict[str, Any]


def configuration_differences(what: str, wanted: Any, there: Any) -> list[str]:
    """Compare a stream's or a consumer's configuration; a field that is None may have any value."""
    if there is None:
        return [missing(what)]
    has = asdict(there)
    asked = {name: value for name, value in asdict(wanted).items() if value is not None}
    return [
        f"{what}: {name} is {has[name]}, not {asked[name]}"
        for name in asked
        if has[name] != asked[name] and (has[name] or asked[name])
    ]


def missing(what: str) -> str:
    """Return the line for something that does not exist."""
    return f"{what} is missing"


def account_differences(name: str, wanted: Claims, there: Claims | None) -> list[str]:
    """Compare an account: the permissions of its roles, its limits, exports and imports."""
    if there is None:
        return [missing(f"account {name}")]
    found = _role_differences(name, wanted, there)
    for field, plural in (("exports", "shares"), ("imports", "may use")):
        ours, theirs = _entries(wanted, field), _entries(there, field)
        found += _set_differences(f"account {name} {plural}", set(ours), set(theirs))
        found += [
            f"account {name} {plural} {subject}: on other terms"
            for subject in sorted(ours.keys() & theirs.keys())
            if ours[subject] != theirs[subject]
        ]
    if _compact(wanted["limits"]) != _compact(there.get("limits", {})):
        found.append(f"account {name}: its limits are others")
    return found


def _role_differences(name: str, wanted: Claims, there: Claims) -> list[str]:
    found = []
    ours, theirs = _roles(wanted), _roles(there)
    for role in ours.keys() | theirs.keys():
        if role not in theirs:
            found.append(f"account {name}: role {role} is missing")
        elif role not in ours:
            found.append(f"account {name}: role {role} is not known here")
        else:
            for way, verb in (("pub", "publish"), ("sub", "subscribe")):
                found += _set_differences(
                    f"{role} may {verb}", _allowed(ours[role], way), _allowed(theirs[role], way)
                )
            if ours[role].get("resp") != theirs[role].get("resp"):
                found.append(f"{role}: how it may answer requests is other")
    return sorted(found)


def _set_differences(what: str, wanted: set[str], there: set[str]) -> list[str]:
    return [f"{what} {subject}: missing" for subject in sorted(wanted - there)] + [
        f"{what} {subject}: too much" for subject in sorted(there - wanted)
    ]


def _roles(claims: Claims) -> dict[str, Claims]:
    scopes = [scope for scope in claims.get("signing_keys", []) if isinstance(scope, dict)]
    return {f"{scope['role']} ({scope['key'][:8]})": scope["template"] for scope in scopes}


def _allowed(template: Claims, way: str) -> set[str]:
    return set(template.get(way, {}).get("allow", []))


def _entries(claims: Claims, field: str) -> dict[str, Claims]:
    return {str(entry["subject"]): entry for entry in claims.get(field, [])}


def _compact(limits: Claims) -> Claims:
    """Leave out zero and false, as the broker does."""
    return {name: value for name, value in limits.items() if value}
